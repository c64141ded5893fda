/** Sizes of files as people say them. */
import { currentLanguage } from '@/shared/i18n';
import { formatNumber } from '@/shared/i18n/format';

const LATIN = ['B', 'KB', 'MB', 'GB'];
const UNITS = { ru: ['Б', 'КБ', 'МБ', 'ГБ'], uz: LATIN, en: LATIN };

/** 1,4 МБ; whole numbers from ten on. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1024 ** power;
  const digits = power > 0 && size < 10 ? 1 : 0;
  return `${formatNumber(size.toFixed(digits), digits)}\u00a0${UNITS[currentLanguage()][power]}`;
}
