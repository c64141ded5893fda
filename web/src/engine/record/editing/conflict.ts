/** Tells a real clash of two edits from one that only crossed, field by field. */
import type { CrmRecord } from '@/shared/api';
import { sameValue } from './same_value';

type Values = { [field: string]: unknown };

export interface FieldConflict {
  field: string;
  /** As the person saw it when the edit began. */
  base: unknown;
  /** As somebody else saved it meanwhile. */
  theirs: unknown;
  mine: unknown;
}

export interface Merge {
  /** Changes that nobody else touched: may be sent again at once. */
  safe: Values;
  conflicts: FieldConflict[];
}

/** Sorts refused changes by comparing them with what is stored now. */
export function mergeChanges(base: Values, theirs: CrmRecord, mine: Values): Merge {
  const merge: Merge = { safe: {}, conflicts: [] };
  for (const [field, value] of Object.entries(mine)) {
    if (sameValue(theirs[field], value)) continue;
    if (sameValue(theirs[field], base[field])) merge.safe[field] = value;
    else merge.conflicts.push({ field, base: base[field], theirs: theirs[field], mine: value });
  }
  return merge;
}
