/** What presses, clicks, drags and rests of the pointer over a table mean. */
import { useEffect, useRef, type MouseEvent } from 'react';
import { prepareRecord } from '../record/prepare_record';
import { isWithin } from './cells';
import type { GridProps } from './Grid';
import type { GridState } from './use_grid';

function placeOf(target: Element): { row: number; column?: number } | undefined {
  const row = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  const column = target.closest<HTMLElement>('[data-column]')?.dataset.column;
  if (row === undefined) return undefined;
  return { row: Number(row), column: column === undefined ? undefined : Number(column) };
}

/** The record that a click on this opens: the row's own, or one that a cell links to. */
function linkedTo(target: Element, entity: string, id: string) {
  const link = target.closest<HTMLElement>('a[data-title], a[data-entity]');
  return link && { entity: link.dataset.entity ?? entity, id: link.dataset.id ?? id };
}

const inEditor = (target: Element) => target.closest('.editing') !== null;

export type OpenMenu = (place: { row: number; column: number }, x: number, y: number) => void;

export function usePointer(props: GridProps, grid: GridState, onMenu: OpenMenu) {
  const { entity, rows, columns, selecting } = props;
  /** Where a press began that may become a drag over cells. */
  const pressed = useRef<{ row: number; column: number }>(undefined);
  const dragged = useRef(false);

  const onMouseDown = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    dragged.current = false;
    pressed.current = undefined;
    if (!place || inEditor(target) || target.closest('[data-menu]')) return;
    const at = { row: place.row, column: place.column ?? grid.active.column };
    const onCell = place.column !== undefined;
    // A right press on chosen cells keeps them: its menu is about them.
    if (event.button === 0 || !isWithin(at, grid.rect)) {
      grid.choose(at, event.shiftKey && onCell && event.button === 0);
    }
    if (event.button === 0 && onCell) pressed.current = at;
    const record = event.button === 0 ? rows.at(place.row) : undefined;
    const opened = record && linkedTo(target, entity.name, record.id);
    if (opened) prepareRecord(opened);
    if (!target.closest('a')) grid.leave();
  };
  const onMouseMove = (event: MouseEvent) => {
    if (!pressed.current || event.buttons !== 1) return;
    const place = placeOf(event.target as Element);
    if (place?.column === undefined) return;
    const { row, column } = pressed.current;
    if (!dragged.current && place.row === row && place.column === column) return;
    dragged.current = true;
    if (grid.active.row === place.row && grid.active.column === place.column) return;
    grid.go({ row: place.row, column: place.column }, { extend: true });
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    const record = place && rows.at(place.row);
    if (!record || inEditor(target)) return;
    if (target.closest('[data-check]')) {
      if (event.shiftKey) selecting.range(rows.held.map(({ id }) => id), record.id);
      else selecting.toggle(record.id);
      return;
    }
    const button = target.closest('[data-menu]');
    if (button) {
      const box = button.getBoundingClientRect();
      return onMenu({ row: place.row, column: place.column ?? 0 }, box.left, box.bottom);
    }
    const opened = linkedTo(target, entity.name, record.id);
    if (!opened || event.ctrlKey || event.metaKey) return;
    // Here a link opens over the list, so that the place in it is not lost.
    event.preventDefault();
    if (event.shiftKey || dragged.current) return;
    props.onOpen(opened);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    if (place?.column === undefined || inEditor(target)) return;
    if (columns[place.column]?.editable) grid.edit({ row: place.row, column: place.column });
  };
  const onContextMenu = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    if (!place || !rows.at(place.row) || inEditor(target)) return;
    event.preventDefault();
    onMenu({ row: place.row, column: place.column ?? 0 }, event.clientX, event.clientY);
  };
  const onMouseOver = useRest((row) => {
    const record = rows.at(row);
    if (record) prepareRecord({ entity: entity.name, id: record.id });
  });
  return { onMouseDown, onMouseMove, onClick, onDoubleClick, onContextMenu, onMouseOver };
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
