/**
 * Dates, times, numbers and money as the person reads them. The only place that may use Intl, and
 * never with 'uz': Chromium has no Uzbek data and prints "2026 M11 22" and "1,500,000.5".
 */
import type { MoneyValue } from '../api/types';
import { dateLocale, dayjs } from './dates';
import { currentLanguage, type Language } from './language';

const MINUS = '\u2212';
const NARROW = '\u00a0';

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(least: number, most: number) {
  const language = currentLanguage() === 'en' ? 'en' : 'ru';
  const key = `${language}${least}-${most}`;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: least, maximumFractionDigits: most,
    });
    numberFormats.set(key, format);
  }
  return format;
}

/** A number, or a decimal in a string, which keeps all its digits. */
export function formatNumber(value: number | string, most = 6, least = 0): string {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  return numberFormat(least, most).format(text as Intl.StringNumericLiteral).replace('-', MINUS);
}

export const formatPercent = (value: number | string) =>
  currentLanguage() === 'en' ? `${formatNumber(value, 2)}%` : `${formatNumber(value, 2)}${NARROW}%`;

type Signs = { [currency: string]: string };
const SIGNS: Signs = { USD: '$', EUR: '€', GBP: '£', RUB: '₽', KZT: '₸', CNY: '¥' };
const SUM: { [language in Language]: string } = { ru: 'сум', uz: 'soʻm', en: 'UZS' };

/** The sign or word of a currency beside an amount. */
export const currencySign = (currency: string) =>
  currency === 'UZS' ? SUM[currentLanguage()] : (SIGNS[currency] ?? currency);

function withCurrency(amount: string, currency: string) {
  const sign = currencySign(currency);
  if (currentLanguage() === 'en' && SIGNS[currency]) {
    return amount.startsWith(MINUS) ? `${MINUS}${sign}${amount.slice(1)}` : `${sign}${amount}`;
  }
  return `${amount}${NARROW}${sign}`;
}

/** 156 500 000 сум; a fraction only when there is one. */
export function formatMoney({ amount, currency }: MoneyValue): string {
  const whole = /^-?\d+(\.0*)?$/.test(amount);
  return withCurrency(formatNumber(amount, 2, whole ? 0 : 2), currency);
}

/** The amount alone, for a column that names the currency in its head. */
export const formatAmount = ({ amount }: MoneyValue) =>
  formatNumber(amount, 2, /^-?\d+(\.0*)?$/.test(amount) ? 0 : 2);

const POWERS: { [language in Language]: string[] } = {
  ru: ['тыс.', 'млн', 'млрд', 'трлн'],
  uz: ['ming', 'mln', 'mlrd', 'trln'],
  en: ['K', 'M', 'B', 'T'],
};

/** 157 млн, 1,5 млрд, 12 тыс.: for boards, sums and phones. */
export function formatShort(value: number | string): string {
  const number = Number(value);
  let power = Math.min(4, Math.floor(Math.log10(Math.max(1, Math.abs(number))) / 3));
  let scaled = number / 1000 ** power;
  if (Math.abs(scaled) >= 999.5 && power < 4) {
    power += 1;
    scaled = number / 1000 ** power;
  }
  const digits = Math.abs(scaled) < 10 && power > 0 ? 1 : 0;
  const text = numberFormat(0, digits).format(scaled).replace('-', MINUS);
  if (power === 0) return text;
  const language = currentLanguage();
  return `${text}${language === 'en' ? '' : NARROW}${POWERS[language][power - 1]}`;
}

export const formatMoneyShort = ({ amount, currency }: MoneyValue) =>
  withCurrency(formatShort(amount), currency);

const DATE: { [language in Language]: string } = {
  ru: 'D MMM YYYY', uz: 'D-MMM, YYYY', en: 'D MMM YYYY',
};
const DAY: { [language in Language]: string } = { ru: 'D MMM', uz: 'D-MMM', en: 'D MMM' };
const LONG: { [language in Language]: string } = {
  ru: 'dddd, D MMMM YYYY', uz: 'dddd, D-MMMM, YYYY', en: 'dddd, D MMMM YYYY',
};

function written(value: string | Date, patterns: { [language in Language]: string }) {
  const language = currentLanguage();
  const text = dayjs(value).locale(dateLocale(language)).format(patterns[language]);
  return language === 'en' ? text : text.toLowerCase();
}

/** The calendar day itself, or the day of a moment in the person's zone. */
export const dayOf = (value: string) =>
  (value.includes('T') ? dayjs(value).format('YYYY-MM-DD') : value);

/** A calendar day, "2026-11-22": 22 нояб. 2026. No time zone ever touches it. */
export const formatDate = (date: string) => written(dayOf(date), DATE);

/** The same without the year when it is this year's. */
export const formatDay = (date: string) =>
  dayOf(date).startsWith(String(dayjs().year())) ? written(dayOf(date), DAY) : formatDate(date);

export const formatLongDate = (date: string | Date) => {
  const text = written(date, LONG);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const formatTime = (instant: string | Date) => dayjs(instant).format('HH:mm');

/** A moment in the person's time zone: 22 нояб. 2026, 14:30. */
export const formatInstant = (instant: string) =>
  `${written(instant, DATE)}, ${formatTime(instant)}`;

/** Names of the world's time zones, as Europe/Moscow; empty where the browser does not tell. */
export const timeZones = (): string[] => Intl.supportedValuesOf?.('timeZone') ?? [];

/** The zone of this browser. */
export const browserTimeZone = () => new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
