/** Keys of the query cache. Every cached list of an entity begins with keys.lists(entity). */
import type { ListQuery } from './types';

export const keys = {
  session: ['session'] as const,
  setup: ['setup'] as const,
  metadata: (language: string) => ['metadata', language] as const,
  lists: (entity: string) => ['list', entity] as const,
  list: (entity: string, query: ListQuery) => ['list', entity, query] as const,
  records: (entity: string) => ['record', entity] as const,
  record: (entity: string, id: string) => ['record', entity, id] as const,
  /** Anything hung on one record: keys.of('deals', id, 'timeline'). */
  of: (entity: string, id: string, part: string) => ['of', entity, id, part] as const,
  aggregates: (entity: string) => ['aggregate', entity] as const,
  aggregate: (entity: string, body: unknown) => ['aggregate', entity, body] as const,
  search: (q: string, entities?: string[]) => ['search', q, entities] as const,
};
