/** Is a task, call or meeting still to be done, and is it late? By the public contract. */
import type { CrmRecord, Entity, Filter } from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';

const CLOSED = ['done', 'cancelled', 'missed'];

export const isOpen = (record: CrmRecord) => !CLOSED.includes(String(record.status));

/** When it has to be done or begins. */
export const timeOf = (record: CrmRecord): string | undefined => {
  const at = record.due_at ?? record.starts_at;
  return typeof at === 'string' ? at : undefined;
};

export const isOverdue = (record: CrmRecord, now = dayjs()) => {
  const at = timeOf(record);
  return isOpen(record) && at !== undefined && now.isAfter(at);
};

/** The filter of what is still to be done; which ends there are is in the metadata. */
export function openFilter(entity: Entity): Filter | undefined {
  const status = entity.fields.find(({ name }) => name === 'status');
  const ends = (status?.choices ?? []).map(({ key }) => key).filter((key) => CLOSED.includes(key));
  return ends.length > 0 ? { not: { field: 'status', op: 'in', value: ends } } : undefined;
}
