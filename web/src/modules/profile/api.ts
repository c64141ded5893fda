/** What the account shows beside the person's record: places signed in, keys for programs. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/shared/api';

export interface SignedInPlace {
  id: string;
  created_at: string;
  last_seen_at: string;
  address: string;
  agent: string;
  current: boolean;
}

export interface ApiKey {
  id: string;
  name: string;
  /** The first signs of the key, to tell it from others. */
  hint: string;
  scopes: string;
  created_at: string | null;
  expires_at: string | null;
  last_used_at: string | null;
}

export const sessionsQuery = queryOptions({
  queryKey: ['profile', 'sessions'] as const,
  queryFn: async () => (await api.get<{ items: SignedInPlace[] }>('/profile/sessions')).items,
});

export const keysQuery = queryOptions({
  queryKey: ['profile', 'api-keys'] as const,
  queryFn: async () => (await api.get<{ items: ApiKey[] }>('/profile/api-keys')).items,
});
