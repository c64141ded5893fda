/** Reading the changes of a record, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, keys, type LinkValue, type Page } from '@/shared/api';
import type { Change } from '../../timeline/types';

export interface HistoryEntry {
  at: string;
  actor: Pick<LinkValue, 'id' | 'name'> | null;
  kind: string;
  version: number;
  /** What caused it when it was not a person at a form: "import:ID", "action:convert". */
  source?: string;
  changes: Change[];
}

export const useHistory = ({ entity, id }: LinkValue) =>
  useInfiniteQuery({
    queryKey: keys.of(entity, id, 'history'),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => api.get<Page<HistoryEntry>>(`/${entity}/${id}/history`, {
      query: { limit: 50, cursor: pageParam ?? undefined }, signal,
    }),
    getNextPageParam: (page) => page.next,
  });
