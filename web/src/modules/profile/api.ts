/** What the account shows beside the person's record: places signed in, keys for programs. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/shared/api';
import type { SignInEntry } from '@/shared/ui/SignInLine';

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
  /** What it may read and write; empty: all. */
  entities: string[];
  /** Where it may come from; empty: anywhere. */
  networks: string;
}

export interface FactorState {
  enabled: boolean;
  since: string | null;
  recovery_left: number;
}

export const factorQuery = queryOptions({
  queryKey: ['profile', 'second-factor'] as const,
  queryFn: () => api.get<FactorState>('/profile/second-factor'),
});

export const signInsQuery = queryOptions({
  queryKey: ['profile', 'sign-ins'] as const,
  queryFn: async () => (await api.get<{ items: SignInEntry[] }>('/profile/sign-ins')).items,
});

export const sessionsQuery = queryOptions({
  queryKey: ['profile', 'sessions'] as const,
  queryFn: async () => (await api.get<{ items: SignedInPlace[] }>('/profile/sessions')).items,
});

export const keysQuery = queryOptions({
  queryKey: ['profile', 'api-keys'] as const,
  queryFn: async () => (await api.get<{ items: ApiKey[] }>('/profile/api-keys')).items,
});
