/**
 * A list on paper: a table of its own instead of the screen, whose rows are only those in sight. It
 * has the same columns, filter and order; heads repeat on every page.
 */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { displayValue } from '@/engine/fields';
import { valueAt, type CrmRecord, type Entity, type ListQuery, type Metadata } from '@/shared/api';
import { formatInstant } from '@/shared/i18n/format';
import type { Column } from '../grid/columns';
import { collect } from './collect';

/** More is a matter for a file. */
const MOST = 1000;
const NUMBERS = ['money', 'integer', 'decimal', 'percent'];

export interface PrintOrder {
  metadata: Metadata;
  entity: Entity;
  columns: Column[];
  query: ListQuery;
  /** Name of the view, if it is one. */
  view?: string;
  /** The conditions in words. */
  about?: string;
}

interface Props extends PrintOrder {
  records: CrmRecord[];
  /** There are more than these. */
  more: boolean;
}

const lookOf = ({ field }: Column) => (NUMBERS.includes(field.type) ? 'number' : undefined);

export function PrintSheet({ metadata, entity, columns, query, view, about, ...props }: Props) {
  const { t } = useTranslation('lists');
  const { records, more } = props;
  const told = [about, query.q && `«${query.q}»`].filter(Boolean).join(' · ');
  return (
    <>
      <h1>{[entity.labels.many, view].filter(Boolean).join(' · ')}</h1>
      {told && <p>{told}</p>}
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.path} className={lookOf(column)}>{column.field.label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id}>
              {columns.map((column) => (
                <td key={column.path} className={lookOf(column)}>
                  {displayValue(valueAt(record, column.path),
                    { field: column.field, metadata, record })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p>{t('printedFirst', { count: records.length })}</p>}
      <p className="print-where">
        {window.location.href} · {formatInstant(new Date().toISOString())}
      </p>
    </>
  );
}

/** Reads what the list finds and opens the browser's dialog; the sheet leaves when it is closed. */
export async function printList(order: PrintOrder) {
  const records = await collect(order.entity.name, order.query, MOST + 1);
  document.querySelectorAll('.print-sheet').forEach((old) => old.remove());
  const sheet = document.createElement('section');
  sheet.className = 'print-sheet';
  document.body.append(sheet);
  const root = createRoot(sheet);
  flushSync(() => root.render(
    <PrintSheet {...order} records={records.slice(0, MOST)} more={records.length > MOST} />));
  window.addEventListener('afterprint', () => {
    root.unmount();
    sheet.remove();
  }, { once: true });
  window.print();
}
