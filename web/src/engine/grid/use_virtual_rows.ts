/** Which rows of a table are drawn; where it was scrolled; when more is needed from the server. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, type RefObject } from 'react';
import { usePreferences } from '@/shared/lib/preferences';
import { lastOffset } from '../views/last_state';

const HEIGHTS = { compact: 30, normal: 36, roomy: 44 };
export const HEAD_HEIGHT = 34;
const NEAR_END = 40;

interface Options {
  box: RefObject<HTMLDivElement | null>;
  count: number;
  /** Names the list for what is remembered of it. */
  listKey: string;
  hasMore: boolean;
  onMore: () => void;
}

export function useVirtualRows({ box, count, listKey, hasMore, onMore }: Options) {
  const height = HEIGHTS[usePreferences((state) => state.density)];
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 10,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    initialOffset: () => lastOffset(listKey),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => virtual.measure(), [height, virtual]);
  useEffect(() => {
    if (box.current) box.current.scrollTop = lastOffset(listKey);
  }, [box, listKey]);
  useEffect(() => {
    if (hasMore && last >= count - NEAR_END) onMore();
  }, [hasMore, last, count, onMore]);
  return {
    items,
    height: virtual.getTotalSize(),
    /** Rows that fit between the head and the lower edge. */
    page: () =>
      Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - HEAD_HEIGHT) / height) - 1),
    show: (row: number) => virtual.scrollToIndex(row, { align: 'auto' }),
  };
}
