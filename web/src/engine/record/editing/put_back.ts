/** What must be written to take a change back: one field may have moved others along with it. */
import type { CrmRecord, Entity } from '@/shared/api';
import { sameValue } from './same_value';

type Values = { [field: string]: unknown };

/** Old values of all fields that differ and may be written. */
export function valuesBefore(entity: Entity, before: CrmRecord, after: CrmRecord): Values {
  const differing = entity.fields.filter(({ name, read_only }) =>
    !read_only && name in before && name in after && !sameValue(before[name], after[name]));
  return Object.fromEntries(differing.map(({ name }) => [name, before[name] ?? null]));
}
