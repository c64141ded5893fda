/** What a map shows of a list: records with an address, page by page, and who has none. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fetchPage, keys, type Field, type Filter, type Page } from '@/shared/api';
import { useAggregate } from '../list/aggregate';
import type { ListControl } from '../views/use_list_state';

const PAGE = 500;
const PAGES = 4;
/** More records than that are not put on one map. */
export const MOST = PAGE * PAGES;
const NAMED = 50;
const NAMES = ['last_name', 'first_name', 'middle_name', 'name', 'subject'];

export function useMapRecords({ entity, state, search }: ListControl, by: Field) {
  const { filter } = state;
  const { q } = search;
  const { withPlace, without, fields } = useMemo(() => {
    const empty: Filter = { field: by.name, op: 'empty' };
    const known = new Set(entity.fields.map(({ name }) => name));
    const asked = ['id', 'version', entity.title, by.name, ...NAMES];
    const and = (part: Filter): Filter => ({ all: filter ? [filter, part] : [part] });
    return {
      withPlace: and({ not: empty }),
      without: and(empty),
      fields: [...new Set(asked)].filter((name) =>
        known.has(name) || name === by.name || name === 'id' || name === 'version'),
    };
  }, [entity, filter, by.name]);
  // In the shape of endless lists, so that a saved address is seen at once.
  const found = useQuery({
    queryKey: [...keys.lists(entity.name), 'map', { filter: withPlace, q, fields }],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const pages: Page[] = [];
      let cursor: string | null = null;
      do {
        const query = { filter: withPlace, q, fields, limit: PAGE };
        const page: Page = await fetchPage(entity.name, query, cursor, signal);
        pages.push(page);
        cursor = page.next;
      } while (cursor && pages.length < PAGES);
      return { pages, pageParams: pages.map(() => null) };
    },
  });
  const lost = useQuery({
    queryKey: [...keys.lists(entity.name), 'map', { filter: without, q, fields }],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { filter: without, q, fields, limit: NAMED };
      return { pages: [await fetchPage(entity.name, query, null, signal)], pageParams: [null] };
    },
  });
  const count = useAggregate(entity.name, { filter: without, q, measures: [] });
  const records = useMemo(
    () => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data]);
  return {
    records,
    more: Boolean(found.data?.pages.at(-1)?.next),
    empty: lost.data?.pages.flatMap(({ items }) => items) ?? [],
    emptyCount: count.data && (count.data.groups[0]?.count ?? 0),
    pending: found.isPending,
    error: found.error,
    retry: () => void found.refetch(),
  };
}
