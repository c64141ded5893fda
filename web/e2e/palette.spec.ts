/** Ctrl+K, the keys that work everywhere, and their sheet, on any layout and in any language. */
import type { Page } from '@playwright/test';
import { call, dialog, enter, NARROW, WIDE } from './support/steps';
import { ADMINISTRATOR, expect, PEOPLE, REP, test } from './support/test';

const box = (page: Page) => page.getByRole('combobox');
const option = (page: Page, name: RegExp | string) => page.getByRole('option', { name });

/** A key as a Russian layout sends it: the same place, another letter. */
async function pressRussian(page: Page, code: string, key: string, ctrlKey = false) {
  await page.evaluate(
    ([place = '', letter = '', held]) => (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', {
        code: place, key: letter, ctrlKey: held === 'held', bubbles: true, cancelable: true,
      })),
    [code, key, ctrlKey ? 'held' : '']);
}

test.describe('in Russian, wide', () => {
  test.use(WIDE);

  test('goes, finds, creates and acts without the mouse', async ({ page }) => {
    await enter(page, REP);
    await call(page, 'POST', '/contacts', { last_name: 'Рахимова', first_name: 'Дилноза' });

    await pressRussian(page, 'KeyK', 'л', true);
    await expect(box(page)).toBeFocused();
    // Typed in the other layout.
    await box(page).fill('cltkr');
    await expect(page.getByRole('option').first()).toContainText('Сделки');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/o\/deals/);

    await page.keyboard.press('Slash');
    await box(page).fill('рахим');
    await option(page, /Рахимова/).first().click();
    await expect(page.getByRole('heading', { level: 1, name: /Рахимова/ })).toBeVisible();

    // What can be done with the record on the screen.
    await page.keyboard.press('Control+KeyK');
    await box(page).fill('заметка к записи');
    await page.keyboard.press('Enter');
    await expect(page.locator('textarea:focus, [contenteditable=true]:focus')).toBeVisible();
    await page.keyboard.type('Позвонить после обеда');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('listitem').filter({ hasText: 'Позвонить после обеда' }))
      .toBeVisible();
    await page.keyboard.press('Control+KeyK');
    await box(page).fill('создать копию');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Копия создана')).toBeVisible();

    // What was opened lately is there before anything is typed.
    await page.keyboard.press('Control+KeyK');
    await expect(option(page, /Рахимова/).first()).toBeVisible();
    await page.keyboard.press('Escape');

    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyK');
    await expect(page.getByRole('heading', { level: 1, name: 'Контакты' })).toBeVisible();
    await pressRussian(page, 'KeyC', 'с');
    await expect(dialog(page)).toContainText('Новый контакт');
  });

  test('the sheet of keys lists what works here', async ({ page }) => {
    await enter(page, REP);
    await page.goto('/o/deals');
    await expect(page.getByRole('heading', { level: 1, name: 'Сделки' })).toBeVisible();
    await page.keyboard.press('Shift+Slash');
    await expect(dialog(page)).toContainText('Палитра команд');
    await expect(dialog(page)).toContainText('Список');
    await expect(dialog(page).locator('kbd').filter({ hasText: 'G K' })).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test.describe('in English, wide', () => {
  test.use({ ...WIDE, company: { administrator: ADMINISTRATOR, people: PEOPLE, language: 'en' } });

  test('acts on the selection', async ({ page }) => {
    await enter(page, REP);
    await call(page, 'POST', '/deals', { name: 'Pumps' });
    await call(page, 'POST', '/deals', { name: 'Pipes' });
    await page.goto('/o/deals?kind=table');
    await page.getByRole('grid').focus();
    await page.keyboard.press('KeyX');
    await expect(page.getByRole('toolbar')).toContainText('1');
    await page.keyboard.press('Control+KeyK');
    await box(page).fill('delete');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('row')).toHaveCount(3);
  });

  test('changes the theme and the language', async ({ page }) => {
    await enter(page, REP);
    await page.keyboard.press('Control+KeyK');
    await box(page).fill('dark');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await page.keyboard.press('Control+KeyK');
    await box(page).fill('рус');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Сделки' }).first()).toBeVisible();
  });
});

test.describe('in Uzbek, under a thumb', () => {
  const company = { administrator: ADMINISTRATOR, people: PEOPLE, language: 'uz' as const };
  test.use({ ...NARROW, company });

  test('finds a record', async ({ page }) => {
    await enter(page, REP);
    await call(page, 'POST', '/contacts', { last_name: 'Yoʻldosheva' });
    await page.locator('.tabbar').getByRole('button').last().tap();
    await page.getByRole('navigation', { name: 'Yana' }).getByRole('button').first().tap();
    // An apostrophe as keyboards have it.
    await box(page).fill("yo'ldosh");
    await option(page, /Yoʻldosheva/).first().tap();
    await expect(page.getByRole('heading', { level: 1, name: /Yoʻldosheva/ })).toBeVisible();
  });
});
