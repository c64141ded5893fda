/** Reading one's notices and marking them read. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, queryClient, type LinkValue, type Page } from '@/shared/api';
import { noticesKey, setUnread } from '@/shared/lib/notices';

export interface Notice {
  id: number;
  kind: 'mention' | 'assigned' | 'shared' | 'changed' | 'added' | 'deleted' | 'alarm';
  at: string;
  actor: LinkValue | null;
  /** How often since it was last read. */
  count: number;
  read: boolean;
  record: LinkValue;
  /** The note, task … that names the person or was added. */
  source?: LinkValue;
}

export const noticesQuery = () =>
  infiniteQueryOptions({
    queryKey: [...noticesKey, 'list'],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.get<Page<Notice> & { unread: number }>('/notices', {
        query: { limit: 30, cursor: pageParam ?? undefined }, signal,
      });
      setUnread(page.unread);
      return page;
    },
    getNextPageParam: (page) => page.next,
  });

/** Those, or all. */
export async function markRead(ids?: number[]) {
  await api.post('/notices/read', ids ? { ids } : {});
  await queryClient.invalidateQueries({ queryKey: noticesKey });
}
