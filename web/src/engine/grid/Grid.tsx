/**
 * The table of a list. One component a row; clicks and keys are heard by the table alone; rows are
 * virtual and come from the server in windows.
 */
import './grid.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type MouseEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, recordQuery, useMetadata, type CrmRecord, type Entity } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import { usePreferences } from '@/shared/lib/preferences';
import { lastOffset, rememberOffset } from '../views/last_state';
import { moved, type Column } from './columns';
import { GridHeader } from './GridHeader';
import { cellId, GridRow, type CellEditing } from './GridRow';
import type { SelectionControl } from './selection';
import { nextSort } from './sort';
import { useCellSave } from './use_cell_save';
import { useColumnRange } from './use_column_range';
import { neighbour, onGridKey, type Place } from './use_grid_keys';
import { usePaste } from './use_paste';

const HEIGHTS = { compact: 30, normal: 36, roomy: 44 };
const HEAD = 34;
const NEAR_END = 40;

export interface GridProps {
  entity: Entity;
  rows: CrmRecord[];
  columns: Column[];
  /** Names the list for what is remembered of it. */
  listKey: string;
  sort: string;
  selecting: SelectionControl;
  hasMore: boolean;
  onMore: () => void;
  onSort: (sort: string) => void;
  onColumns: (paths: string[]) => void;
  onWidth: (path: string, width: number) => void;
  onOpen: (record: { entity: string; id: string }) => void;
}

export function Grid(props: GridProps) {
  const { entity, rows, columns, selecting, hasMore, onMore } = props;
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const box = useRef<HTMLDivElement>(null);
  const height = HEIGHTS[usePreferences((state) => state.density)];
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const saving = useCellSave(entity);
  const range = useColumnRange(columns);
  const { selection } = selecting;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 10,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    initialOffset: () => lastOffset(props.listKey),
  });
  const items = virtual.getVirtualItems();
  useEffect(() => virtual.measure(), [height, virtual]);
  useEffect(() => {
    if (box.current) box.current.scrollTop = lastOffset(props.listKey);
  }, [props.listKey]);
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - NEAR_END) onMore();
  }, [hasMore, last, rows.length, onMore]);
  useEffect(() => {
    // The table hears keys at once, unless the person is already somewhere else.
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, []);

  const go = (place: Place, { extend = false, edit = false } = {}) => {
    if (extend && rows[place.row]) {
      if (selection.anchor === undefined && rows[active.row]) selecting.toggle(ids[active.row]!);
      selecting.range(ids, ids[place.row]!);
    }
    setActive(place);
    setEditing(edit && columns[place.column]?.editable === true);
    virtual.scrollToIndex(place.row, { align: 'auto' });
    document.getElementById(cellId(place.row, place.column))?.scrollIntoView(
      { block: 'nearest', inline: 'nearest' });
  };
  const here = rows[active.row];
  const peek = () => here && props.onOpen({ entity: entity.name, id: here.id });
  const edit = (place = active) => {
    const column = columns[place.column];
    if (column?.editable) go(place, { edit: true });
    else if (rows[place.row]) props.onOpen({ entity: entity.name, id: rows[place.row]!.id });
  };
  const step = (by: number) => {
    const row = Math.max(0, Math.min(rows.length - 1, active.row + by));
    go({ row, column: active.column });
  };
  useListKeys({ step, peek, box: box.current, select: (extend) => {
    if (!here) return;
    if (extend) selecting.range(ids, here.id);
    else selecting.toggle(here.id);
  } });

  // How the person left the editor says where to go next.
  const leftBy = useRef('');
  const cellEditing = useMemo((): CellEditing | undefined => {
    if (!editing || !here) return undefined;
    const column = columns[active.column]!;
    return {
      column: active.column,
      onSave: (value) => saving.save(here, column, value),
      onClose: (by) => {
        setEditing(false);
        const key = leftBy.current;
        leftBy.current = '';
        if (by === 'commit' && key === 'Enter' && active.row + 1 < rows.length) {
          go({ ...active, row: active.row + 1 });
        }
        requestAnimationFrame(() => {
          // Not when the person went elsewhere, or on to the next cell.
          if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
        });
      },
    };
    // The record may be saved again from elsewhere meanwhile; the editor keeps what it began with.
  }, [editing, active, columns, rows.length]);

  const clipboard = usePaste({ entity, rows, columns, active, selected: selection.ids, saving });
  const onWidth = useRef(props.onWidth);
  onWidth.current = props.onWidth;
  const resize = useCallback((at: number, width: number, done: boolean) => {
    box.current?.style.setProperty(`--w${at}`, `${width}px`);
    if (done) onWidth.current(columns[at]!.path, width);
  }, [columns]);
  const fit = useCallback((at: number) => {
    const cells = box.current?.querySelectorAll(`[data-column="${at}"] > *`) ?? [];
    const widest = Math.max(80, ...[...cells].map((cell) => cell.scrollWidth + 22));
    onWidth.current(columns[at]!.path, Math.min(600, widest));
  }, [columns]);

  const press = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    if (!place || target.closest('.editing')) return;
    setActive({ row: place.row, column: place.column ?? active.column });
    if (!target.closest('a')) setEditing(false);
  };
  const click = (event: MouseEvent) => {
    const target = event.target as Element;
    const place = placeOf(target);
    const record = place && rows[place.row];
    if (!record || target.closest('.editing')) return;
    if (target.closest('[data-check]')) {
      if (event.shiftKey) selecting.range(ids, record.id);
      else selecting.toggle(record.id);
      return;
    }
    const link = target.closest<HTMLElement>('a[data-title], a[data-entity]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Here a link opens over the list, so that the place in it is not lost.
    event.preventDefault();
    props.onOpen({ entity: link.dataset.entity ?? entity.name, id: link.dataset.id ?? record.id });
  };
  const hover = useHover((row) => {
    const record = rows[row];
    if (record) void queryClient.prefetchQuery(recordQuery(entity.name, record.id));
  });

  const seen = ids.length > 0 && ids.every((id) => selection.ids.has(id));
  const widths = Object.fromEntries(
    columns.map((column, at) => [`--w${at}`, `${column.width}px`])) as CSSProperties;
  const { onSort, sort, onColumns } = props;
  const toSort = useCallback(
    (path: string, add: boolean) => onSort(nextSort(sort, path, add)), [onSort, sort]);
  const toMove = useCallback((path: string, before: string | undefined) =>
    onColumns(moved(columns.map((column) => column.path), path, before)), [onColumns, columns]);
  const toggleSeen = useCallback(() => selecting.toggleSeen(ids), [selecting.toggleSeen, ids]);
  return (
    <div
      ref={box} className="grid" role="grid" tabIndex={0} style={widths}
      aria-label={entity.labels.many} aria-multiselectable
      aria-rowcount={hasMore ? -1 : rows.length + 1} aria-colcount={columns.length + 1}
      aria-activedescendant={here && !editing ? cellId(active.row, active.column) : undefined}
      onScroll={(event) => {
        rememberOffset(props.listKey, event.currentTarget.scrollTop);
        range.onScroll(event.currentTarget);
      }}
      onMouseDown={press}
      onClick={click}
      onDoubleClick={(event) => {
        const place = placeOf(event.target as Element);
        if (place?.column === undefined || (event.target as Element).closest('.editing')) return;
        if (columns[place.column]?.editable) edit({ row: place.row, column: place.column });
      }}
      onMouseOver={hover}
      onCopy={editing ? undefined : clipboard.onCopy}
      onPaste={editing ? undefined : clipboard.onPaste}
      onKeyDownCapture={(event) => {
        if (!editing) return;
        leftBy.current = event.code === 'NumpadEnter' ? 'Enter' : event.code;
        if (event.code !== 'Tab') return;
        const next = neighbour(active, event.shiftKey, rows.length, columns.length);
        if (!next || (event.target as Element).closest('.inline-panel')) return;
        event.preventDefault();
        event.stopPropagation();
        // Leaving the input saves it.
        (document.activeElement as HTMLElement | null)?.blur();
        go(next, { edit: true });
      }}
      onKeyDown={(event) => {
        if (editing || event.target !== box.current) return;
        onGridKey(event, {
          rows: rows.length, columns: columns.length, active, edit: () => edit(), peek,
          page: Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - HEAD) / height) - 1),
          go: (place, { extend }) => go(place, { extend }), clear: selecting.clear,
        });
      }}
    >
      <GridHeader columns={columns} from={range.from} to={range.to} sort={sort}
        checked={seen ? 'all' : selection.ids.size > 0 ? 'some' : 'none'} onSort={toSort}
        onCheck={toggleSeen} onResize={resize} onFit={fit} onMove={toMove} />
      <div className="grid-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        <div style={{ transform: `translateY(${(items[0]?.start ?? HEAD) - HEAD}px)` }}>
          {items.map(({ index }) => {
            const record = rows[index]!;
            return (
              <GridRow key={record.id} entity={entity} metadata={metadata} record={record}
                index={index} columns={columns} from={range.from} to={range.to}
                active={active.row === index ? active.column : -1}
                selected={selection.ids.has(record.id)}
                editing={active.row === index ? cellEditing : undefined}
                problems={saving.problems[record.id]} />
            );
          })}
        </div>
      </div>
      {hasMore && <div className="grid-more faint">{t('loading')}</div>}
      {saving.dialog}
    </div>
  );
}

function placeOf(target: Element): { row: number; column?: number } | undefined {
  const row = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  const column = target.closest<HTMLElement>('[data-column]')?.dataset.column;
  if (row === undefined) return undefined;
  return { row: Number(row), column: column === undefined ? undefined : Number(column) };
}

const REST_MS = 90;

/** Calls when the pointer rests on a row: what is likely to be opened is read ahead. */
function useHover(rest: (row: number) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (event: MouseEvent) => {
    clearTimeout(timer.current);
    const title = (event.target as Element).closest('[data-title]');
    const place = title && placeOf(title);
    if (place) timer.current = setTimeout(() => rest(place.row), REST_MS);
  };
}

interface ListKeys {
  step: (by: number) => void;
  select: (extend: boolean) => void;
  peek: () => void;
  box: HTMLElement | null;
}

/** Letters that work wherever the focus is; the arrows work in the table itself. */
function useListKeys({ step, select, box }: ListKeys) {
  const { t } = useTranslation('lists');
  const group = t('group');
  const focus = () => box?.focus({ preventScroll: true });
  useHotkey('KeyJ', () => {
    focus();
    step(1);
  }, { label: t('key.next'), group });
  useHotkey('KeyK', () => {
    focus();
    step(-1);
  }, { label: t('key.previous'), group });
  useHotkey('KeyX', () => select(false), { label: t('key.select'), group });
  useHotkey('shift+KeyX', () => select(true), { label: t('key.selectRange'), group });
}
