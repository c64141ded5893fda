/** Names of months, days and times on a calendar, in the language of the screen. */
import { currentLanguage, type Language } from '@/shared/i18n';
import { dateLocale, dayjs } from '@/shared/i18n/dates';
import { formatDay, formatTime } from '@/shared/i18n/format';
import { firstDay, lastDay, type Time } from './events';
import type { Span } from './days';

const said = (day: string, pattern: string) =>
  dayjs(day).locale(dateLocale(currentLanguage())).format(pattern);

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** «Ноябрь 2026» */
export const monthName = (day: string) => upper(said(day, 'MMMM YYYY'));

/** «пн» */
export const weekdayName = (day: string) => said(day, currentLanguage() === 'en' ? 'ddd' : 'dd');

const LONG: { [language in Language]: string } = {
  ru: 'dddd, D MMMM', uz: 'dddd, D-MMMM', en: 'dddd, D MMMM',
};

/** «Воскресенье, 22 ноября» */
export function dayName(day: string) {
  const language = currentLanguage();
  const text = said(day, LONG[language]);
  return upper(language === 'en' ? text : text.toLowerCase());
}

/** What the bar above the days says. */
export function spanName(span: Span, days: string[], day: string) {
  if (span === 'day') return `${dayName(day)}, ${day.slice(0, 4)}`;
  if (span === 'month') return monthName(day);
  const [first, last] = [days[0]!, days.at(-1)!];
  return first.slice(0, 7) === last.slice(0, 7)
    ? monthName(first) : `${formatDay(first)} – ${formatDay(last)}`;
}

/** 14:30 – 15:00 */
export const hoursName = ({ start, end }: Time) =>
  `${formatTime(new Date(start))}\u00a0–\u00a0${formatTime(new Date(end))}`;

/** When an event is, in one line; `allDay` are the words for a whole day. */
export function timeName(time: Time, allDay: string) {
  const [first, last] = [firstDay(time), lastDay(time)];
  if (time.allDay) {
    return first === last ? `${formatDay(first)}, ${allDay}`
      : `${formatDay(first)} – ${formatDay(last)}`;
  }
  if (first === last) return `${formatDay(first)}, ${hoursName(time)}`;
  return `${formatDay(first)}, ${formatTime(new Date(time.start))} – `
    + `${formatDay(last)}, ${formatTime(new Date(time.end))}`;
}
