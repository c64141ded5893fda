/** dayjs with our three languages. Chromium knows no Uzbek, so dates never go through Intl. */
import dayjs from 'dayjs';
import 'dayjs/locale/ru';
import 'dayjs/locale/uz-latn';
import type { Language } from './language';

const LOCALES: { [language in Language]: string } = { ru: 'ru', uz: 'uz-latn', en: 'en' };

/** Name of the dayjs locale of a language, for calendars. */
export const dateLocale = (language: Language) => LOCALES[language];

export const applyDateLocale = (language: Language) => {
  dayjs.locale(LOCALES[language]);
};

export { dayjs };
