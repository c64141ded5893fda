/** The person's favourite records. */
import { useQuery } from '@tanstack/react-query';
import { api, queryClient, type LinkValue } from '@/shared/api';

const starsKey = ['stars'] as const;

export const refreshStars = () => void queryClient.invalidateQueries({ queryKey: starsKey });

/** The latest first. */
export function useStars(): LinkValue[] {
  const { data } = useQuery({
    queryKey: starsKey,
    staleTime: 60_000,
    queryFn: async () => (await api.get<{ items: LinkValue[] }>('/stars')).items,
  });
  return data ?? [];
}
