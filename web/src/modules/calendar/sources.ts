/** The three kinds of activities as one calendar. */
import { useMemo } from 'react';
import type { Source } from '@/engine/calendar/events';
import { sourceOf } from '@/engine/calendar/sources';
import { useMetadata, type Entity, type Filter } from '@/shared/api';
import type { Who } from './look';

/** By which field each is seen; the names are those of the public contract. */
const BY: { [entity: string]: string } = {
  tasks: 'due_at', calls: 'starts_at', meetings: 'starts_at',
};

function filterOf(entity: Entity, who: Who): Filter {
  const alive: Filter = { not: { field: 'status', op: 'eq', value: 'cancelled' } };
  if (who.kind === 'team') {
    return { all: [alive, { field: 'team', op: 'in', value: ['my_teams'] }] };
  }
  const person = who.kind === 'me' ? 'me' : who.id;
  const own: Filter = { field: 'owner', op: 'eq', value: person };
  const joins = entity.fields.some(({ name }) => name === 'participants');
  return { all: [alive, joins
    ? { any: [own, { field: 'participants', op: 'in', value: [person] }] } : own] };
}

export function useActivitySources(who: Who): Source[] {
  const metadata = useMetadata();
  return useMemo(
    () => Object.entries(BY).flatMap(([name, by]) => {
      const entity = metadata.entities[name];
      const field = entity?.fields.find((one) => one.name === by);
      if (!entity || !field) return [];
      return [{
        ...sourceOf(metadata, entity, field), filter: filterOf(entity, who), colorOf: undefined,
      }];
    }),
    [metadata, who]);
}
