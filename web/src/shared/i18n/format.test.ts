/** Numbers, money and dates as each language writes them, and what is read back from typed text. */
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyDateLocale } from './dates';
import { formatDate, formatMoney, formatNumber, formatShort } from './format';
import { formatRelative, formatRelativeDay } from './relative';
import { dayjs } from './dates';
import { parseDate, parseDecimal, parseInstant, parseTime } from './parse';

const spaced = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

async function speak(language: 'ru' | 'uz' | 'en') {
  await i18next.changeLanguage(language);
  applyDateLocale(language);
}

beforeAll(() => i18next.init({ lng: 'ru', resources: {} }));

describe('format', () => {
  it('writes money in each language', async () => {
    const sum = { amount: '156500000.00', currency: 'UZS' };
    const dollars = { amount: '-1500.50', currency: 'USD' };
    await speak('ru');
    expect(spaced(formatMoney(sum))).toBe('156 500 000 сум');
    expect(spaced(formatMoney(dollars))).toBe('−1 500,50 $');
    await speak('uz');
    expect(spaced(formatMoney(sum))).toBe('156 500 000 soʻm');
    await speak('en');
    expect(spaced(formatMoney(dollars))).toBe('−$1,500.50');
  });

  it('keeps every digit of a decimal', async () => {
    await speak('ru');
    expect(spaced(formatNumber('12345678901234567.123', 3))).toBe('12 345 678 901 234 567,123');
  });

  it('shortens large amounts', async () => {
    await speak('ru');
    expect(['156500000', '1540000', '999999', '950', '-2000000000'].map(formatShort).map(spaced))
      .toEqual(['157 млн', '1,5 млн', '1 млн', '950', '−2 млрд']);
  });

  it('writes dates', async () => {
    await speak('ru');
    expect(formatDate('2026-11-22')).toBe('22 нояб. 2026');
    await speak('uz');
    expect(formatDate('2026-11-22')).toBe('22-noy, 2026');
    await speak('en');
    expect(formatDate('2026-11-22')).toBe('22 Nov 2026');
  });

  it('says near times in words', async () => {
    await speak('ru');
    const at = dayjs().subtract(1, 'day').hour(18).minute(5);
    expect(formatRelative(at.toISOString())).toBe('вчера, 18:05');
    expect(formatRelative(dayjs().subtract(5.5, 'minute').toISOString())).toBe('5 мин назад');
  });
});

it('takes the day of a moment in the person\'s zone, not in Greenwich', async () => {
  await speak('ru');
  const zone = process.env.TZ;
  process.env.TZ = 'Asia/Tashkent';
  expect(formatDate('2026-11-25T20:30:00Z')).toBe('26 нояб. 2026');
  expect(formatDate('2026-11-25')).toBe('25 нояб. 2026');
  const now = dayjs();
  expect(formatRelativeDay(now.startOf('day').add(1, 'minute').toISOString())).toBe('сегодня');
  process.env.TZ = zone;
});

describe('parse', () => {
  it('reads numbers of every notation', () => {
    expect(['1 500 000,50', '1,500,000.50', '1.500.000', '12', '−3,5', 'abc'].map(parseDecimal))
      .toEqual(['1500000.50', '1500000.50', '1500000', '12', '-3.5', undefined]);
  });

  it('reads days and moments', () => {
    expect(['22.11.2026', '2026-11-22', '1/2/2026', '31.02.2026'].map(parseDate))
      .toEqual(['2026-11-22', '2026-11-22', '2026-02-01', undefined]);
    expect(parseInstant('2026-11-22T09:30:00+05:00')).toBe('2026-11-22T04:30:00.000Z');
    expect(parseInstant('22.11.2026')).toBe(dayjs('2026-11-22T00:00').toISOString());
  });
});

describe('a typed time of day', () => {
  it('is read in the ways people write it', () => {
    const typed = ['9', '930', '1430', '9:30', '9.30', ' 21 15 ', '9:30 pm', '12 am', '12pm'];
    expect(typed.map(parseTime)).toEqual(
      ['09:00', '09:30', '14:30', '09:30', '09:30', '21:15', '21:30', '00:00', '12:00']);
  });

  it('is none when the day has no such time', () => {
    expect(['', '25', '9:75', '13 pm', 'noon', '9:3'].map(parseTime))
      .toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});
