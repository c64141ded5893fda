/**
 * Days and times as a calendar draws them, in the zone of this browser. A day is "2026-11-22"; a
 * time of a day is its minutes on the clock, so a day is 1,440 of them even when the clock jumps.
 */
import { dayjs } from '@/shared/i18n/dates';

export const DAY_MINUTES = 1440;
export const STEP_MINUTES = 15;

export type Span = 'day' | 'week' | 'month';
export const SPANS: Span[] = ['day', 'week', 'month'];

export const dayKey = (moment: number | string | Date) => dayjs(moment).format('YYYY-MM-DD');
export const today = () => dayKey(Date.now());
export const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs(text).isValid();

export const addDays = (day: string, count: number) =>
  dayjs(day).add(count, 'day').format('YYYY-MM-DD');

/** Whole days from one to another; the hours of a day do not matter. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);

/** The instant in milliseconds at which the clock of that day shows so many minutes. */
export function momentOf(day: string, minutes = 0): number {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date!, 0, minutes).getTime();
}

/** What the clock shows, in minutes since midnight. */
export function clockOf(moment: number): number {
  const at = new Date(moment);
  return at.getHours() * 60 + at.getMinutes();
}

export const snap = (minutes: number) => Math.round(minutes / STEP_MINUTES) * STEP_MINUTES;

const monday = (day: string) => addDays(day, -((dayjs(day).day() + 6) % 7));

/** The days that a span around a day shows: one, seven from Monday, whole weeks of the month. */
export function daysOf(span: Span, day: string): string[] {
  const run = (first: string, count: number) =>
    Array.from({ length: count }, (_, index) => addDays(first, index));
  if (span === 'day') return [day];
  if (span === 'week') return run(monday(day), 7);
  const first = monday(dayjs(day).startOf('month').format('YYYY-MM-DD'));
  const last = dayjs(day).endOf('month').format('YYYY-MM-DD');
  return run(first, Math.ceil((daysBetween(first, last) + 1) / 7) * 7);
}

/** The same place one span later or earlier. */
export const stepOf = (span: Span, day: string, by: 1 | -1) =>
  dayjs(day).add(by, span).format('YYYY-MM-DD');
