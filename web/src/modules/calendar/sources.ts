/** The three kinds of activities of whom the calendar shows. */
import { useMemo } from 'react';
import { activitiesOf, activitySources } from '@/engine/calendar/sources';
import type { Source } from '@/engine/calendar/events';
import { useMetadata, type Entity, type Filter } from '@/shared/api';
import type { Who } from './look';

function filterOf(entity: Entity, who: Who): Filter {
  if (who.kind === 'person') return activitiesOf(entity, who.id);
  if (who.kind === 'me') return activitiesOf(entity, 'me');
  return { all: [
    { not: { field: 'status', op: 'eq', value: 'cancelled' } },
    { field: 'team', op: 'in', value: ['my_teams'] },
  ] };
}

export function useActivitySources(who: Who): Source[] {
  const metadata = useMetadata();
  return useMemo(
    () => activitySources(metadata, (entity) => filterOf(entity, who)), [metadata, who]);
}
