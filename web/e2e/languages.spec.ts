/** Every language is whole: no key shown instead of a word, no Russian left in English or Uzbek. */
import type { Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { call, enter, signIn } from './support/steps';
import { ADMINISTRATOR, expect, PASSWORD, test } from './support/test';

const SCREENS = [
  '/', '/o/leads', '/o/deals', '/o/deals?kind=kanban', '/o/tasks', '/o/products', '/import',
  '/duplicates', '/bin', '/profile', '/settings/users', '/settings/teams', '/settings/roles',
];
const LANGUAGES = [
  ['uz', 'Oʻzbekcha', 'Bitimlar'], ['ru', 'Русский', 'Сделки'], ['en', 'English', 'Deals'],
] as const;

type Words = { [key: string]: string | Words };

const leaves = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    (typeof value === 'string' ? [path + key] : leaves(value, `${path}${key}.`)));

// Keys that could not be a word of any language: with a point, or in camelCase.
function knownKeys(): string[] {
  const folder = 'src/shared/i18n/locales/en';
  const keys = readdirSync(folder).flatMap((name) =>
    leaves(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Words));
  return [...new Set(keys)].filter((key) => /\.|[a-z][A-Z]|_/.test(key));
}

/** Everything a person can read or hear on the page. */
const allWords = (page: Page) => page.evaluate(() => {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent?.closest('script, style')) continue;
    found.push(walker.currentNode.textContent?.trim() ?? '');
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      found.push(element.getAttribute(name)?.trim() ?? '');
    }
  }
  return [...new Set(found.filter(Boolean))];
});

async function settle(page: Page) {
  await page.waitForLoadState('networkidle');
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
}

const looksLikeKey = (text: string) =>
  /^[a-z][A-Za-z0-9]*([._:][A-Za-z0-9]+)+$/.test(text) && !/@|\.(ru|uz|com|csv)$/.test(text);

for (const language of ['ru', 'uz', 'en'] as const) {
  test.describe(`a company that works in ${language}`, () => {
    // Nobody and nothing in it has a Cyrillic name.
    test.use({ company: { administrator: ADMINISTRATOR, name: 'Anna Karimova', language } });

    test('shows words of its language everywhere', async ({ page }) => {
      await page.addInitScript((code) => localStorage.setItem('language', code), language);
      await page.goto('/sign-in');
      await page.locator('input[type=email]').fill(ADMINISTRATOR);
      await page.locator('input[type=password]').fill(PASSWORD);
      await page.locator('button[type=submit]').click();
      await expect(page).toHaveURL(/\/$/);
      const deal = await call<{ id: string }>(page, 'POST', '/deals', { name: 'Zarafshon 2026' });
      const keys = new Set(knownKeys());
      for (const address of [...SCREENS, `/o/deals/${deal.id}`]) {
        await page.goto(address);
        await settle(page);
        const words = await allWords(page);
        const wrong = words.filter((text) => keys.has(text) || looksLikeKey(text));
        expect(wrong, `keys on ${address}`).toEqual([]);
        if (language === 'ru') continue;
        const russian = words.filter((text) => /[а-яё]/i.test(text) && text !== 'Русский');
        expect(russian, `Russian on ${address}`).toEqual([]);
      }
    });
  });
}

test('a switch of language changes words and labels at once, and is kept', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto('/profile');
  for (const [language, name, deals] of LANGUAGES) {
    await page.getByText(name, { exact: true }).first().click();
    await expect(page.locator('html')).toHaveAttribute(
      'lang', language === 'uz' ? 'uz-Latn' : language);
    await expect(page.getByRole('link', { name: deals, exact: true })).toBeVisible();
  }
  await expect.poll(async () =>
    (await call<{ user: { language: string } }>(page, 'GET', '/session')).user.language)
    .toBe('en');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByRole('link', { name: 'Deals', exact: true })).toBeVisible();
});

test.describe('of an English company', () => {
  test.use({ company: { administrator: ADMINISTRATOR, name: 'Anna Karimova', language: 'en' } });

  test('a browser of another language shows its own from the first', async (
    { page, browser, server },
  ) => {
    await enter(page, ADMINISTRATOR);
    const { cookies } = await page.context().storageState();
    for (const locale of ['ru-RU', 'uz-UZ', 'en-US']) {
      const context = await browser.newContext({
        baseURL: server.url, locale, storageState: { cookies, origins: [] },
      });
      const other = await context.newPage();
      await other.goto('/o/deals?kind=table');
      await expect(other.getByRole('heading', { name: 'Deals' })).toBeVisible();
      await settle(other);
      // Labels of fields and entities come from the server, in the language of the request.
      expect((await allWords(other)).filter((text) => /[а-яё]/i.test(text))).toEqual([]);
      await context.close();
    }
  });
});
