/** What a table knows: the active cell, whether it is edited, what is selected; and how to act. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import type { GridProps } from './Grid';
import { cellId, type CellEditing } from './GridRow';
import { useCellSave } from './use_cell_save';
import { neighbour, onGridKey, type Place } from './use_grid_keys';
import { useVirtualRows } from './use_virtual_rows';

export function useGrid(props: GridProps, box: RefObject<HTMLDivElement | null>) {
  const { entity, rows, columns, selecting } = props;
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const saving = useCellSave(entity);
  const virtual = useVirtualRows({ ...props, box, count: rows.length });
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const here: CrmRecord | undefined = rows[active.row];

  const go = (place: Place, { extend = false, edit = false } = {}) => {
    if (extend && ids[place.row]) {
      if (selecting.selection.anchor === undefined && here) selecting.toggle(here.id);
      selecting.range(ids, ids[place.row]!);
    }
    setActive(place);
    setEditing(edit && columns[place.column]?.editable === true);
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
    else open(rows[place.row]);
  };
  const select = (extend: boolean) => {
    if (!here) return;
    if (extend) selecting.range(ids, here.id);
    else selecting.toggle(here.id);
  };
  const step = (by: number) => {
    box.current?.focus({ preventScroll: true });
    go({ row: Math.max(0, Math.min(rows.length - 1, active.row + by)), column: active.column });
  };
  useListKeys({ step, select });
  useEffect(() => {
    // The table hears keys at once, unless the person is already somewhere else.
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, [box]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (editing || event.target !== box.current) return;
    onGridKey(event, {
      rows: rows.length,
      columns: columns.length,
      active,
      page: virtual.page(),
      edit: () => edit(active),
      peek: () => open(here),
      clear: selecting.clear,
      go: (place, { extend }) => go(place, { extend }),
    });
  };
  return {
    active,
    setActive,
    editing,
    setEditing,
    saving,
    virtual,
    ids,
    here,
    go,
    edit,
    onKeyDown,
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

  const cell = useMemo((): CellEditing | undefined => {
    const column = columns[active.column];
    if (!editing || !here || !column) return undefined;
    return {
      column: active.column,
      onSave: (value) => latest.current.saving.save(here, column, value),
      onClose: (by) => {
        latest.current.setEditing(false);
        const down = by === 'commit' && leftBy.current === 'Enter' && active.row + 1 < rows.length;
        leftBy.current = '';
        if (down) latest.current.go({ ...active, row: active.row + 1 });
        requestAnimationFrame(() => {
          // Not when the person went elsewhere, or on to the next cell.
          if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
        });
      },
    };
    // The record may change meanwhile; the editor keeps what it began with.
  }, [editing, active, columns, rows.length, box]);

  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (!editing) return;
    leftBy.current = event.code === 'NumpadEnter' ? 'Enter' : event.code;
    if (event.code !== 'Tab' || (event.target as Element).closest('.inline-panel')) return;
    const next = neighbour(active, event.shiftKey, rows.length, columns.length);
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
