/** What a list shows as a file for spreadsheets: the same columns, filter and order. */
import { valueText } from '@/engine/fields';
import {
  api, valueAt, type CrmRecord, type Entity, type ListQuery, type Metadata,
} from '@/shared/api';
import type { Column } from '../grid/columns';
import { eachPage } from './collect';
import { saveCsv } from './csv';

const MOST = 50_000;

interface Export {
  metadata: Metadata;
  entity: Entity;
  columns: Column[];
  /** All that this finds, or only the records given. */
  query: ListQuery;
  records?: CrmRecord[];
}

/**
 * Makes the file and hands it to the browser, once the audit is told; answers with the number of
 * records.
 */
export async function exportRows({ metadata, entity, columns, query, records }: Export) {
  const lines = [columns.map(({ field }) => field.label)];
  const take = (items: CrmRecord[]) => {
    for (const record of items) {
      lines.push(columns.map(({ path, field }) =>
        valueText(valueAt(record, path), { field, metadata, record })));
    }
  };
  if (records) take(records);
  else await eachPage(entity.name, query, MOST, take);
  const { filter, q } = records ? {} : query;
  await api.post(`/${entity.name}/export`, {
    records: lines.length - 1, filter, q, fields: columns.map(({ path }) => path),
  });
  const day = new Date().toISOString().slice(0, 10);
  saveCsv(`${entity.labels.many} ${day}.csv`, lines);
  return lines.length - 1;
}
