/** How things stand with the next activity of a record. */
import { dayjs } from '@/shared/i18n/dates';

export type NextActivity = 'overdue' | 'today' | 'planned' | 'none';

export function nextActivity(at: unknown, now: Date = new Date()): NextActivity {
  if (typeof at !== 'string' || !at) return 'none';
  const due = dayjs(at);
  if (due.isBefore(now)) return 'overdue';
  return due.isSame(now, 'day') ? 'today' : 'planned';
}
