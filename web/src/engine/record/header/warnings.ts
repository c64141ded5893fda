/** What a person should know before working with the record: late steps, look-alikes. */
import { useQuery } from '@tanstack/react-query';
import {
  fetchPage, keys, titleOf, type CrmRecord, type Entity, type Filter, type LinkValue,
} from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';
import { pathField } from '../../stage_path';
import { useRecordPage } from '../record_context';

/** The next step should have been done already. */
export function isLate(record: CrmRecord, now = dayjs()): boolean {
  const at = record.next_activity_at;
  return typeof at === 'string' && now.isAfter(at);
}

/** Nothing is planned for a record whose way has not come to an end. */
export function isIdle(entity: Entity, record: CrmRecord, ended: boolean): boolean {
  const knows = entity.fields.some(({ name }) => name === 'next_activity_at');
  return knows && pathField(entity) !== undefined && !ended && !record.next_activity_at;
}

// Fields of the public contract by which people and companies are told apart.
const TELLING = ['email', 'phone', 'inn'];

/** Others with the same e-mail, phone or tax number; undefined when there is nothing to go by. */
export function likeFilter(entity: Entity, record: CrmRecord): Filter | undefined {
  const any = TELLING
    .filter((name) => typeof record[name] === 'string' && record[name] !== ''
      && entity.fields.some((field) => field.name === name))
    .map((field): Filter => ({ field, op: 'eq', value: record[field] }));
  if (any.length === 0) return undefined;
  return { all: [{ any }, { not: { field: 'id', op: 'eq', value: record.id } }] };
}

const SHOWN = 3;

export function useLookAlikes(): LinkValue[] {
  const { entity, record } = useRecordPage();
  const filter = likeFilter(entity, record);
  const { data } = useQuery({
    queryKey: [...keys.of(entity.name, record.id, 'look-alikes'), filter],
    enabled: filter !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) => fetchPage(entity.name, { filter, limit: SHOWN }, null, signal),
  });
  return (data?.items ?? []).map((other) => ({
    id: other.id, entity: entity.name, name: titleOf(entity, other),
  }));
}
