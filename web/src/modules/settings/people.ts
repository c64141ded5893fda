/** Users, teams and roles as the settings show them: all of them, and what is done to a user. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import {
  api, fetchPage, keys, saveRecord, useMetadata, type CrmRecord, type LinkValue, type Page,
} from '@/shared/api';

export interface User extends CrmRecord {
  name: string;
  email: string;
  role: LinkValue | null;
  department: LinkValue | null;
  position: LinkValue | null;
  teams: LinkValue[] | null;
  job_title: string | null;
  phone: string | null;
  language: string | null;
  active: boolean | null;
}

export interface Team extends CrmRecord {
  name: string;
  lead: LinkValue | null;
  description: string | null;
}

const PAGE = 500;

async function fetchAll(entity: string, sort: string, signal: AbortSignal) {
  const items: CrmRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await fetchPage(entity, { sort, limit: PAGE }, cursor, signal);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  // In the shape of an endless list, so that changes of a record reach this copy too.
  return { pages: [{ items, next: null }], pageParams: [null] };
}

const everyone = <T>(entity: string, sort: string) =>
  queryOptions({
    queryKey: [...keys.lists(entity), 'all'] as const,
    queryFn: ({ signal }) => fetchAll(entity, sort, signal),
    select: ({ pages }) => pages.flatMap((page) => page.items) as unknown as T[],
  });

export const useUsers = () => useQuery(everyone<User>('users', 'name'));
/** All records of one of the settings' entities, by name. */
export const useAll = <T>(entity: string) => useQuery(everyone<T>(entity, 'name'));

export const useTeams = () => useQuery(everyone<Team>('teams', 'name'));
export const useRoles = () => useQuery(everyone<CrmRecord>('roles', 'name'));

/** Names of shipped roles are in the person's language in the metadata alone. */
export function useRoleName() {
  const { roles } = useMetadata();
  return (role: CrmRecord) => roles.find(({ id }) => id === role.id)?.name ?? String(role.name);
}

export const isActive = (user: User) => user.active !== false;

export const membersOf = (team: Team, users: User[]) =>
  users.filter((user) => user.teams?.some(({ id }) => id === team.id));

/** Puts a user into a team or takes the user out of it. */
export function setMember(user: User, team: Team, member: boolean) {
  const others = (user.teams ?? []).filter(({ id }) => id !== team.id);
  const link: LinkValue = { id: team.id, entity: 'teams', name: team.name };
  return saveRecord('users', {
    id: user.id, changes: { teams: member ? [...others, link] : others },
  });
}

/** Gives a user a new password. */
export const setPassword = (user: string, password: string) =>
  api.post(`/users/${user}/password`, { password });

const SIGNS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A password that can be read out on the phone: no signs that look alike. */
export function makePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const text = Array.from(bytes, (byte) => SIGNS[byte % SIGNS.length]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}
