/**
 * The table of a list. One component a row; clicks and keys are heard by the table alone; rows are
 * virtual and come from the server in windows.
 */
import './grid.css';
import { useRef, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type CrmRecord, type Entity } from '@/shared/api';
import { rememberOffset } from '../views/last_state';
import { CHECK_WIDTH, REST_WIDTH, type Column } from './columns';
import { GridHeader } from './GridHeader';
import { cellId, GridRow } from './GridRow';
import type { SelectionControl } from './selection';
import { useColumnRange } from './use_column_range';
import { useCellEditing, useGrid } from './use_grid';
import { useHead } from './use_head';
import { usePaste } from './use_paste';
import { usePointer } from './use_pointer';
import { HEAD_HEIGHT } from './use_virtual_rows';

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

const widthsOf = (columns: Column[]) => Object.fromEntries(
  columns.map((column, at) => [`--w${at}`, `${column.width}px`])) as CSSProperties;

const widthOfAll = (columns: Column[]) =>
  columns.reduce((sum, { width }) => sum + width, CHECK_WIDTH + REST_WIDTH);

export function Grid(props: GridProps) {
  const { entity, rows, columns, hasMore, selecting: { selection } } = props;
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const box = useRef<HTMLDivElement>(null);
  const range = useColumnRange(columns);
  const grid = useGrid(props, box);
  const { active, virtual, saving } = grid;
  const editing = useCellEditing(props, grid, box);
  const pointer = usePointer(props, grid);
  const head = useHead(props, grid.ids, box);
  const clipboard = usePaste({ entity, rows, columns, active, selected: selection.ids, saving });
  return (
    <div
      ref={box} className="grid" role="grid" tabIndex={0} style={widthsOf(columns)}
      aria-label={entity.labels.many} aria-multiselectable
      aria-rowcount={hasMore ? -1 : rows.length + 1} aria-colcount={columns.length + 1}
      aria-activedescendant={grid.here && !grid.editing
        ? cellId(active.row, active.column) : undefined}
      onScroll={(event) => {
        rememberOffset(props.listKey, event.currentTarget.scrollTop);
        range.onScroll(event.currentTarget);
      }}
      {...pointer}
      {...(!grid.editing && clipboard)}
      onKeyDownCapture={editing.onKeyDownCapture}
      onKeyDown={grid.onKeyDown}
    >
      <GridHeader {...head} from={range.from} to={range.to} />
      <div className="grid-body" role="rowgroup"
        style={{ width: widthOfAll(columns), height: virtual.height }}>
        {virtual.items.map(({ index, start }) => {
          const record = rows[index]!;
          const here = active.row === index;
          return (
            <GridRow key={record.id} entity={entity} metadata={metadata} record={record}
              index={index} top={start - HEAD_HEIGHT} columns={columns} from={range.from}
              to={range.to} active={here ? active.column : -1}
              selected={selection.ids.has(record.id)} editing={here ? editing.cell : undefined}
              problems={saving.problems[record.id]} />
          );
        })}
      </div>
      {hasMore && <div className="grid-more faint">{t('loading')}</div>}
      {saving.dialog}
    </div>
  );
}
