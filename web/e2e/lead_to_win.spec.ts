/**
 * The whole way of a sale, as a rep, in Russian: from a lead that came
 * in to a deal that is won.
 */
import type { Page } from '@playwright/test';
import { call, dialog, goTo, isNarrow, NARROW, signIn, WIDE } from './support/steps';
import { expect, REP, test } from './support/test';

const LEAD = 'Рахимова Дилноза';
const COMPANY = 'Зарафшон Текстиль';

async function createLead(page: Page) {
  if (isNarrow(page)) {
    await page
      .getByRole('navigation', { name: 'Разделы' })
      .getByRole('button', { name: 'Создать' })
      .click();
    await page.getByRole('button', { name: 'Новый лид' }).click();
  } else {
    await page.getByRole('complementary').getByRole('button', { name: 'Создать' }).click();
    await page.getByRole('menuitem', { name: 'Новый лид' }).click();
  }
  const form = dialog(page);
  await form.getByLabel('Фамилия').fill('Рахимова');
  await form.getByLabel('Имя', { exact: true }).fill('Дилноза');
  await form.getByLabel('Компания').fill(COMPANY);
  await form.getByLabel('Телефоны 1').fill('+998 90 123-45-67');
  await form.getByRole('textbox', { name: 'Ожидаемая сумма' }).fill('48 000 000');
  await form.getByRole('button', { name: 'Создать', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: LEAD })).toBeVisible();
}

/** Finds by the search that works everywhere, and opens what was found. */
async function find(page: Page, text: string, name: string) {
  if (isNarrow(page)) {
    await page.getByRole('navigation', { name: 'Разделы' }).getByText('Ещё').click();
    await page
      .getByRole('navigation', { name: 'Ещё' })
      .getByRole('button', { name: 'Поиск' })
      .click();
  } else {
    await page.keyboard.press('Control+KeyK');
  }
  await page.getByRole('combobox', { name: 'Поиск' }).fill(text);
  await page.getByRole('option', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function logCall(page: Page) {
  if (isNarrow(page)) {
    await page.getByRole('navigation', { name: 'Действия' }).getByText('Ещё').click();
    await page.getByRole('button', { name: 'Новый звонок' }).click();
  } else {
    await page.getByRole('tab', { name: 'Звонок' }).click();
  }
  await page.getByRole('textbox', { name: 'Тема' }).fill('Уточнили объём поставки');
  await page.getByRole('textbox', { name: 'Результат' }).fill('Нужно 40 насосов до марта');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Уточнили объём поставки' }),
  ).toBeVisible();
}

async function convert(page: Page) {
  if (isNarrow(page)) {
    await page.getByRole('navigation', { name: 'Действия' }).getByText('Ещё').click();
  }
  await page.getByRole('button', { name: 'Преобразовать' }).click();
  const form = dialog(page);
  await expect(form.getByText(COMPANY).first()).toBeVisible();
  await expect(form.getByText(LEAD).first()).toBeVisible();
  await form.getByRole('button', { name: 'Преобразовать' }).click();
  await expect(page.getByText('Лид преобразован')).toBeVisible();
  await expect(page).toHaveURL(/\/o\/deals\/[\w-]+/);
  return page.getByRole('heading', { level: 1 }).innerText();
}

const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Moves a card of the board: dragged by a mouse, by its menu under a thumb. */
async function moveCard(page: Page, name: string, from: string, to: string) {
  if (isNarrow(page)) {
    await page.getByRole('tab', { name: new RegExp(`^${from}`) }).click();
    const card = page.getByRole('listitem', { name });
    await card.getByRole('button', { name: 'Переместить на этап' }).click();
    await dialog(page).getByRole('button', { name: to }).click();
    await page.getByRole('tab', { name: new RegExp(`^${to}`) }).click();
    await expect(page.getByRole('listitem', { name })).toBeVisible();
    return;
  }
  const card = column(page, from).getByRole('listitem', { name });
  // A board that scrolls under the drag misleads it.
  await column(page, to).scrollIntoViewIfNeeded();
  await card.dragTo(column(page, to));
  await expect(column(page, to).getByRole('listitem', { name })).toBeVisible();
  await expect(column(page, from).getByRole('listitem', { name })).toHaveCount(0);
}

async function sell(page: Page) {
  await signIn(page, REP);
  await createLead(page);
  await find(page, 'Рахмиова', LEAD);
  await find(page, 'raximova dilnoza', LEAD);
  await logCall(page);
  const deal = await convert(page);

  await goTo(page, 'Сделки');
  await page
    .getByRole('radiogroup', { name: 'Вид' })
    .locator('label')
    .filter({ hasText: 'Канбан' })
    .click();
  await moveCard(page, deal, 'Новая', 'Переговоры');
  await moveCard(page, deal, 'Переговоры', 'Выиграна');

  const { items } = await call<{ items: { [field: string]: unknown }[] }>(
    page,
    'GET',
    '/deals?fields=name,stage,amount,owner,account.name,contact.name,closed_at',
  );
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    name: deal,
    stage: 'won',
    amount: { amount: '48000000.00', currency: 'UZS' },
  });
  expect(JSON.stringify(items[0])).toContain(COMPANY);
  const leads = await call<{ items: { status: string }[] }>(page, 'GET', '/leads');
  expect(leads.items[0]?.status).toBe('converted');
}

test.describe('on a wide window', () => {
  test.use(WIDE);
  test('a lead becomes a won deal', ({ page }) => sell(page));
});

test.describe('on a narrow window', () => {
  test.use(NARROW);
  test('a lead becomes a won deal', ({ page }) => sell(page));
});
