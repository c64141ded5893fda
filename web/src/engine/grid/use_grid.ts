/**
 * What a table knows: the active cell, the cells chosen with it, whether it is edited; and how to
 * act. Places follow their records: rows that come and go above do not move them.
 */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '@/shared/api';
import type { Rows } from '@/shared/api/windows';
import { useHotkey } from '@/shared/hotkeys';
import { isOne, rectOf, type Place } from './cells';
import type { GridProps } from './Grid';
import { cellId, type CellEditing } from './GridRow';
import { useCellSave } from './use_cell_save';
import { neighbour, onGridKey } from './use_grid_keys';
import { useVirtualRows } from './use_virtual_rows';

/** A cell and the record it is of. */
interface Held extends Place {
  id?: string;
}

/** Where a cell is now: with its record, or where it was when the record is gone. */
export function placeNow(rows: Rows, { id, row, column }: Held): Place {
  if (id === undefined || rows.at(row)?.id === id) return { row, column };
  const at = rows.indexOf(id);
  return { row: at >= 0 ? at : Math.max(0, Math.min(row, rows.count - 1)), column };
}

export function useGrid(props: GridProps, box: RefObject<HTMLDivElement | null>) {
  const { entity, rows, columns, selecting } = props;
  const [cell, setCell] = useState<Held>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<Held>();
  /** The record whose cell is edited: when it goes, so does the editor. */
  const [edited, setEdited] = useState<string>();
  const saving = useCellSave(entity);
  const virtual = useVirtualRows({ ...props, box, count: rows.count });
  const active = useMemo(() => placeNow(rows, cell), [rows, cell]);
  const rect = useMemo(
    () => rectOf(anchor ? placeNow(rows, anchor) : active, active), [rows, anchor, active]);
  const here: CrmRecord | undefined = rows.at(active.row);
  const editing = edited !== undefined && here?.id === edited;
  const held = (place: Place): Held => ({ ...place, id: rows.at(place.row)?.id });

  const choose = (place: Place, extend: boolean) => {
    setAnchor(extend ? (anchor ?? held(active)) : undefined);
    setCell(held(place));
  };
  const go = (place: Place, { extend = false, edit = false } = {}) => {
    choose(place, extend);
    const record = rows.at(place.row);
    setEdited(edit && columns[place.column]?.editable ? record?.id : undefined);
    virtual.show(place.row);
    document
      .getElementById(cellId(place.row, place.column))
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const open = (record: CrmRecord | undefined) => {
    if (record) props.onOpen({ entity: entity.name, id: record.id });
  };
  const edit = (place: Place) => {
    if (columns[place.column]?.editable) go(place, { edit: true });
    else open(rows.at(place.row));
  };
  const select = (extend: boolean) => {
    if (!here) return;
    if (extend) selecting.range(rows.held.map(({ id }) => id), here.id);
    else selecting.toggle(here.id);
  };
  const step = (by: number) => {
    box.current?.focus({ preventScroll: true });
    go({ row: Math.max(0, Math.min(rows.count - 1, active.row + by)), column: active.column });
  };
  useListKeys({ step, select });
  useEffect(() => {
    // The table hears keys at once, unless the person is already somewhere else. In the next frame:
    // to be focused the page must be laid out, and just now it is still being drawn.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [box]);

  const onKeyDown = (event: KeyboardEvent, more: { [code: string]: () => void }) => {
    if (editing || event.target !== box.current) return;
    onGridKey(event, {
      rows: rows.count,
      columns: columns.length,
      active,
      page: virtual.page(),
      edit: () => edit(active),
      peek: () => open(here),
      clear: () => (isOne(rect) ? selecting.clear() : setAnchor(undefined)),
      select: () => select(false),
      all: () => selecting.toggleSeen(rows.held.map(({ id }) => id)),
      go: (place, { extend }) => go(place, { extend }),
      more,
    });
  };
  return {
    active, rect, here, editing, saving, virtual, choose, go, edit, open, onKeyDown,
    leave: () => setEdited(undefined),
  };
}

export type GridState = ReturnType<typeof useGrid>;

/** The editor of the active cell, and where the person goes from it by Enter and Tab. */
export function useCellEditing(
  { rows, columns }: GridProps,
  grid: GridState,
  box: RefObject<HTMLDivElement | null>,
) {
  const { active, editing, here } = grid;
  const leftBy = useRef('');
  const latest = useRef(grid);
  latest.current = grid;
  const id = here?.id;
  const cell = useMemo((): CellEditing | undefined => {
    const column = columns[active.column];
    // The record as it is when the editor opens: it keeps what it began with.
    const record = latest.current.here;
    if (!editing || !record || !column) return undefined;
    return {
      column: active.column,
      onSave: (value) => latest.current.saving.save(record, column, value),
      onClose: (by) => {
        const { active: at } = latest.current;
        latest.current.leave();
        const down = by === 'commit' && leftBy.current === 'Enter' && at.row + 1 < rows.count;
        leftBy.current = '';
        if (down) latest.current.go({ ...at, row: at.row + 1 });
        requestAnimationFrame(() => {
          // Not when the person went elsewhere, or on to the next cell.
          if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
        });
      },
    };
  }, [editing, id, active.column, columns, rows.count, box]);
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (!editing) return;
    leftBy.current = event.code === 'NumpadEnter' ? 'Enter' : event.code;
    if (event.code !== 'Tab' || (event.target as Element).closest('.inline-panel')) return;
    const next = neighbour(active, event.shiftKey, rows.count, columns.length);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    // Leaving the input saves it.
    (document.activeElement as HTMLElement | null)?.blur();
    grid.go(next, { edit: true });
  };
  return { cell, onKeyDownCapture };
}

interface ListKeys {
  step: (by: number) => void;
  select: (extend: boolean) => void;
}

/** Letters that work wherever the focus is; the arrows work in the table itself. */
function useListKeys({ step, select }: ListKeys) {
  const { t } = useTranslation('lists');
  const group = t('group');
  useHotkey('KeyJ', () => step(1), { label: t('key.next'), group });
  useHotkey('KeyK', () => step(-1), { label: t('key.previous'), group });
  useHotkey('KeyX', () => select(false), { label: t('key.select'), group });
  useHotkey('shift+KeyX', () => select(true), { label: t('key.selectRange'), group });
}
