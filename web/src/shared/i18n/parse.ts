/** Reads numbers and dates as people type and paste them. Undefined: not understood. */
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { dayjs } from './dates';
import { currentLanguage } from './language';

dayjs.extend(customParseFormat);

/** "1 500 000,50", "1,500,000.50", "−12" → a decimal in a string with a point. */
export function parseDecimal(text: string): string | undefined {
  let digits = text.replace(/[\s\u00a0\u202f']/g, '').replace(/^\u2212/, '-');
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma >= 0 && point >= 0) {
    const thousands = comma > point ? /\./g : /,/g;
    digits = digits.replace(thousands, '').replace(',', '.');
  } else if (comma >= 0) {
    const grouped = digits.split(',').length > 2
      || (currentLanguage() === 'en' && /^-?\d{1,3},\d{3}$/.test(digits));
    digits = grouped ? digits.replace(/,/g, '') : digits.replace(',', '.');
  } else if (digits.split('.').length > 2) {
    digits = digits.replace(/\./g, '');
  }
  return /^-?\d+(\.\d*)?$|^-?\.\d+$/.test(digits) ? digits.replace(/\.$/, '') : undefined;
}

const DATES = [
  'YYYY-MM-DD', 'D.M.YYYY', 'DD.MM.YYYY', 'D.M.YY', 'DD.MM.YY', 'D/M/YYYY', 'DD/MM/YYYY',
];

/** A day as ISO "2026-11-22". */
export function parseDate(text: string): string | undefined {
  const trimmed = text.trim();
  for (const format of DATES) {
    const day = dayjs(trimmed, format, true);
    if (day.isValid()) return day.format('YYYY-MM-DD');
  }
  return undefined;
}

/** A time of day as "09:30": from 9, 930, 9.30, 9:30, 9:30 pm. */
export function parseTime(text: string): string | undefined {
  const found = /^(\d{1,2})(?:[:.\s]?(\d{2}))?\s*([ap])?\.?m?\.?$/i.exec(text.trim());
  if (!found) return undefined;
  const [, hours, minutes = '00', half] = found;
  let hour = Number(hours);
  if (half && (hour < 1 || hour > 12)) return undefined;
  if (half) hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** A moment as RFC 3339 UTC; a time without a zone is the person's own. */
export function parseInstant(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(trimmed)) {
    const moment = dayjs(trimmed);
    return moment.isValid() ? moment.toISOString() : undefined;
  }
  const [day = '', time = '00:00'] = trimmed.split(/,?\s+/);
  const date = parseDate(day);
  if (!date || !/^\d{1,2}:\d{2}(:\d{2})?$/.test(time)) return undefined;
  const moment = dayjs(`${date}T${time.padStart(5, '0')}`);
  return moment.isValid() ? moment.toISOString() : undefined;
}
