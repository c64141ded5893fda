/** What a move of many cards asks for, and what it writes into each. */
import { isEmpty } from '@/engine/fields';
import { requiredAt } from '@/engine/stage_path';
import type { CrmRecord, Entity, Field, Metadata } from '@/shared/api';
import type { ManyChanges } from '../list/bulk';

/** Fields that the column requires and that are empty in at least one of the records. */
export const missingIn = (
  metadata: Metadata, entity: Entity, field: Field, records: CrmRecord[], column: string,
): string[] => [...new Set(records.flatMap((record) =>
  requiredAt(metadata, entity, field, record, column)))];

/** The new column, and what was asked for wherever a record does not have it yet. */
export const changesOfMove = (
  field: Field, records: CrmRecord[], column: string, asked: { [field: string]: unknown },
): ManyChanges[] => records
  .filter((record) => record[field.name] !== column)
  .map((record) => ({
    record,
    changes: {
      ...Object.fromEntries(Object.entries(asked).filter(([name]) => isEmpty(record[name]))),
      [field.name]: column,
    },
  }));
