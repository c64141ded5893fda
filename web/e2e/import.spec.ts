/** Files that nobody of us wrote become records, and are taken back as a whole. */
import type { Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { call, dialog, goTo, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, test } from './support/test';

// Outside data that the project is tried with; it is not part of the project.
const FOLDER = resolve(process.env.RAPPORT_TESTDATA ?? '../../shared/data', 'tabular/maven_crm');
const file = (name: string) => resolve(FOLDER, name);

const total = async (page: Page, entity: string) =>
  (await call<{ total: number }>(page, 'GET', `/${entity}?count=exact&limit=1`)).total;

const tile = (page: Page, name: string) =>
  page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd');

async function choose(page: Page, column: string, field: string | RegExp) {
  await page.getByRole('combobox', { name: `Поле для столбца «${column}»` }).click();
  await page.getByRole('option', { name: field }).first().click();
}

async function takeFile(page: Page, name: string, entity: string) {
  await goTo(page, 'Импорт');
  await page.locator('input[type=file]').setInputFiles(file(name));
  await expect(page.getByLabel('Что загружаем')).toBeVisible();
  await page.getByLabel('Что загружаем').selectOption({ label: entity });
  await expect(page.getByRole('table', { name: 'Куда попадут столбцы' })).toBeVisible();
}

async function checkAndLoad(page: Page) {
  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.getByRole('button', { name: /^Загрузить \d/ }).click({ timeout: 40_000 });
  await expect(page.getByRole('heading', { name: 'Готово, записи загружены' })).toBeVisible({
    timeout: 60_000,
  });
}

test.describe('with outside files', () => {
  test.skip(!existsSync(FOLDER), `${FOLDER} is not there`);

  test('accounts are imported, then the import is undone', async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    await takeFile(page, 'accounts.csv', 'Компании');
    await expect(page.getByLabel('Разделитель')).toHaveValue(',');
    await expect(page.getByRole('combobox', { name: 'Поле для столбца «account»' })).toHaveValue(
      'Название',
    );
    await choose(page, 'year_established', 'Не загружать');
    await page.getByRole('button', { name: 'Проверить' }).click();
    await expect(tile(page, 'Новых')).toHaveText('85', { timeout: 20_000 });
    expect(await total(page, 'accounts')).toBe(0);
    await page.getByRole('button', { name: /^Загрузить 85/ }).click();
    await expect(page.getByRole('heading', { name: 'Готово, записи загружены' })).toBeVisible();
    await expect(tile(page, 'Создано')).toHaveText('85');
    expect(await total(page, 'accounts')).toBe(85);

    await page.getByRole('button', { name: 'Отменить весь импорт' }).click();
    await dialog(page).getByRole('button', { name: 'Отменить импорт' }).click();
    await expect(page.getByText('отменён', { exact: true })).toBeVisible();
    expect(await total(page, 'accounts')).toBe(0);
    await page.getByRole('button', { name: 'Загрузить ещё файл' }).click();
    await expect(page.getByRole('button', { name: /accounts\.csv.*отменён/ })).toBeVisible();
  });

  test('a pipeline of 8,800 deals finds its accounts and products', async ({ page }) => {
    test.setTimeout(120_000);
    await signIn(page, ADMINISTRATOR);
    await takeFile(page, 'accounts.csv', 'Компании');
    await checkAndLoad(page);
    await takeFile(page, 'products.csv', 'Товары и услуги');
    await checkAndLoad(page);
    await takeFile(page, 'sales_pipeline.csv', 'Сделки');
    await expect(page.getByLabel('Даты')).toHaveValue('mdy');
    await choose(page, 'sales_agent', 'Не загружать');
    await choose(page, 'opportunity_id', 'Внешний код');
    await page.getByRole('button', { name: 'Значения столбца «deal_stage»' }).click();
    const words = page.getByRole('group', { name: 'Значения столбца «deal_stage»' });
    await words.getByLabel('Engaging').selectOption('negotiation');
    await checkAndLoad(page);
    await expect(tile(page, 'Создано')).toHaveText(/8\s800/);
    const answer = await call<{ groups: { stage: string; count: number }[] }>(
      page,
      'POST',
      '/deals/aggregate',
      { group_by: ['stage'], measures: [{ fn: 'count' }] },
    );
    const won = answer.groups.find(({ stage }) => stage === 'won');
    expect(won?.count).toBe(4238);
  });
});

test('wrong rows are shown, mended in place and loaded again', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Импорт');
  await page.locator('input[type=file]').setInputFiles({
    name: 'клиенты.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Название;Сотрудников\r\nООО «Ромашка»;12\r\nЧП «Василёк»;много\r\n'),
  });
  await page.getByLabel('Что загружаем').selectOption({ label: 'Компании' });
  await expect(page.getByLabel('Разделитель')).toHaveValue(';');
  await page.getByRole('button', { name: 'Проверить' }).click();
  await expect(tile(page, 'С ошибками')).toHaveText('1', { timeout: 20_000 });
  await expect(page.getByRole('region', { name: 'Строки с ошибками' })).toContainText('много');
  await page.getByRole('button', { name: /^Загрузить 1/ }).click();
  await expect(tile(page, 'Создано')).toHaveText('1');
  await page.getByLabel('Сотрудников, 1').fill('7');
  await page.getByRole('button', { name: 'Загрузить исправленное' }).click();
  await expect(tile(page, 'С ошибками')).toHaveText('0');
  expect(await total(page, 'accounts')).toBe(2);
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('cells pasted from a spreadsheet become contacts', async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    await goTo(page, 'Импорт');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'Имя\tФамилия\tТелефон\nДилноза\tРахимова\t+998 90 123 45 67\n');
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await page.getByLabel('Что загружаем').selectOption({ label: 'Контакты' });
    await page.getByRole('button', { name: 'Проверить' }).click();
    await page.getByRole('button', { name: /^Загрузить 1/ }).click({ timeout: 20_000 });
    await expect(tile(page, 'Создано')).toHaveText('1');
    const { items } = await call<{ items: { [field: string]: unknown }[] }>(
      page,
      'GET',
      '/contacts',
    );
    expect(items[0]).toMatchObject({ first_name: 'Дилноза', last_name: 'Рахимова' });
  });
});
