/** One row of a table. No hooks, no handlers of its own: a long table draws hundreds of these. */
import { memo, type CSSProperties } from 'react';
import { displayValue, InlineEditor } from '@/engine/fields';
import { titleOf, valueAt, type CrmRecord, type Entity, type Metadata } from '@/shared/api';
import type { Column } from './columns';

export interface CellProblem {
  message: string;
  /** What was typed and refused. */
  value?: unknown;
}

export interface CellEditing {
  column: number;
  onSave: (value: unknown) => void;
  onClose: (by: 'commit' | 'cancel') => void;
}

export interface RowProps {
  entity: Entity;
  metadata: Metadata;
  record: CrmRecord;
  index: number;
  /** Pixels from the top of the rows; it stays, so that scrolling paints new rows only. */
  top: number;
  columns: Column[];
  /** The columns drawn: the fixed ones, and from–to of the rest. */
  fixed: number;
  from: number;
  to: number;
  /** The active cell; -1 when it is in another row. */
  active: number;
  /** The chosen cells of this row, the last one included; -1 for none. */
  left: number;
  right: number;
  selected: boolean;
  editing?: CellEditing;
  problems?: { [path: string]: CellProblem };
  /** Name of the button that opens the menu of the row. */
  menuLabel: string;
}

export const cellId = (row: number, column: number) => `cell-${row}-${column}`;

/** Widths are variables of the table, and so are the places of columns that do not scroll. */
export const cellStyle = (at: number, fixed: number): CSSProperties => (
  at < fixed ? { width: `var(--w${at})`, left: `var(--l${at})` } : { width: `var(--w${at})` });

/** Columns that do not scroll; where more than the first are pinned, the last has an edge. */
export const fixedLook = (at: number, fixed: number) =>
  (fixed > 1 && at === fixed - 1 ? ' cell-fixed cell-edge' : ' cell-fixed');

/** Room of the columns between the fixed ones and `from`. */
export const skipped = (columns: Column[], fixed: number, from: number) =>
  columns.slice(fixed, from).reduce((sum, column) => sum + column.width, 0);

export const GridRow = memo(function GridRow(props: RowProps) {
  const { index, top, columns, fixed, from, to, selected } = props;
  const gap = skipped(columns, fixed, from);
  return (
    <div
      className={selected ? 'row selected' : 'row'}
      style={{ top }}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-row={index}
    >
      <div className="cell cell-check" role="gridcell" data-check>
        <span className="check" aria-hidden />
      </div>
      {columns.slice(0, fixed).map((column, at) => (
        <Cell key={column.path} {...props} column={column} at={at} />
      ))}
      {gap > 0 && <div style={{ width: gap, flex: 'none' }} aria-hidden />}
      {columns.slice(from, to).map((column, offset) => (
        <Cell key={column.path} {...props} column={column} at={from + offset} />
      ))}
      <div className="cell cell-rest" aria-hidden />
    </div>
  );
});

/** The place of a row that is on its way. */
export const GridBlank = memo(function GridBlank({ index, top }: { index: number; top: number }) {
  return (
    <div className="row row-blank" style={{ top }} role="row" aria-rowindex={index + 2} aria-busy>
      <span className="skeleton" style={{ width: 120 + ((index * 37) % 90) }} />
    </div>
  );
});

interface CellProps extends RowProps {
  column: Column;
  at: number;
}

function lookOf({ column, at, fixed, active, left, right }: CellProps) {
  let look = 'cell';
  if (column.right) look += ' right';
  if (at === 0) look += ' cell-first';
  if (at < fixed) look += fixedLook(at, fixed);
  if (active === at) look += ' active';
  if (at >= left && at <= right) look += ' chosen';
  return look;
}

function Cell(props: CellProps) {
  const { entity, metadata, record, index, column, at, editing } = props;
  const problem = props.problems?.[column.path];
  const edited = editing?.column === at;
  let look = lookOf(props);
  if (edited) look += ' editing';
  if (problem) look += ' wrong';
  const context = { field: column.field, metadata, record };
  return (
    <div
      className={look}
      style={cellStyle(at, props.fixed)}
      role="gridcell"
      id={cellId(index, at)}
      aria-colindex={at + 2}
      aria-invalid={problem ? true : undefined}
      aria-selected={at >= props.left && at <= props.right ? true : undefined}
      data-column={at}
      aria-readonly={column.editable ? undefined : true}
    >
      {edited ? (
        // What was refused is there to be mended; it counts as typed, so it may be sent again.
        <InlineEditor
          entity={entity.name}
          field={column.field}
          record={record}
          typed={problem?.value as string | undefined}
          onSave={editing.onSave}
          onClose={editing.onClose}
        />
      ) : column.title ? (
        <a
          className="cell-title"
          href={`/o/${entity.name}/${record.id}`}
          data-title
          draggable={false}
          tabIndex={-1}
        >
          {displayValue(valueAt(record, column.path), context) ?? titleOf(entity, record)}
        </a>
      ) : (
        <span className="cell-value">{displayValue(valueAt(record, column.path), context)}</span>
      )}
      {at === 0 && !edited && (
        <button type="button" className="row-menu" tabIndex={-1} data-menu
          aria-label={props.menuLabel} />
      )}
      {problem && !edited && (
        <span className="cell-problem" role="alert">
          {problem.message}
        </span>
      )}
    </div>
  );
}
