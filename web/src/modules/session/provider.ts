/** Signing in at a provider: leaving for it, and coming back. */
import { queryOptions } from '@tanstack/react-query';
import { api, beginSession, type Session } from '@/shared/api';

export const waysQuery = queryOptions({
  queryKey: ['session', 'ways'] as const,
  queryFn: () => api.get<{ provider: { label: string } | null }>('/session/ways'),
  staleTime: 60_000,
});

export type ProviderPath = '/session/provider' | '/session/provider/confirm';

/** Leaves the page for the provider's. */
export async function leaveFor(path: ProviderPath, next: string) {
  const { url } = await api.post<{ url: string }>(path, { next });
  window.location.assign(url);
}

/** Brings what the provider returned to the server; the path to go to. */
export async function arrive(search: URLSearchParams): Promise<string> {
  const returned = {
    code: search.get('code') ?? '',
    state: search.get('state') ?? '',
    ...(search.has('iss') && { iss: search.get('iss') }),
  };
  const answer = await api.post<Partial<Session> & { next: string }>(
    '/session/provider/arrival', returned);
  if (answer.user) beginSession(answer as Session);
  return answer.next;
}
