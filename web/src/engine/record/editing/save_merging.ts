/** Saves changes of a record; edits of others that do not clash with them are no hindrance. */
import { findCached, isApiError, saveRecord, type Entity, type LinkValue } from '@/shared/api';
import { mergeChanges, type FieldConflict } from './conflict';
import { valuesBefore } from './put_back';

type Values = { [field: string]: unknown };

/** Somebody else changed the same fields meanwhile; nothing of the clash was saved. */
export class ConflictError extends Error {
  readonly conflicts: FieldConflict[];
  /** Name of the person who was first; null when not known. */
  readonly who: string | null;

  constructor(message: string, who: string | null, conflicts: FieldConflict[]) {
    super(message);
    this.name = 'ConflictError';
    this.who = who;
    this.conflicts = conflicts;
  }
}

/**
 * Saves changes, and once more what of them does not clash when the record was stale. Returns what
 * takes it back. Throws ApiError, ConflictError.
 */
export async function saveMerging(entity: Entity, id: string, changes: Values): Promise<Values> {
  const before = findCached(entity.name, id);
  const base = Object.fromEntries(
    Object.keys(changes).map((name) => [name, before?.[name] ?? null]));
  try {
    const after = await saveRecord(entity.name, { id, changes });
    return before ? { ...base, ...valuesBefore(entity, before, after) } : base;
  } catch (error) {
    const current = isApiError(error) && error.isStale
      ? (error.problem.current ?? findCached(entity.name, id)) : undefined;
    if (!current) throw error;
    const { safe, conflicts } = mergeChanges(base, current, changes);
    if (Object.keys(safe).length > 0) await saveRecord(entity.name, { id, changes: safe });
    // What others changed meanwhile must stay when this is taken back.
    if (conflicts.length === 0) return base;
    const who = (current.changed_by as LinkValue | null | undefined)?.name ?? null;
    throw new ConflictError((error as Error).message, who, conflicts);
  }
}
