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
  for (const { state } of lists) {
    const data = state.data as InfiniteData<Page> | undefined;
    if (!Array.isArray(data?.pages)) continue;
    const ids = data.pages.flatMap((page) => page.items.map((item) => item.id));
    if (ids.includes(id)) return ids;
  }
  return [];
}

export const useNeighbours = (entity: string, id: string): Neighbours =>
  useMemo(() => neighboursIn(listWith(entity, id), id), [entity, id]);
