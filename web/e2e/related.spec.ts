/** What is tied to a record: found, ordered, made in its place, and seen as a whole list. */
import { call, dialog, isNarrow, NARROW, signIn, WIDE } from './support/steps';
import { expect, REP, test } from './support/test';

type Page = Parameters<typeof call>[0];

const money = (amount: string) => ({ amount, currency: 'UZS' });

async function account(page: Page) {
  const { id } = await call<{ id: string }>(page, 'POST', '/accounts', { name: 'Ромашка' });
  for (const [name, amount] of [['Насосы', '5'], ['Трубы', '70'], ['Краны', '900']] as const) {
    await call(page, 'POST', '/deals', { name, account: id, amount: money(amount) });
  }
  await page.goto(`/o/accounts/${id}?tab=deals`);
  return page.getByRole('region', { name: 'Сделки' });
}

async function journey(page: Page) {
  await signIn(page, REP);
  const deals = await account(page);
  const names = deals.locator('.related-name');
  await expect(names).toHaveCount(3);

  await deals.getByRole('button', { name: 'Сортировка: Сделки' }).click();
  for (const _ of ['up', 'down']) await page.getByRole('menuitem', { name: 'Сумма' }).click();
  await page.keyboard.press('Escape');
  await expect(names).toHaveText(['Краны', 'Трубы', 'Насосы']);

  await deals.getByRole('button', { name: 'Условия: Сделки' }).click();
  await deals.getByRole('button', { name: 'Фильтр' }).click();
  await page.getByRole('combobox', { name: 'Найти поле' }).fill('Сумма');
  await page.getByRole('option', { name: 'Сумма', exact: true }).click();
  await page.locator('.filter-panel input').last().fill('50');
  await page.getByRole('button', { name: 'Применить' }).click();
  await expect(names).toHaveText(['Краны', 'Трубы']);

  // The same on the next visit.
  await page.reload();
  await expect(names).toHaveText(['Краны', 'Трубы']);

  await deals.getByRole('link', { name: 'Открыть весь список: Сделки' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Сделки' })).toBeVisible();
  await expect(page).toHaveURL(/filter=.*amount.*sort=-amount/);
  await expect(page.getByRole('button', { name: /Ромашка/ }).first()).toBeVisible();
  const rows = page.locator(isNarrow(page) ? '.phone-row' : '.grid-body [role=row]');
  await expect(rows).toHaveCount(2);
}

test.describe('wide', () => {
  test.use(WIDE);
  test('a related list is narrowed, ordered and opened whole', ({ page }) => journey(page));

  test('a record is made in the list by its name', async ({ page }) => {
    await signIn(page, REP);
    const deals = await account(page);
    await deals.getByRole('button', { name: 'Новая сделка' }).click();
    const line = deals.getByRole('textbox', { name: 'Новая сделка' });
    await line.fill('Вентили');
    // What was typed is there after a reload.
    await page.reload();
    await expect(line).toHaveValue('Вентили');
    await line.press('Enter');
    await expect(deals.getByRole('link', { name: 'Вентили' })).toBeVisible();
    await expect(line).toHaveValue('');
    // The next one follows at once.
    await line.fill('Муфты');
    await line.press('Enter');
    await expect(deals.locator('.related-name')).toHaveCount(5);
    await expect(dialog(page)).toBeHidden();
  });
});

test.describe('narrow', () => {
  test.use(NARROW);
  test('a related list is narrowed, ordered and opened whole', ({ page }) => journey(page));
});
