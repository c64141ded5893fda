/** Every word exists in all three languages, with all plural forms of each. */
import { describe, expect, it } from 'vitest';

type Tree = { [key: string]: string | Tree };
const files = import.meta.glob<{ default: Tree }>('./locales/*/*.json', { eager: true });

const PLURAL = /_(one|few|many|other)$/;
const FORMS: { [language: string]: string[] } = {
  ru: ['one', 'few', 'many', 'other'], uz: ['one', 'other'], en: ['one', 'other'],
};

const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`));

const byNamespace = new Map<string, Map<string, Map<string, string>>>();
for (const [path, words] of Object.entries(files)) {
  const [, language = '', namespace = ''] = /locales\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
  const languages = byNamespace.get(namespace) ?? new Map();
  languages.set(language, new Map(flatten(words.default)));
  byNamespace.set(namespace, languages);
}

const variables = (text: string) =>
  [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort().join(' ');

describe.each([...byNamespace])('%s', (_, languages) => {
  const plain = new Set<string>();
  const plural = new Set<string>();
  for (const words of languages.values()) {
    for (const key of words.keys()) {
      if (PLURAL.test(key)) plural.add(key.replace(PLURAL, ''));
      else plain.add(key);
    }
  }

  it.each(['ru', 'uz', 'en'])('is whole in %s', (language) => {
    const words = languages.get(language) ?? new Map<string, string>();
    const missing = [...plain].filter((key) => !words.get(key));
    for (const key of plural) {
      for (const form of FORMS[language] ?? []) {
        if (!words.get(`${key}_${form}`)) missing.push(`${key}_${form}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('uses the same variables in every language', () => {
    const russian = languages.get('ru');
    const different = [...plain].filter((key) =>
      [...languages.values()].some(
        (words) => variables(words.get(key) ?? '') !== variables(russian?.get(key) ?? '')));
    expect(different).toEqual([]);
  });

  it('writes Uzbek with ʻ, not an apostrophe', () => {
    const wrong = [...(languages.get('uz') ?? [])].filter(([, text]) => /[og]['’‘`]/i.test(text));
    expect(wrong).toEqual([]);
  });
});
