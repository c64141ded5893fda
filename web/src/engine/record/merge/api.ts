/** Merging records, and taking a merge back. */
import {
  api, dropCached, keys, newKey, queryClient, refreshLists, type CrmRecord, type LinkValue,
} from '@/shared/api';
import type { Picks } from './choice';

export interface MergeOrder {
  /** The record that stays, as it was seen, and those that go. */
  kept: CrmRecord;
  others: CrmRecord[];
  fields: Picks;
}

/** Merges; the others are gone from all lists. Throws ApiError, 412 when one was changed since. */
export async function mergeRecords(entity: string, { kept, others, fields }: MergeOrder) {
  const record = await api.post<CrmRecord>(`/${entity}/${kept.id}/actions/merge`, {
    with: others.map(({ id }) => id),
    fields,
    versions: Object.fromEntries([kept, ...others].map(({ id, version }) => [id, version])),
  }, { idempotencyKey: newKey() });
  dropCached(entity, others.map(({ id }) => id));
  keepMerged(entity, record);
  return record;
}

export interface Unmerged {
  record: CrmRecord;
  restored: LinkValue[];
  /** What was put back. */
  fields: string[];
  links: number;
  /** What was changed since and stays. */
  left: { fields: string[]; links: number; records: number };
}

/** Takes a merge back, the last one unless named. With `dryRun` only tells what would happen. */
export async function unmerge(
  entity: string, id: string, options: { merge?: string; dryRun?: boolean } = {},
): Promise<Unmerged> {
  const done = await api.post<Unmerged>(`/${entity}/${id}/actions/unmerge`, {
    merge: options.merge, dry_run: options.dryRun ?? false,
  });
  if (!options.dryRun) keepMerged(entity, done.record);
  return done;
}

function keepMerged(entity: string, record: CrmRecord) {
  queryClient.setQueryData(keys.record(entity, record.id), record);
  void queryClient.invalidateQueries({ queryKey: ['of', entity, record.id] });
  void queryClient.invalidateQueries({ queryKey: ['duplicates', entity] });
  refreshLists(entity);
}
