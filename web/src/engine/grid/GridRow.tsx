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
  /** The columns drawn: the first, and from–to of the rest. */
  from: number;
  to: number;
  /** The active cell; -1 when it is in another row. */
  active: number;
  selected: boolean;
  editing?: CellEditing;
  problems?: { [path: string]: CellProblem };
}

export const cellId = (row: number, column: number) => `cell-${row}-${column}`;
export const widthOf = (column: number): CSSProperties => ({ width: `var(--w${column})` });
/** Room of the columns from the second one up to `from`. */
export const skipped = (columns: Column[], from: number) =>
  columns.slice(1, from).reduce((sum, column) => sum + column.width, 0);

export const GridRow = memo(function GridRow(props: RowProps) {
  const { record, index, top, columns, from, to, selected } = props;
  const gap = skipped(columns, from);
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
      <Cell {...props} column={columns[0]!} at={0} />
      {gap > 0 && <div style={{ width: gap, flex: 'none' }} aria-hidden />}
      {columns.slice(Math.max(1, from), to).map((column, offset) => (
        <Cell key={column.path} {...props} column={column} at={Math.max(1, from) + offset} />
      ))}
      <div className="cell cell-rest" key={record.id} aria-hidden />
    </div>
  );
});

interface CellProps extends RowProps {
  column: Column;
  at: number;
}

function Cell(props: CellProps) {
  const { entity, metadata, record, index, column, at, editing } = props;
  const problem = props.problems?.[column.path];
  const edited = editing?.column === at;
  let look = 'cell';
  if (column.right) look += ' right';
  if (at === 0) look += ' cell-first';
  if (props.active === at) look += ' active';
  if (edited) look += ' editing';
  if (problem) look += ' wrong';
  const context = { field: column.field, metadata, record };
  return (
    <div
      className={look}
      style={widthOf(at)}
      role="gridcell"
      id={cellId(index, at)}
      aria-colindex={at + 2}
      aria-invalid={problem ? true : undefined}
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
      {problem && !edited && (
        <span className="cell-problem" role="alert">
          {problem.message}
        </span>
      )}
    </div>
  );
}
