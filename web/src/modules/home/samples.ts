/** The sample data of a young company: how much there is, taking it away. */
import { queryOptions } from '@tanstack/react-query';
import { api, queryClient, type LinkValue } from '@/shared/api';

export interface SampleRemoval {
  removed: number;
  kept: number;
  /** The first of those that stay, and why. */
  kept_records: (LinkValue & { why: 'changed' | 'in_use' | 'signs_in' })[];
}

export const samplesQuery = queryOptions({
  queryKey: ['samples'] as const,
  staleTime: 60_000,
  queryFn: () => api.get<{ records: number }>('/sample-data'),
});

/** What taking them away would do now. */
export const removalQuery = queryOptions({
  queryKey: ['samples', 'removal'] as const,
  staleTime: 0,
  gcTime: 0,
  queryFn: () => api.get<SampleRemoval>('/sample-data/removal'),
});

export async function removeSamples(): Promise<SampleRemoval> {
  const removal = await api.delete<SampleRemoval>('/sample-data');
  // Everything that was read may hold some of them.
  await queryClient.invalidateQueries();
  return removal;
}
