/** Times near now, in words: «5 мин назад», «вчера, 18:05»; farther than a week they are dates. */
import { dayjs } from './dates';
import { dayOf, formatDate, formatInstant, formatTime } from './format';
import { currentLanguage, type Language } from './language';

interface Wording {
  now: string;
  minutesAgo: string;
  inMinutes: string;
  yesterday: string;
  today: string;
  tomorrow: string;
  daysAgo: (days: number) => string;
  inDays: (days: number) => string;
}

const russianDays = (days: number) => (days >= 2 && days <= 4 ? `${days} дня` : `${days} дней`);

const WORDS: { [language in Language]: Wording } = {
  ru: {
    now: 'только что', minutesAgo: '{n} мин назад', inMinutes: 'через {n} мин',
    yesterday: 'вчера', today: 'сегодня', tomorrow: 'завтра',
    daysAgo: (days) => `${russianDays(days)} назад`,
    inDays: (days) => `через ${russianDays(days)}`,
  },
  uz: {
    now: 'hozirgina', minutesAgo: '{n} daqiqa oldin', inMinutes: '{n} daqiqadan keyin',
    yesterday: 'kecha', today: 'bugun', tomorrow: 'ertaga',
    daysAgo: (days) => `${days} kun oldin`,
    inDays: (days) => `${days} kundan keyin`,
  },
  en: {
    now: 'just now', minutesAgo: '{n} min ago', inMinutes: 'in {n} min',
    yesterday: 'yesterday', today: 'today', tomorrow: 'tomorrow',
    daysAgo: (days) => `${days} days ago`,
    inDays: (days) => `in ${days} days`,
  },
};

function nearDay(days: number): string | undefined {
  const words = WORDS[currentLanguage()];
  if (days === 0) return words.today;
  if (days === -1) return words.yesterday;
  if (days === 1) return words.tomorrow;
  if (days < 0 && days > -7) return words.daysAgo(-days);
  if (days > 0 && days < 7) return words.inDays(days);
  return undefined;
}

const daysFromToday = (value: string) =>
  dayjs(value).startOf('day').diff(dayjs().startOf('day'), 'day');

/** A calendar day near today in words, else the date. */
export const formatRelativeDay = (date: string) =>
  nearDay(daysFromToday(dayOf(date))) ?? formatDate(date);

/** A moment near now in words, else date and time. */
export function formatRelative(instant: string): string {
  const words = WORDS[currentLanguage()];
  const minutes = dayjs(instant).diff(dayjs(), 'minute');
  if (Math.abs(minutes) < 1) return words.now;
  if (minutes < 0 && minutes > -60) return words.minutesAgo.replace('{n}', String(-minutes));
  if (minutes > 0 && minutes < 60) return words.inMinutes.replace('{n}', String(minutes));
  const day = nearDay(daysFromToday(instant));
  return day ? `${day}, ${formatTime(instant)}` : formatInstant(instant);
}
