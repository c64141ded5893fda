/**
 * Which rows of a table are drawn, and where it was scrolled. All rows are of one height, so no
 * row is measured and a million of them cost nothing.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { usePreferences } from '@/shared/lib/preferences';
import { lastOffset } from '../views/last_state';

const HEIGHTS = { compact: 30, normal: 36, roomy: 44 };
export const HEAD_HEIGHT = 34;
/** What lies above and below the table on a desk: its height until the browser has told it. */
const AROUND = 140;
/** Rows drawn above and below those in sight. */
const BESIDE = 8;
/** By then the first picture stands. */
const PICTURE_MS = 100;
/** The drawn rows change by so many at once, so that not every pixel draws anew. */
const STEP = 4;

export interface Drawn {
  first: number;
  last: number;
}

interface Sight { top: number; height: number; row: number; count: number; beside?: number }

/** The rows to draw for a scroll position, the last one included; none when last < first. */
export function rowsIn({ top, height, row, count, beside = BESIDE }: Sight): Drawn {
  const first = Math.floor(top / row / STEP) * STEP - beside;
  const last = Math.ceil((top + height) / row / STEP) * STEP + beside;
  return { first: Math.max(0, first), last: Math.min(count - 1, last) };
}

interface Options {
  box: RefObject<HTMLDivElement | null>;
  count: number;
  /** Names the list for what is remembered of it. */
  listKey: string;
  /** Told which rows are drawn. */
  onSee: (first: number, last: number) => void;
}

export function useVirtualRows({ box, count, listKey, onSee }: Options) {
  const row = HEIGHTS[usePreferences((state) => state.density)];
  // Where the table stands and how high it is, as the browser last told: asking it while the page
  // is being drawn makes it lay out everything at once, and then again.
  const room = useRef({ top: lastOffset(listKey), height: window.innerHeight - AROUND });
  const scrolled = useRef(0);
  // The first picture is of what is in sight alone.
  const beside = useRef(0);
  const [drawn, setDrawn] = useState<Drawn>(
    () => rowsIn({ ...room.current, row, count, beside: 0 }));
  const draw = useCallback(() => {
    const next = rowsIn({ ...room.current, row, count, beside: beside.current });
    setDrawn((old) => (old.first === next.first && old.last === next.last ? old : next));
  }, [row, count]);
  const measure = useCallback(() => {
    const element = box.current;
    if (!element) return;
    room.current = { top: element.scrollTop, height: element.clientHeight };
    if (element.scrollTop !== scrolled.current) beside.current = BESIDE;
    scrolled.current = element.scrollTop;
    draw();
  }, [box, draw]);
  useLayoutEffect(draw, [draw]);
  useLayoutEffect(() => {
    const top = lastOffset(listKey);
    if (!box.current || top === scrolled.current) return;
    box.current.scrollTop = top;
    measure();
    // Only when another list is shown: scrolling measures by itself.
  }, [box, listKey]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [box, measure]);
  useEffect(() => {
    const later = setTimeout(() => {
      beside.current = BESIDE;
      measure();
    }, PICTURE_MS);
    return () => clearTimeout(later);
  }, [measure]);
  const { first, last } = drawn;
  useEffect(() => onSee(first, last), [onSee, first, last]);

  const latest = useRef(row);
  latest.current = row;
  const show = useCallback((index: number) => {
    const element = box.current;
    if (!element) return;
    const top = index * latest.current;
    const room = element.clientHeight - HEAD_HEIGHT - latest.current;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
  }, [box]);
  return {
    first,
    last: Math.min(last, count - 1),
    row,
    height: count * row,
    measure,
    /** Rows that fit between the head and the lower edge. */
    page: () => Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - HEAD_HEIGHT) / row) - 1),
    show,
  };
}
