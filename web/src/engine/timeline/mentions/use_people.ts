/** People by what is typed of their names, and the names of all, to find them in texts. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fetchPage, type CrmRecord } from '@/shared/api';

const SHOWN = 6;
const MOST = 500;

const nameOf = (user: CrmRecord) => String(user.name ?? '');

/** The first few who fit; none while `typed` is undefined. */
export function usePeopleLike(typed: string | undefined): string[] {
  const { data } = useQuery({
    queryKey: ['people', typed],
    enabled: typed !== undefined,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchPage('users', {
      q: typed || undefined, sort: 'name', fields: ['id', 'name'], limit: SHOWN,
      filter: { not: { field: 'active', op: 'eq', value: false } },
    }, null, signal),
  });
  return typed === undefined ? [] : (data?.items ?? []).map(nameOf).filter(Boolean);
}

/** Names of the company's people, asked for only when a text may hold one. */
export function useNames(wanted: boolean): string[] {
  const { data } = useQuery({
    queryKey: ['people', 'all'],
    enabled: wanted,
    staleTime: 10 * 60_000,
    queryFn: ({ signal }) =>
      fetchPage('users', { fields: ['id', 'name'], limit: MOST }, null, signal),
  });
  return (data?.items ?? []).map(nameOf).filter(Boolean);
}
