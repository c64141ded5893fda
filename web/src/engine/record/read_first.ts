/** All that the page of a record shows at first, asked for at once, before any of it is drawn. */
import type { QueryKey } from '@tanstack/react-query';
import { queryClient, readMetadata, recordQuery, type Entity } from '@/shared/api';
import { relatedCount } from '../related/related_query';
import { plannedQueries } from '../timeline/use_planned';
import { timelineQuery } from '../timeline/use_timeline';
import { marksQuery } from './people/use_marks';
import { onPrepare } from './prepare_record';

/** What is known and fresh is not asked for again. Ends when all is there; never throws. */
export async function readFirst(name: string, id: string) {
  const metadata = readMetadata();
  const entity = metadata?.entities[name];
  if (!metadata || !entity) return;
  const of = { entity: name, id };
  const related = entity.related.filter((list) => metadata.entities[list.entity]);
  const planned = entity.timeline
    ? plannedQueries(metadata, entity, of).filter(({ enabled }) => enabled) : [];
  await Promise.all([
    queryClient.prefetchQuery(recordQuery(name, id)),
    queryClient.prefetchQuery(marksQuery(of)),
    ...related.map((list) => queryClient.prefetchQuery(relatedCount(of, list))),
    entity.timeline && queryClient.prefetchInfiniteQuery(timelineQuery(of)),
    ...planned.map(({ enabled: _, ...query }) => queryClient.prefetchInfiniteQuery(query)),
  ]);
}

/** Whether what the page shows first is there, at least as it was when it was last read. */
export function isReadFirst({ name, timeline }: Entity, id: string) {
  const { queryKey } = timeline ? timelineQuery({ entity: name, id }) : recordQuery(name, id);
  return queryClient.getQueryData(queryKey as QueryKey) !== undefined;
}

onPrepare(readFirst);
