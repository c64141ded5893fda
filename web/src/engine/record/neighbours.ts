/** The records before and after this one in the list that the person came from. */
import { useMemo } from 'react';
import type { InfiniteData } from '@tanstack/react-query';
import { keys, queryClient, type Page } from '@/shared/api';
import { RELATED } from '../related/related_query';

export interface Neighbours {
  previous?: string;
  next?: string;
}

/** Neighbours of an id among ids in the order they are shown. */
export function neighboursIn(ids: string[], id: string): Neighbours {
  const at = ids.indexOf(id);
  if (at < 0) return {};
  return { previous: ids[at - 1], next: ids[at + 1] };
}

/** Ids of the list read last that holds the record; lists inside other records do not count. */
function listWith(entity: string, id: string): string[] {
  const lists = queryClient.getQueryCache().findAll({ queryKey: keys.lists(entity) })
    .filter(({ queryKey }) => queryKey[2] !== RELATED)
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  for (const { queryKey, state } of lists) {
    const data = state.data as Partial<InfiniteData<Page> & Page> | undefined;
    const pages = data?.pages ?? (data?.items && windowsBeside(entity, queryKey));
    const ids = pages?.flatMap((page) => page.items.map((item) => item.id));
    if (ids?.includes(id)) return ids;
  }
  return [];
}

/** The pages that are held of a list read in windows, in order, by the key of one of them. */
function windowsBeside(entity: string, key: readonly unknown[]): Page[] {
  const list = JSON.stringify(key[2]);
  return queryClient.getQueryCache().findAll({ queryKey: keys.lists(entity) })
    .filter(({ queryKey }) => JSON.stringify(queryKey[2]) === list && key.length === 5)
    .sort((a, b) => Number(a.queryKey[3]) - Number(b.queryKey[3]))
    .flatMap(({ state }) => (state.data ? [state.data as Page] : []));
}

export const useNeighbours = (entity: string, id: string): Neighbours =>
  useMemo(() => neighboursIn(listWith(entity, id), id), [entity, id]);
