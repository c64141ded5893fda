/** How many notices are unread: asked once, then told by the server as it changes. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, onTold, queryClient } from '@/shared/api';

export const noticesKey = ['notices'] as const;
const unreadKey = [...noticesKey, 'unread'] as const;

export const setUnread = (unread: number) => queryClient.setQueryData(unreadKey, unread);

export function useUnread(): number {
  useEffect(() => onTold(({ notices }) => {
    if (notices === undefined) return;
    setUnread(notices);
    void queryClient.invalidateQueries({ queryKey: [...noticesKey, 'list'] });
  }), []);
  const { data = 0 } = useQuery({
    queryKey: unreadKey,
    queryFn: async () =>
      (await api.get<{ unread: number }>('/notices', { query: { limit: 1 } })).unread,
  });
  return data;
}

/** Counted up to a hundred. */
export const unreadText = (unread: number) => (unread > 99 ? '99+' : String(unread));
