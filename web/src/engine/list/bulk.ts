/** Changing and deleting many records at once: shown before the server answers, undone as one. */
import i18next from 'i18next';
import {
  api,
  changesToWire,
  dropCached,
  keys,
  newKey,
  patchCached,
  queryClient,
  refreshLists,
  restoreRecord,
  type CrmRecord,
  type Entity,
  type FieldProblem,
} from '@/shared/api';
import { notifyUndo } from '@/shared/ui';

const CHUNK = 200;
const AT_ONCE = 4;

export interface ManyChanges {
  record: CrmRecord;
  changes: { [field: string]: unknown };
}

export interface Refusal {
  record: CrmRecord;
  message: string;
  /** Messages by field. */
  fields: { [field: string]: string };
}

interface BulkResult {
  status: number;
  version?: number;
  errors?: FieldProblem[];
}

const chunksOf = <Item>(items: Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, index) =>
    items.slice(index * CHUNK, (index + 1) * CHUNK),
  );

const oldValues = ({ record, changes }: ManyChanges) =>
  Object.fromEntries(Object.keys(changes).map((name) => [name, record[name] ?? null]));

function refusalOf(record: CrmRecord, { errors = [] }: BulkResult): Refusal {
  const fields = Object.fromEntries(
    errors.filter(({ field }) => field).map(({ field, message }) => [field, message]),
  );
  return { record, fields, message: errors[0]?.message ?? i18next.t('lists:refused') };
}

const send = async (entity: string, body: object) =>
  (await api.post<{ results: BulkResult[] }>(`/${entity}/bulk`, body, { idempotencyKey: newKey() }))
    .results;

async function sendChanges(entity: Entity, many: ManyChanges[]): Promise<Refusal[]> {
  for (const { record, changes } of many) patchCached(entity.name, record.id, changes);
  const update = many.map(({ record, changes }) => ({
    id: record.id,
    ...changesToWire(entity, changes),
  }));
  try {
    const results = await send(entity.name, { update });
    return many.flatMap((one, index) => {
      const result = results[index]!;
      if (result.status < 300) {
        patchCached(entity.name, one.record.id, { version: result.version });
        return [];
      }
      patchCached(entity.name, one.record.id, oldValues(one));
      return [refusalOf(one.record, result)];
    });
  } catch (error) {
    for (const one of many) patchCached(entity.name, one.record.id, oldValues(one));
    throw error;
  }
}

async function applyChanges(entity: Entity, many: ManyChanges[]) {
  const refused: Refusal[] = [];
  for (const chunk of chunksOf(many)) {
    refused.push(...(await sendChanges(entity, chunk)));
  }
  for (const { record } of many) {
    void queryClient.invalidateQueries({ queryKey: keys.record(entity.name, record.id) });
  }
  void queryClient.invalidateQueries({ queryKey: keys.aggregates(entity.name) });
  return refused;
}

/** Saves changes of many records and offers Undo; answers with what was refused. */
export async function changeMany(
  entity: Entity,
  many: ManyChanges[],
): Promise<Refusal[]> {
  const refused = await applyChanges(entity, many);
  const gone = new Set(refused.map(({ record }) => record.id));
  const saved = many.filter(({ record }) => !gone.has(record.id));
  if (saved.length > 0) {
    notifyUndo(i18next.t('lists:changedMany', { count: saved.length }), () =>
      applyChanges(
        entity,
        saved.map((one) => ({ ...one, changes: oldValues(one) })),
      ),
    );
  }
  return refused;
}

async function restoreMany(entity: string, ids: string[]) {
  const left = [...ids];
  const work = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      await api.post(`/${entity}/${id}/restore`);
    }
  };
  // One of them through the usual door, so that lists are read again at the end.
  const last = left.pop();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (last) await restoreRecord(entity, last);
}

/** Puts many records into the bin and offers Undo; answers with what was refused. */
export async function deleteMany(
  entity: Entity,
  records: CrmRecord[],
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  const gone: string[] = [];
  for (const chunk of chunksOf(records)) {
    const results = await send(entity.name, { delete: chunk.map(({ id }) => id) });
    chunk.forEach((record, index) => {
      if (results[index]!.status < 300) gone.push(record.id);
      else refused.push(refusalOf(record, results[index]!));
    });
  }
  dropCached(entity.name, gone);
  refreshLists(entity.name);
  if (gone.length > 0) {
    notifyUndo(i18next.t('lists:deletedMany', { count: gone.length }), () =>
      restoreMany(entity.name, gone),
    );
  }
  return refused;
}
