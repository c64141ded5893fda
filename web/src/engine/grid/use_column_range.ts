/** Which columns are worth drawing: all when they are few, else those in sight. */
import { useCallback, useState } from 'react';
import type { Column } from './columns';

const ALL_UP_TO = 15;
const BESIDE = 2;

interface Range {
  from: number;
  to: number;
}

function inSight(columns: Column[], left: number, width: number): Range {
  let edge = 0;
  let from = columns.length;
  let to = 1;
  columns.forEach((column, index) => {
    const end = edge + column.width;
    if (index > 0 && end > left && edge < left + width) {
      from = Math.min(from, index);
      to = index + 1;
    }
    edge = end;
  });
  return { from: Math.max(1, from - BESIDE), to: Math.min(columns.length, to + BESIDE) };
}

export function useColumnRange(columns: Column[]) {
  const [range, setRange] = useState<Range>({ from: 1, to: ALL_UP_TO });
  const few = columns.length <= ALL_UP_TO;
  const onScroll = useCallback((element: HTMLElement) => {
    if (few) return;
    const next = inSight(columns, element.scrollLeft, element.clientWidth);
    setRange((old) => (old.from === next.from && old.to === next.to ? old : next));
  }, [columns, few]);
  const shown = few ? { from: 1, to: columns.length } : range;
  return { ...shown, onScroll };
}
