/** Groups of likely duplicates, read on until there is something to show or nothing is left. */
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type CrmRecord } from '@/shared/api';

export interface Group {
  /** The rule by which it was found. */
  by: string;
  /** All that its records have in common. */
  fields: string[];
  records: CrmRecord[];
  /** There are more of them than are looked at. */
  more: boolean;
}

interface Groups {
  groups: Group[];
  next: string | null;
}

const PAGE = 20;

const groupsQuery = (entity: string, by: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['duplicates', entity, by],
    initialPageParam: null as string | null,
    staleTime: 60_000,
    queryFn: ({ pageParam, signal }) => api.get<Groups>(`/${entity}/duplicates`, {
      query: { by, limit: PAGE, cursor: pageParam ?? undefined }, signal,
    }),
    getNextPageParam: (page) => page.next,
  });

/** A page ends when its time is over, so that some are empty: they are read on by themselves. */
export function useGroups(entity: string, by: string | undefined, wanted: number) {
  const list = useInfiniteQuery(groupsQuery(entity, by));
  const groups = list.data?.pages.flatMap((page) => page.groups) ?? [];
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  const goOn = groups.length < wanted && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (goOn) void fetchNextPage();
  }, [goOn, fetchNextPage]);
  return { list, groups, searching: isFetching || goOn };
}
