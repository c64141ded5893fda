/** What the audit tells: who saw, changed, took out and administered what. */
import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { api, type LinkValue } from '@/shared/api';

export const KINDS = [
  'view', 'change', 'export', 'sign_in', 'administration', 'alarm',
] as const;
export type Kind = (typeof KINDS)[number];

export interface AuditFilter {
  person?: string;
  kind?: Kind;
  entity?: string;
  record?: string;
  /** Days, both of them in it: 2026-11-26. */
  from?: string;
  to?: string;
}

export interface AuditItem {
  id: string;
  at: string;
  kind: Kind;
  act: string;
  actor: { id: string; name: string } | null;
  entity: string;
  record: (Omit<LinkValue, 'name'> & { name: string | null }) | null;
  count: number;
  details: { [name: string]: unknown };
  changes: { field: string; old: unknown; new: unknown }[];
  address: string;
  agent: string;
}

interface AuditPage {
  items: AuditItem[];
  next: string | null;
}

const startOf = (day: string) => new Date(`${day}T00:00:00`);

/** The filter as the server takes it: days of the person's become instants. */
export function queryOf({ from, to, ...rest }: AuditFilter) {
  const query: { [name: string]: string | undefined } = { ...rest };
  if (from) query.from = startOf(from).toISOString();
  if (to) {
    const end = startOf(to);
    end.setDate(end.getDate() + 1);
    query.to = end.toISOString();
  }
  return query;
}

const LEAST = 30;
const PAGES_AT_ONCE = 20;

/** What is rare comes in pages with little in them: they are put together. */
async function fetchSome(filter: AuditFilter, cursor: string, signal: AbortSignal) {
  const items: AuditItem[] = [];
  let next: string | null = cursor;
  for (let page = 0; page < PAGES_AT_ONCE && next !== null && items.length < LEAST; page += 1) {
    const answer: AuditPage = await api.get<AuditPage>('/audit', {
      query: { ...queryOf(filter), cursor: next || undefined }, signal,
    });
    items.push(...answer.items);
    next = answer.next;
  }
  return { items, next };
}

export const auditQuery = (filter: AuditFilter) => infiniteQueryOptions({
  queryKey: ['audit', filter] as const,
  queryFn: ({ pageParam, signal }) => fetchSome(filter, pageParam, signal),
  initialPageParam: '',
  getNextPageParam: (page: AuditPage) => page.next,
  staleTime: 0,
});

export const LIMITS = [
  'keep_days', 'opened_per_hour', 'listed_per_hour', 'exported_per_hour',
] as const;
export type AuditSettings = { [name in (typeof LIMITS)[number]]: number };

export const settingsQuery = queryOptions({
  queryKey: ['audit', 'settings'] as const,
  queryFn: () => api.get<AuditSettings>('/audit/settings'),
  staleTime: 0,
});

interface People {
  items: { id: string; name: string }[];
  next: string | null;
}

/** People who are or were here, by name. */
export const usePeople = () => useQuery({
  queryKey: ['audit', 'people'] as const,
  queryFn: async ({ signal }) => {
    const people: People['items'] = [];
    let cursor: string | null = null;
    do {
      const query = { fields: 'name', sort: 'name', limit: 500, cursor: cursor ?? undefined };
      const page: People = await api.get<People>('/users', { query, signal });
      people.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return people;
  },
});
