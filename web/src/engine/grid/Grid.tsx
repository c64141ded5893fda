/**
 * The table of a list. One component a row; clicks and keys are heard by the table alone; rows and
 * columns are virtual, and rows come from the server in windows.
 */
import './grid.css';
import { lazy, Suspense, useEffect, useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type Entity, type Filter } from '@/shared/api';
import type { Rows } from '@/shared/api/windows';
import { rememberOffset } from '../views/last_state';
import { chosenIn, useChosen } from './chosen';
import { CHECK_WIDTH, REST_WIDTH, type Column } from './columns';
import { GridHeader } from './GridHeader';
import type { MenuPlace } from './GridMenus';
import { cellId, GridBlank, GridRow } from './GridRow';
import type { SelectionControl } from './selection';
import { useClipboard } from './use_clipboard';
import { useColumnRange } from './use_column_range';
import { useCellEditing, useGrid } from './use_grid';
import { useHead } from './use_head';
import { usePointer } from './use_pointer';

const GridMenus = lazy(() => import('./GridMenus'));

export interface GridProps {
  entity: Entity;
  rows: Rows;
  columns: Column[];
  /** How many of the first columns stay in sight. */
  fixed: number;
  /** Names the list for what is remembered of it. */
  listKey: string;
  sort: string;
  selecting: SelectionControl;
  /** Told which rows are drawn. */
  onSee: (first: number, last: number) => void;
  onSort: (sort: string) => void;
  onColumns: (paths: string[]) => void;
  onFixed: (count: number) => void;
  onWidth: (path: string, width: number) => void;
  onOpen: (record: { entity: string; id: string }) => void;
  /** Asks for records that satisfy this too. */
  onFilter: (filter: Filter) => void;
}

/** Widths of columns, and the places of those that do not scroll, as variables of the table. */
const varsOf = (columns: Column[], fixed: number) => {
  const vars: { [name: string]: string } = { '--l0': `${CHECK_WIDTH}px` };
  columns.forEach((column, at) => {
    vars[`--w${at}`] = `${column.width}px`;
    if (at + 1 < fixed) vars[`--l${at + 1}`] = `calc(var(--l${at}) + var(--w${at}))`;
  });
  return vars as CSSProperties;
};

const widthOfAll = (columns: Column[]) =>
  columns.reduce((sum, { width }) => sum + width, CHECK_WIDTH + REST_WIDTH);

export function Grid(props: GridProps) {
  const { entity, rows, columns, fixed, selecting: { selection } } = props;
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const box = useRef<HTMLDivElement>(null);
  const range = useColumnRange(columns, fixed);
  const grid = useGrid(props, box);
  const { active, rect, virtual, saving } = grid;
  const editing = useCellEditing(props, grid, box);
  const [menu, setMenu] = useState<MenuPlace>();
  const pointer = usePointer(
    props, grid, (place, x, y) => setMenu({ ...place, kind: 'row', x, y }));
  const head = useHead(props, box, (at, x, y) => setMenu({ kind: 'head', column: at, x, y }));
  const clipboard = useClipboard({ entity, rows, columns, rect, selected: selection.ids, saving });
  useEffect(() => {
    useChosen.setState({ chosen: chosenIn(rows, columns, rect) });
    return () => useChosen.setState({ chosen: undefined });
  }, [rows, columns, rect]);
  const menuHere = () => {
    const cell = document.getElementById(cellId(active.row, active.column));
    const { left = 0, bottom = 0 } = cell?.getBoundingClientRect() ?? {};
    setMenu({ ...active, kind: 'row', x: left, y: bottom });
  };
  const more = {
    'mod+KeyD': clipboard.fillDown,
    ...(selection.ids.size === 0 && { Delete: clipboard.empty, Backspace: clipboard.empty }),
    'shift+F10': menuHere, ContextMenu: menuHere,
  };
  const drawn = [];
  for (let index = virtual.first; index <= virtual.last; index += 1) drawn.push(index);
  return (
    <div
      ref={box} className="grid" role="grid" tabIndex={0} style={varsOf(columns, fixed)}
      aria-label={entity.labels.many} aria-multiselectable
      aria-rowcount={rows.complete ? rows.count + 1 : -1} aria-colcount={columns.length + 1}
      aria-activedescendant={grid.here && !grid.editing
        ? cellId(active.row, active.column) : undefined}
      onScroll={(event) => {
        rememberOffset(props.listKey, event.currentTarget.scrollTop);
        virtual.measure();
        range.onScroll(event.currentTarget);
      }}
      {...pointer}
      {...(!grid.editing && clipboard.events)}
      onKeyDownCapture={editing.onKeyDownCapture}
      onKeyDown={(event) => grid.onKeyDown(event, more)}
    >
      <GridHeader {...head} fixed={fixed} from={range.from} to={range.to} />
      <div className="grid-body" role="rowgroup"
        style={{ width: widthOfAll(columns), height: virtual.height }}>
        {drawn.map((index) => {
          const record = rows.at(index);
          const top = index * virtual.row;
          if (!record) return <GridBlank key={index} index={index} top={top} />;
          const here = active.row === index;
          const chosen = index >= rect.top && index <= rect.bottom && rect.top < rect.bottom
            || (here && rect.left < rect.right);
          return (
            // By its place: another order writes into the rows that are there. But what is being
            // typed goes with its record.
            <GridRow key={here && editing.cell ? record.id : index} entity={entity}
              metadata={metadata} record={record} index={index} top={top} columns={columns}
              fixed={fixed} from={range.from} to={range.to} active={here ? active.column : -1}
              left={chosen ? rect.left : -1} right={chosen ? rect.right : -1}
              selected={selection.ids.has(record.id)} editing={here ? editing.cell : undefined}
              problems={saving.problems[record.id]}
              menuLabel={t('rowMenu')} />
          );
        })}
      </div>
      {saving.dialog}
      <Suspense>
        {menu && (
          <GridMenus {...props} place={menu} onEdit={grid.edit} onFit={head.onFit} onClose={() => {
            setMenu(undefined);
            box.current?.focus({ preventScroll: true });
          }} />
        )}
      </Suspense>
    </div>
  );
}
