/** Saves changes of a record; edits of others that do not clash with them are no hindrance. */
import { findCached, isApiError, saveRecord, type CrmRecord } from '@/shared/api';
import { mergeChanges, type FieldConflict } from './conflict';

type Values = { [field: string]: unknown };

/** Somebody else changed the same fields meanwhile; nothing of the clash was saved. */
export class ConflictError extends Error {
  readonly conflicts: FieldConflict[];
  /** Who and when, in the server's words. */
  readonly detail: string;

  constructor(detail: string, conflicts: FieldConflict[]) {
    super(detail);
    this.name = 'ConflictError';
    this.detail = detail;
    this.conflicts = conflicts;
  }
}

/** Values of these fields as they are shown now. */
export function currentValues(entity: string, id: string, names: string[]): Values {
  const record = findCached(entity, id);
  return Object.fromEntries(names.map((name) => [name, record?.[name] ?? null]));
}

/**
 * Saves changes, and once more what of them does not clash when the record was stale.
 * Throws ApiError, ConflictError.
 */
export async function saveMerging(entity: string, id: string, changes: Values) {
  const base = currentValues(entity, id, Object.keys(changes));
  try {
    await saveRecord(entity, { id, changes });
  } catch (error) {
    const current = isApiError(error) && error.isStale
      ? (error.problem.current ?? findCached(entity, id)) : undefined;
    if (!current) throw error;
    const { safe, conflicts } = mergeChanges(base, current as CrmRecord, changes);
    if (Object.keys(safe).length > 0) await saveRecord(entity, { id, changes: safe });
    if (conflicts.length > 0) throw new ConflictError((error as Error).message, conflicts);
  }
}
