/** All that the page of a record shows at first, asked for at once, before any of it is drawn. */
import { queryClient, readMetadata, recordQuery } from '@/shared/api';
import { relatedCount } from '../related/related_query';
import { plannedQueries } from '../timeline/use_planned';
import { timelineQuery } from '../timeline/use_timeline';
import { marksQuery } from './people/use_marks';
import { onPrepare } from './prepare_record';

/** What is known and fresh is not asked for again. */
export function readFirst(name: string, id: string) {
  const metadata = readMetadata();
  const entity = metadata?.entities[name];
  if (!metadata || !entity) return;
  const of = { entity: name, id };
  void queryClient.prefetchQuery(recordQuery(name, id));
  void queryClient.prefetchQuery(marksQuery(of));
  for (const list of entity.related)
    if (metadata.entities[list.entity]) void queryClient.prefetchQuery(relatedCount(of, list));
  if (!entity.timeline) return;
  void queryClient.prefetchInfiniteQuery(timelineQuery(of));
  for (const { enabled, ...query } of plannedQueries(metadata, entity, of))
    if (enabled) void queryClient.prefetchInfiniteQuery(query);
}

onPrepare(readFirst);
