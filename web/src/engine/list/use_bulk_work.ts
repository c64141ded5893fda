/**
 * One deed over the selected records: a few at once, seen before the server answers; many, or all
 * that the list finds, as a batch in the background.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  changesToWire, useSession, type CrmRecord, type Entity, type ListQuery,
} from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { startBatch, type BatchOrder } from '../batches/batches';
import { fieldsToAsk } from '../grid/columns';
import type { Selection } from '../grid/selection';
import { changeMany, deleteMany, type ManyChanges, type Refusal } from './bulk';
import { collect } from './collect';

/** More of them are left to the server. */
export const AT_ONCE = 50;

export type Deed =
  | { change: { [field: string]: unknown } }
  | { add: { [field: string]: string[] } }
  | { remove: { [field: string]: string[] } }
  | { delete: true };

/** The batch that does it to the selection. */
export function orderOf(
  entity: Entity, query: ListQuery, selection: Selection, deed: Deed,
): BatchOrder {
  const target = selection.all
    ? { filter: query.filter, q: query.q } : { ids: [...selection.ids] };
  const what = 'change' in deed ? { change: changesToWire(entity, deed.change) } : deed;
  return { entity: entity.name, ...target, ...what };
}

/** What a deed makes of one record. */
export function changesBy(deed: Exclude<Deed, { delete: true }>, record: CrmRecord) {
  if ('change' in deed) return deed.change;
  const without = 'remove' in deed;
  return Object.fromEntries(Object.entries(without ? deed.remove : deed.add)
    .map(([field, words]) => {
      const before = (record[field] as string[] | null | undefined) ?? [];
      return [field, without ? before.filter((word) => !words.includes(word))
        : [...new Set([...before, ...words])]];
    }));
}

interface Options {
  entity: Entity;
  rows: CrmRecord[];
  query: ListQuery;
  selecting: { selection: Selection };
}

export function useBulkWork({ entity, rows, query, selecting: { selection } }: Options) {
  const { t } = useTranslation('lists');
  const { user } = useSession();
  const [busy, setBusy] = useState(false);

  /** The selected records with the values of the fields, which Undo will need. */
  const records = async (names: string[]): Promise<CrmRecord[]> => {
    const here = rows.filter(({ id }) => selection.ids.has(id));
    const known = names.every((name) => query.fields?.includes(name));
    if (known && here.length === selection.ids.size) return here;
    const filter = { field: 'id', op: 'in' as const, value: [...selection.ids] };
    const fields = [...new Set([...fieldsToAsk(entity, []), ...names])];
    return collect(entity.name, { filter, fields }, AT_ONCE);
  };
  const now = async (deed: Deed): Promise<Refusal[]> => {
    if ('delete' in deed) return deleteMany(entity, await records([]));
    const fields = Object.keys(Object.values(deed)[0] as object);
    const many = (await records(fields)).map(
      (record): ManyChanges => ({ record, changes: changesBy(deed, record) }));
    return changeMany(entity, many);
  };
  const work = async (deed: Deed) => {
    if (selection.all || selection.ids.size > AT_ONCE) {
      await startBatch(user.id, orderOf(entity, query, selection, deed));
      return;
    }
    const refused = await now(deed);
    if (refused.length === 0) return;
    const reasons = [...new Set(refused.map(({ message }) => message))].slice(0, 3).join(' ');
    notify(`${t('refusedMany', { count: refused.length })} ${reasons}`);
  };
  const run = (deed: Deed) => {
    setBusy(true);
    void work(deed).catch(notifyError).finally(() => setBusy(false));
  };
  return { busy, run };
}
