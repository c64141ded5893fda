/**
 * Words of the screens. Each namespace is a file locales/LANGUAGE/NAMESPACE.json, loaded when the
 * first component asks for it with useTranslation('NAMESPACE'); `common` is always there.
 * A component uses one namespace and reaches common words as t('common:save').
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { applyDateLocale } from './dates';
import { initialLanguage, rememberLanguage, type Language } from './language';

export * from './language';

type Words = { default: { [key: string]: unknown } };
const files = import.meta.glob<Words>('./locales/*/*.json');

const lazyWords = {
  type: 'backend' as const,
  init() {},
  read(language: string, namespace: string, done: (error: unknown, words: unknown) => void) {
    const load = files[`./locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`no words ${language}/${namespace}`), null);
    load().then((words) => done(null, words.default), (error) => done(error, null));
  },
};

function applyLanguage(language: Language) {
  document.documentElement.lang = language === 'uz' ? 'uz-Latn' : language;
  applyDateLocale(language);
  rememberLanguage(language);
}

/** Loads the common words and those of these namespaces; call once before the first render. */
export async function startWords(namespaces: string[] = []) {
  const language = initialLanguage();
  applyLanguage(language);
  await i18next.use(lazyWords).use(initReactI18next).init({
    lng: language,
    ns: ['common', ...namespaces],
    defaultNS: 'common',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: true },
  });
}

/** Loads more of them, for a screen that is to be there at once. Never throws. */
export const loadWords = (namespaces: string[]): Promise<void> =>
  i18next.loadNamespaces(namespaces).catch(() => {});

/** Switches the words of the screen; metadata follows because its cache key has the language. */
export async function changeWords(language: Language) {
  if (i18next.language === language) return;
  applyLanguage(language);
  await i18next.changeLanguage(language);
}
