/** What is still to be done with a record, soonest first: it stands above the timeline. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMetadata, type CrmRecord } from '@/shared/api';
import { useRecordPage } from '../record/record_context';
import { relatedQuery } from '../related/related_query';
import { openFilter, timeOf } from './items/activity';

export interface Above {
  entity: string;
  record: CrmRecord;
}

/** An account has what is tied to it and what is tied to its deals: the wider list is taken. */
function useOpen(entityName: string, sort: string): Above[] {
  const { entity, self } = useRecordPage();
  const { entities } = useMetadata();
  const list = entity.related.find(({ name }) => name === `all_${entityName}`)
    ?? entity.related.find(({ name }) => name === entityName);
  const target = entities[entityName];
  const filter = target && openFilter(target);
  const enabled = !!list && !!filter;
  const { data } = useInfiniteQuery({
    ...relatedQuery(self, entityName, list?.name ?? entityName, {
      filter, sort, limit: 20,
    }),
    enabled,
  });
  return (data?.pages.flatMap((page) => page.items) ?? [])
    .map((record) => ({ entity: entityName, record }));
}

export function usePlanned(): Above[] {
  const all = [
    ...useOpen('tasks', 'due_at'), ...useOpen('calls', 'starts_at'),
    ...useOpen('meetings', 'starts_at'),
  ];
  // What has no time comes last.
  const when = ({ record }: Above) => timeOf(record) ?? '9999';
  return all.sort((a, b) => when(a).localeCompare(when(b)));
}
