/** What a person has to do today: own tasks, calls and meetings, those that are late first. */
import { useQueries } from '@tanstack/react-query';
import { isOverdue, openFilter, timeOf } from '@/engine/timeline/items/activity';
import {
  api,
  fetchPage,
  keys,
  refreshLists,
  saveRecord,
  useMetadata,
  type CrmRecord,
  type Entity,
  type Filter,
} from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';

const MOST = 50;
/** Which field says when; the names are those of the public contract. */
const WHEN: { [entity: string]: string } = {
  tasks: 'due_at',
  calls: 'starts_at',
  meetings: 'starts_at',
};

export interface Activity {
  entity: Entity;
  record: CrmRecord;
  at: string;
  late: boolean;
}

function agendaQuery(entity: Entity, when: string) {
  const tomorrow = dayjs().add(1, 'day').format('YYYY-MM-DD');
  const open = openFilter(entity);
  const filter: Filter = {
    all: [
      { field: 'owner', op: 'eq', value: 'me' },
      { field: when, op: 'lt', value: tomorrow },
      ...(open ? [open] : []),
    ],
  };
  const names = ['id', 'version', entity.title, 'status', 'priority', 'related', 'contact', when];
  const fields = names.filter((name) => entity.fields.some((field) => field.name === name));
  return { filter, fields, sort: when, limit: MOST };
}

/** The day's activities in the order of time. */
export function useAgenda() {
  const { entities } = useMetadata();
  const kinds = Object.entries(WHEN).flatMap(([name, when]) => {
    const entity = entities[name];
    return entity ? [{ entity, query: agendaQuery(entity, when) }] : [];
  });
  const found = useQueries({
    queries: kinds.map(({ entity, query }) => ({
      queryKey: [...keys.lists(entity.name), 'agenda', query],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(entity.name, query, null, signal),
    })),
  });
  const activities = found.flatMap(({ data }, index): Activity[] =>
    (data?.items ?? []).map((record) => ({
      entity: kinds[index]!.entity,
      record,
      at: timeOf(record) ?? '',
      late: isOverdue(record),
    })),
  );
  return {
    activities: activities.sort((a, b) => a.at.localeCompare(b.at)),
    pending: found.some(({ isPending }) => isPending),
    error: found.find(({ error }) => error)?.error,
    retry: () => found.forEach((one) => void one.refetch()),
  };
}

/** Marks it done; the answer takes that back. */
export async function complete({ entity, record }: Activity): Promise<() => Promise<void>> {
  await api.post(`/${entity.name}/${record.id}/actions/complete`, {});
  refreshLists(entity.name);
  return async () => {
    await saveRecord(entity.name, { id: record.id, changes: { status: record.status } });
    refreshLists(entity.name);
  };
}
