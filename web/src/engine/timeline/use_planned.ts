/** What is still to be done with a record, soonest first: it stands above the timeline. */
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  useMetadata, type CrmRecord, type Entity, type LinkValue, type Metadata,
} from '@/shared/api';
import { useRecordPage } from '../record/record_context';
import { relatedQuery } from '../related/related_query';
import { openFilter, timeOf } from './items/activity';

export interface Above {
  entity: string;
  record: CrmRecord;
}

/** Activities that may be planned, and what tells when. */
const PLANNED = [['tasks', 'due_at'], ['calls', 'starts_at'], ['meetings', 'starts_at']] as const;

/**
 * Those still open, of each kind. An account has what is tied to it and what is tied to its deals:
 * the wider list is taken. A kind that the record has no list of is not asked for.
 */
export const plannedQueries = (
  { entities }: Metadata, entity: Entity, of: Pick<LinkValue, 'entity' | 'id'>,
) =>
  PLANNED.map(([name, sort]) => {
    const list = entity.related.find((each) => each.name === `all_${name}`)
      ?? entity.related.find((each) => each.name === name);
    const target = entities[name];
    const filter = target && openFilter(target);
    return {
      ...relatedQuery(of, name, list?.name ?? name, { filter, sort, limit: 20 }),
      enabled: !!list && !!filter,
    };
  });

export function usePlanned(): Above[] {
  const { entity, self } = useRecordPage();
  const [tasks, calls, meetings] = plannedQueries(useMetadata(), entity, self);
  const found = [useInfiniteQuery(tasks!), useInfiniteQuery(calls!), useInfiniteQuery(meetings!)];
  const all = found.flatMap(({ data }, at) =>
    (data?.pages.flatMap(({ items }) => items) ?? [])
      .map((record): Above => ({ entity: PLANNED[at]![0], record })));
  // What has no time comes last.
  const when = ({ record }: Above) => timeOf(record) ?? '9999';
  return all.sort((a, b) => when(a).localeCompare(when(b)));
}
