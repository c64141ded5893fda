/** The three languages of the product and the one the screen is in. */
import i18next from 'i18next';

export const LANGUAGES = ['ru', 'uz', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names of the languages in themselves, for the switch. */
export const LANGUAGE_NAMES: { [language in Language]: string } = {
  ru: 'Русский',
  uz: 'Oʻzbekcha',
  en: 'English',
};

const REMEMBERED = 'language';

export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.includes(text as Language);

export const currentLanguage = (): Language =>
  isLanguage(i18next.language) ? i18next.language : 'en';

/** Before sign-in: the one last used here, else the browser's, else English. */
export function initialLanguage(): Language {
  const wanted = [localStorage.getItem(REMEMBERED), ...navigator.languages];
  for (const tag of wanted) {
    const short = tag?.slice(0, 2).toLowerCase();
    if (isLanguage(short)) return short;
  }
  return 'en';
}

export const rememberLanguage = (language: Language) =>
  localStorage.setItem(REMEMBERED, language);
