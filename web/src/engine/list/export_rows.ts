/** What a list shows as a file for spreadsheets: the same columns, filter and order. */
import { valueText } from '@/engine/fields';
import { valueAt, type CrmRecord, type Entity, type ListQuery, type Metadata } from '@/shared/api';
import { currentLanguage } from '@/shared/i18n';
import type { Column } from '../grid/columns';
import { eachPage } from './collect';

const MOST = 50_000;

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers, among
 * them phones in the international form, stay as they are.
 */
export function guardFormula(text: string): string {
  const formula = /^[=@\t\r\uff1d\uff20]|^[+\-\uff0b\uff0d]/.test(text);
  return formula && !/^[+-]?[\d\s().,-]+%?$/.test(text) ? `'${text}` : text;
}

export function csvLine(cells: string[], separator: string): string {
  const special = new RegExp(`["\\r\\n${separator}]`);
  return cells.map((cell) => {
    const text = guardFormula(cell);
    return special.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }).join(separator);
}

/** Spreadsheets of Russian and Uzbek systems divide by semicolons, for the comma is in numbers. */
const separator = () => (currentLanguage() === 'en' ? ',' : ';');

function save(name: string, lines: string[]) {
  const blob = new Blob(['\ufeff', lines.join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

interface Export {
  metadata: Metadata;
  entity: Entity;
  columns: Column[];
  /** All that this finds, or only the records given. */
  query: ListQuery;
  records?: CrmRecord[];
}

/** Makes the file and hands it to the browser; answers with the number of records. */
export async function exportRows({ metadata, entity, columns, query, records }: Export) {
  const lines = [csvLine(columns.map(({ field }) => field.label), separator())];
  const take = (items: CrmRecord[]) => {
    for (const record of items) {
      const cells = columns.map(({ path, field }) =>
        valueText(valueAt(record, path), { field, metadata, record }));
      lines.push(csvLine(cells, separator()));
    }
  };
  if (records) take(records);
  else await eachPage(entity.name, query, MOST, take);
  const day = new Date().toISOString().slice(0, 10);
  save(`${entity.labels.many} ${day}.csv`, lines);
  return lines.length - 1;
}
