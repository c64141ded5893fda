/** How the company's directory and provider are asked: the settings as the server keeps them. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/shared/api';

export interface GroupRule {
  group: string;
  role: string | null;
  team: string | null;
}

export interface Admission {
  enabled: boolean;
  default_role: string | null;
  link_by_email: boolean;
  groups: GroupRule[];
  has_secret: boolean;
  /** A new one; absent: the one that is kept. */
  secret?: string;
}

export interface DirectorySettings extends Admission {
  url: string;
  ca: string;
  bind_dn: string;
  base_dn: string;
  user_filter: string;
  active_filter: string;
  group_base: string;
  group_filter: string;
  id_attribute: string;
  name_attribute: string;
  mail_attribute: string;
}

export interface ProviderSettings extends Admission {
  label: string;
  issuer: string;
  client_id: string;
  groups_claim: string;
}

export interface SignInSettings {
  directory: DirectorySettings;
  provider: ProviderSettings;
  arrival_url: string | null;
}

export type Source = 'directory' | 'provider';

export const signInQuery = queryOptions({
  queryKey: ['settings', 'sign-in'] as const,
  queryFn: () => api.get<SignInSettings>('/sign-in'),
});

export const saveSource = (source: Source, settings: Admission) =>
  api.put<SignInSettings>(`/sign-in/${source}`, settings);

/** How many people a directory has; nothing of a provider. */
export const trySource = (source: Source, settings: Admission) =>
  api.post<{ people: number } | undefined>(`/sign-in/${source}/try`, settings);
