/** Reading a timeline. Records in it live in the cache of records, so that edits show at once. */
import {
  infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery,
} from '@tanstack/react-query';
import {
  api, keys, queryClient, recordQuery, type CrmRecord, type LinkValue, type Page,
} from '@/shared/api';
import type { ItemKind, TimelineItem } from './types';

const PAGE = 30;

/** Keeps records that came with something else, in part; they are read anew when opened. */
function seedRecord(entity: string, record: CrmRecord) {
  queryClient.setQueryData<CrmRecord>(
    keys.record(entity, record.id),
    (old) => ((old?.version ?? -1) > (record.version ?? 0) ? old : { ...old, ...record }),
    { updatedAt: 0 });
}

export const timelineQuery = (
  of: Pick<LinkValue, 'entity' | 'id'>, kinds: ItemKind[] = [], q = '',
) =>
  infiniteQueryOptions({
    queryKey: [...keys.of(of.entity, of.id, 'timeline'), kinds, q],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const page = await api.together<Page<TimelineItem>>(`/${of.entity}/${of.id}/timeline`, {
        kinds: kinds.join(','), q: q || undefined, limit: PAGE, cursor: pageParam ?? undefined,
      });
      for (const item of page.items) if (item.record) seedRecord(item.entity, item.record);
      return page;
    },
    getNextPageParam: (page) => page.next,
  });

/** Entries of these kinds, none: of all, that hold `q`. */
export const useTimeline = (of: LinkValue, kinds: ItemKind[], q = '') =>
  useInfiniteQuery({
    ...timelineQuery(of, kinds, q), placeholderData: q ? keepPreviousData : undefined,
  });

/** The record of an item as it is now, with edits not yet answered; gone once deleted. */
export function useSeeded(entity: string, record: CrmRecord): CrmRecord {
  const { data } = useQuery({ ...recordQuery(entity, record.id), enabled: false });
  return data ?? record;
}
