/** What a person should know before working with the record: late steps, look-alikes. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, keys, type CrmRecord, type Entity, type LinkValue } from '@/shared/api';
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

export interface Twin extends LinkValue {
  /** What agrees: "emails", "name". */
  fields: string[];
}

/** Others that are likely the same person or company, as the server judges it. */
export function useTwinsOf(): Twin[] {
  const { entity, record } = useRecordPage();
  const { data } = useQuery({
    queryKey: [...keys.of(entity.name, record.id, 'twins'), record.version],
    enabled: (entity.duplicates?.length ?? 0) > 0,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.post<{ candidates: Twin[] }>(
      `/${entity.name}/duplicates`, { id: record.id, values: {} }, { signal }),
  });
  return data?.candidates ?? [];
}
