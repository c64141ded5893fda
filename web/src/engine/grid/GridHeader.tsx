/** The heads of columns: a click sorts, an edge resizes, dragging reorders. */
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { memo, useEffect, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LEAST_WIDTH, type Column } from './columns';
import { cellStyle, fixedLook, skipped } from './GridRow';
import { readSort } from './sort';

export interface HeaderProps {
  columns: Column[];
  fixed: number;
  from: number;
  to: number;
  sort: string;
  checked: 'none' | 'some' | 'all';
  onSort: (path: string, add: boolean) => void;
  onCheck: () => void;
  /** While dragging the edge, and once more when it is let go. */
  onResize: (at: number, width: number, done: boolean) => void;
  onFit: (at: number) => void;
  /** Opens the menu of a column at a point of the screen. */
  onMenu: (at: number, x: number, y: number) => void;
  onMove: (path: string, before: string | undefined) => void;
}

export const GridHeader = memo(function GridHeader(props: HeaderProps) {
  const { t } = useTranslation('lists');
  const { columns, fixed, from, to, checked } = props;
  const gap = skipped(columns, fixed, from);
  const keys = readSort(props.sort);
  return (
    <div className="row head" role="row" aria-rowindex={1}>
      <div className="cell cell-check" role="columnheader">
        <button
          type="button"
          className={`check check-${checked}`}
          role="checkbox"
          tabIndex={-1}
          aria-checked={checked === 'some' ? 'mixed' : checked === 'all'}
          aria-label={t('selectSeen')}
          onClick={props.onCheck}
        />
      </div>
      {columns.slice(0, fixed).map((column, at) => (
        <Head key={column.path} {...props} keys={keys} at={at} column={column} />
      ))}
      {gap > 0 && <div style={{ width: gap, flex: 'none' }} aria-hidden />}
      {columns.slice(from, to).map((column, offset) => (
        <Head key={column.path} {...props} keys={keys} at={from + offset} column={column} />
      ))}
      <div className="cell cell-rest" aria-hidden />
    </div>
  );
});

interface HeadProps extends HeaderProps {
  keys: ReturnType<typeof readSort>;
  at: number;
  column: Column;
}

function Head(props: HeadProps) {
  const { columns, fixed, keys, at, column, onSort, onResize, onFit, onMove, onMenu } = props;
  const { t } = useTranslation('lists');
  const place = keys.findIndex(({ path }) => path === column.path);
  const key = keys[place];
  const next = columns[at + 1]?.path;
  const { ref, edge } = useReorder(column.path, next, onMove);
  const Arrow = key?.down ? IconArrowDown : IconArrowUp;
  let look = 'cell head-cell';
  if (column.right) look += ' right';
  if (at === 0) look += ' cell-first';
  if (at < fixed) look += fixedLook(at, fixed);
  if (edge) look += ` drop-${edge}`;
  return (
    <div
      ref={ref}
      className={look}
      style={cellStyle(at, fixed)}
      role="columnheader"
      aria-colindex={at + 2}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(at, event.clientX, event.clientY);
      }}
      aria-sort={key ? (key.down ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className="head-button"
        tabIndex={-1}
        disabled={!column.sortable}
        title={column.sortable ? t('sortHint', { field: column.field.label }) : column.field.label}
        onClick={(event) => onSort(column.path, event.shiftKey)}
      >
        <span className="clip">{column.field.label}</span>
        {key && <Arrow size={12} stroke={2} />}
        {key && keys.length > 1 && <span className="faint num">{place + 1}</span>}
      </button>
      <button
        type="button"
        className="head-menu"
        tabIndex={-1}
        aria-label={`${t('columnMenu')}: ${column.field.label}`}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          onMenu(at, box.left, box.bottom);
        }}
      >
        <IconChevronDown size={12} stroke={2} />
      </button>
      <Edge onResize={(width, done) => onResize(at, width, done)} onFit={() => onFit(at)} />
    </div>
  );
}

interface EdgeProps {
  onResize: (width: number, done: boolean) => void;
  onFit: () => void;
}

function Edge({ onResize, onFit }: EdgeProps) {
  const press = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget;
    const begun = handle.parentElement!.offsetWidth - event.clientX;
    const width = (x: number) => Math.max(LEAST_WIDTH, begun + x);
    const drag = (move: globalThis.PointerEvent) => onResize(width(move.clientX), false);
    const drop = (up: globalThis.PointerEvent) => {
      handle.removeEventListener('pointermove', drag);
      onResize(width(up.clientX), true);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', drag);
    handle.addEventListener('pointerup', drop, { once: true });
  };
  return <span className="head-edge" onPointerDown={press} onDoubleClick={onFit} aria-hidden />;
}

const KIND = 'column';

/** Dragging a head by the mouse; by keys columns are moved in the column picker. */
function useReorder(path: string, next: string | undefined, onMove: HeaderProps['onMove']) {
  const ref = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState<'before' | 'after'>();
  useEffect(() => {
    const element = ref.current!;
    const sideOf = (x: number) => {
      const box = element.getBoundingClientRect();
      return x < box.left + box.width / 2 ? ('before' as const) : ('after' as const);
    };
    const fromDrag = draggable({
      element,
      getInitialData: () => ({ kind: KIND, path }),
      canDrag: ({ input }) =>
        !document.elementFromPoint(input.clientX, input.clientY)?.classList.contains('head-edge'),
    });
    const fromDrop = dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === KIND && source.data.path !== path,
      onDrag: ({ location }) => setEdge(sideOf(location.current.input.clientX)),
      onDragLeave: () => setEdge(undefined),
      onDrop: ({ source, location }) => {
        setEdge(undefined);
        const side = sideOf(location.current.input.clientX);
        onMove(String(source.data.path), side === 'before' ? path : next);
      },
    });
    return () => {
      fromDrag();
      fromDrop();
    };
  }, [path, next, onMove]);
  return { ref, edge };
}
