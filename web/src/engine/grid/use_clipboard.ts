/** Cells copied to and pasted from spreadsheets. */
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldType, valueText } from '@/engine/fields';
import { useMetadata, valueAt, type CrmRecord, type Entity } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { changeMany, type ManyChanges } from '../list/bulk';
import { readCells, writeCells } from './clipboard';
import type { Column } from './columns';
import type { CellSave } from './use_cell_save';
import type { Place } from './use_grid_keys';

const MOST_CELLS = 2000;

interface Options {
  entity: Entity;
  rows: CrmRecord[];
  columns: Column[];
  active: Place;
  selected: ReadonlySet<string>;
  saving: CellSave;
}

export function usePaste({ entity, rows, columns, active, selected, saving }: Options) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();

  const textOf = (record: CrmRecord, { path, field }: Column) =>
    valueText(valueAt(record, path), { field, metadata, record });

  const onCopy = (event: ClipboardEvent) => {
    const chosen = rows.filter(({ id }) => selected.has(id));
    const here = rows[active.row];
    const column = columns[active.column];
    if (chosen.length === 0 && (!here || !column)) return;
    event.preventDefault();
    const head = columns.map(({ field }) => field.label);
    const cells =
      chosen.length > 0
        ? [head, ...chosen.map((record) => columns.map((each) => textOf(record, each)))]
        : [[textOf(here!, column!)]];
    event.clipboardData.setData('text/plain', writeCells(cells));
    if (chosen.length > 0) notify(t('copied', { count: chosen.length }));
  };

  /** The values of pasted cells by record; what is not understood is told at the cell. */
  const readPasted = (cells: string[][]): ManyChanges[] =>
    cells.flatMap((line, down): ManyChanges[] => {
      const record = rows[active.row + down];
      if (!record) return [];
      const changes: ManyChanges['changes'] = {};
      line.forEach((text, right) => {
        const column = columns[active.column + right];
        if (!column?.editable) return;
        const context = { field: column.field, metadata, record };
        const value = fieldType(column.field.type).parse(text, context);
        if (value !== undefined) changes[column.path] = value;
        else saving.setProblem(record.id, column.path, { message: t('notUnderstood', { text }) });
      });
      return Object.keys(changes).length > 0 ? [{ record, changes }] : [];
    });

  const onPaste = (event: ClipboardEvent) => {
    const cells = readCells(event.clipboardData.getData('text/plain'));
    const column = columns[active.column];
    const record = rows[active.row];
    if (cells.length === 0 || !column || !record) return;
    event.preventDefault();
    if (cells.length * (cells[0]?.length ?? 0) > MOST_CELLS) return notify(t('pasteTooMuch'));
    const many = readPasted(cells);
    const [only] = many;
    if (many.length === 1 && only && cells.length === 1 && cells[0]!.length === 1) {
      return saving.save(record, column, only.changes[column.path]);
    }
    changeMany(entity, many).then(
      (refused) =>
        refused.forEach(({ record: { id }, fields, message }) => {
          const paths =
            Object.keys(fields).length > 0 ? Object.entries(fields) : [[columns[0]!.path, message]];
          for (const [path, text] of paths) saving.setProblem(id, path!, { message: text! });
        }),
      notifyError,
    );
  };
  return { onCopy, onPaste };
}
