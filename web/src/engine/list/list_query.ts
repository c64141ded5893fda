/** What a list asks the server for. */
import type { Entity, Filter, ListQuery } from '@/shared/api';
import { fieldsToAsk } from '../grid/columns';

interface Shown {
  filter?: Filter;
  sort: string;
  columns: string[];
}

export const listQuery = (
  entity: Entity,
  { filter, sort, columns }: Shown,
  q?: string,
): ListQuery => ({
  filter,
  q,
  sort: sort || undefined,
  fields: fieldsToAsk(entity, columns),
});
