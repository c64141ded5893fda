/** Which columns are worth drawing: all when they are few, else those in sight. */
import { useCallback, useState } from 'react';
import type { Column } from './columns';

const ALL_UP_TO = 15;
const BESIDE = 2;

export interface ColumnRange {
  /** From the first column that is not fixed on; up to, but not with, `to`. */
  from: number;
  to: number;
}

/** Columns that are fixed in sight are always drawn; of the rest those between the edges. */
export function columnsIn(
  columns: Column[], fixed: number, left: number, width: number,
): ColumnRange {
  let edge = 0;
  let from = columns.length;
  let to = fixed;
  columns.forEach((column, index) => {
    const end = edge + column.width;
    if (index >= fixed && end > left && edge < left + width) {
      from = Math.min(from, index);
      to = index + 1;
    }
    edge = end;
  });
  return {
    from: Math.max(fixed, Math.min(from, to) - BESIDE), to: Math.min(columns.length, to + BESIDE),
  };
}

export function useColumnRange(columns: Column[], fixed: number) {
  const [range, setRange] = useState<ColumnRange>({ from: fixed, to: ALL_UP_TO });
  const few = columns.length <= ALL_UP_TO;
  const onScroll = useCallback((element: HTMLElement) => {
    if (few) return;
    const next = columnsIn(columns, fixed, element.scrollLeft, element.clientWidth);
    setRange((old) => (old.from === next.from && old.to === next.to ? old : next));
  }, [columns, fixed, few]);
  const shown = few ? { from: fixed, to: columns.length }
    : { from: Math.max(fixed, range.from), to: Math.min(columns.length, range.to) };
  return { ...shown, onScroll };
}
