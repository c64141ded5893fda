/** What presses, clicks and rests of the pointer over a table mean. */
import { useEffect, useRef, type MouseEvent } from 'react';
import { queryClient, recordQuery } from '@/shared/api';
import type { GridProps } from './Grid';
import type { GridState } from './use_grid';

function placeOf(target: Element): { row: number; column?: number } | undefined {
  const row = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  const column = target.closest<HTMLElement>('[data-column]')?.dataset.column;
  if (row === undefined) return undefined;
  return { row: Number(row), column: column === undefined ? undefined : Number(column) };
}

const inEditor = (target: Element) => target.closest('.editing') !== null;

export function usePointer(props: GridProps, grid: GridState) {
  const { entity, rows, columns, selecting } = props;

  const onMouseDown = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    if (!place || inEditor(target)) return;
    grid.setActive({ row: place.row, column: place.column ?? grid.active.column });
    if (!target.closest('a')) grid.setEditing(false);
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    const record = place && rows[place.row];
    if (!record || inEditor(target)) return;
    if (target.closest('[data-check]')) {
      if (event.shiftKey) selecting.range(grid.ids, record.id);
      else selecting.toggle(record.id);
      return;
    }
    const link = target.closest<HTMLElement>('a[data-title], a[data-entity]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Here a link opens over the list, so that the place in it is not lost.
    event.preventDefault();
    props.onOpen({ entity: link.dataset.entity ?? entity.name, id: link.dataset.id ?? record.id });
  };
  const onDoubleClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    if (place?.column === undefined || inEditor(target)) return;
    if (columns[place.column]?.editable) grid.edit({ row: place.row, column: place.column });
  };
  const onMouseOver = useRest((row) => {
    const record = rows[row];
    if (record) void queryClient.prefetchQuery(recordQuery(entity.name, record.id));
  });
  return { onMouseDown, onClick, onDoubleClick, onMouseOver };
}

const REST_MS = 90;

/**
 * Calls when the pointer rests on the name of a row: it is likely to be
 * opened, so it is read ahead.
 */
function useRest(rest: (row: number) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (event: MouseEvent) => {
    clearTimeout(timer.current);
    const title = (event.target as Element).closest('[data-title]');
    const place = title && placeOf(title);
    if (place) timer.current = setTimeout(() => rest(place.row), REST_MS);
  };
}
