/** Chosen cells: copied to and pasted from spreadsheets, filled down, emptied. */
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldType, valueText } from '@/engine/fields';
import { useMetadata, valueAt, type CrmRecord, type Entity } from '@/shared/api';
import type { Rows } from '@/shared/api/windows';
import { notify, notifyError } from '@/shared/ui';
import { changeMany, type ManyChanges } from '../list/bulk';
import { heightOf, isOne, spread, widthOf, type Place, type Rect } from './cells';
import { readCells, writeCells } from './clipboard';
import type { Column } from './columns';
import type { CellSave } from './use_cell_save';

const MOST_CELLS = 5000;

interface Options {
  entity: Entity;
  rows: Rows;
  columns: Column[];
  rect: Rect;
  selected: ReadonlySet<string>;
  saving: CellSave;
}

/** Changes of single cells, gathered by record. */
function gather(cells: { record: CrmRecord; path: string; value: unknown }[]): ManyChanges[] {
  const byRecord = new Map<string, ManyChanges>();
  for (const { record, path, value } of cells) {
    const one = byRecord.get(record.id) ?? { record, changes: {} };
    one.changes[path] = value;
    byRecord.set(record.id, one);
  }
  return [...byRecord.values()];
}

export function useClipboard({ entity, rows, columns, rect, selected, saving }: Options) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();

  const textOf = (record: CrmRecord, { path, field }: Column) =>
    valueText(valueAt(record, path), { field, metadata, record });

  /** Saves many cells at once; what is refused is told at its cell. */
  const saveMany = (many: ManyChanges[]) => {
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

  /** The chosen cells that can be typed into, with the value that each is to have. */
  const each = (valueFor: (record: CrmRecord, column: Column, place: Place) => unknown) => {
    const cells = [];
    for (let row = rect.top; row <= rect.bottom; row += 1) {
      const record = rows.at(row);
      for (let column = rect.left; record && column <= rect.right; column += 1) {
        const about = columns[column]!;
        if (!about.editable) continue;
        const value = valueFor(record, about, { row, column });
        if (value !== undefined) cells.push({ record, path: about.path, value });
      }
    }
    return cells;
  };
  const tooMany = () => heightOf(rect) * widthOf(rect) > MOST_CELLS;

  const onCopy = (event: ClipboardEvent) => {
    const chosen = isOne(rect) ? rows.held.filter(({ id }) => selected.has(id)) : [];
    const cells = chosen.length > 0
      ? [
        columns.map(({ field }) => field.label),
        ...chosen.map((record) => columns.map((column) => textOf(record, column))),
      ]
      : Array.from({ length: heightOf(rect) }, (_, down) => rows.at(rect.top + down))
        .flatMap((record) => (record ? [
          columns.slice(rect.left, rect.right + 1).map((column) => textOf(record, column)),
        ] : []));
    if (cells.length === 0) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', writeCells(cells));
    if (chosen.length > 0) notify(t('copied', { count: chosen.length }));
  };

  const onPaste = (event: ClipboardEvent) => {
    const pasted = spread(readCells(event.clipboardData.getData('text/plain')), rect);
    if (pasted.length === 0) return;
    event.preventDefault();
    if (pasted.length > MOST_CELLS) return notify(t('pasteTooMuch'));
    const cells = pasted.flatMap(({ row, column: at, text }) => {
      const record = rows.at(row);
      const column = columns[at];
      if (!record || !column?.editable) return [];
      const { path, field } = column;
      const value = fieldType(field.type).parse(text, { field, metadata, record });
      if (value !== undefined) return [{ record, column, path, value }];
      saving.setProblem(record.id, path, { message: t('notUnderstood', { text }) });
      return [];
    });
    const [only] = cells;
    // A single one goes the way of what is typed: a stage may ask for more.
    if (pasted.length === 1 && only) return saving.save(only.record, only.column, only.value);
    if (cells.length > 0) saveMany(gather(cells));
  };

  const fillDown = () => {
    const first = rows.at(rect.top);
    if (!first || heightOf(rect) < 2) return;
    if (tooMany()) return notify(t('pasteTooMuch'));
    const cells = each((_, { path }, { row }) =>
      (row === rect.top ? undefined : (first[path] ?? null)));
    if (cells.length > 0) saveMany(gather(cells));
  };

  const empty = () => {
    if (tooMany()) return notify(t('pasteTooMuch'));
    const cells = each((record, { path, field }) =>
      (field.required || field.type === 'boolean' || (record[path] ?? null) === null
        ? undefined : null));
    if (cells.length > 0) saveMany(gather(cells));
  };

  return { events: { onCopy, onPaste }, fillDown, empty };
}
