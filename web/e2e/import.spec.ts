/** Files that nobody of us wrote become records, and are taken back as a whole. */
import type { Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { call, dialog, goTo, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, REP, test } from './support/test';

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

    // One of them has been worked on since: it is told of before, and left.
    const { items } = await call<{ items: { id: string }[] }>(
      page, 'GET', '/accounts?q=Betasoloin&limit=1');
    const website = 'https://betasoloin.example';
    await call(page, 'PATCH', `/accounts/${items[0]!.id}`, { website });
    await page.getByRole('button', { name: 'Отменить весь импорт' }).click();
    await expect(dialog(page)).toContainText('84 созданные записи переместятся в корзину');
    await expect(dialog(page).getByRole('link', { name: 'Betasoloin' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Отменить импорт' }).click();
    await expect(page.getByRole('heading', { name: 'Импорт отменён' })).toBeVisible();
    await expect(tile(page, 'Перемещены в корзину')).toHaveText('84');
    await expect(tile(page, 'Изменены позже, оставлены')).toHaveText('1');
    await expect(page.getByText('Создано', { exact: true })).toBeHidden();
    expect(await total(page, 'accounts')).toBe(1);
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
    await choose(page, 'opportunity_id', 'Внешний код');
    // What the stages of the file become is asked, with the best guess filled in.
    const stages = page.getByRole('group', { name: 'Значения столбца «deal_stage»' });
    await expect(stages).toContainText('1 589 строк');
    await expect(stages.getByLabel('Prospecting')).toHaveValue('new');
    await expect(stages.getByLabel('Engaging')).toHaveValue('negotiation');
    await expect(stages.getByLabel('Won')).toBeHidden();
    await stages.getByLabel('Prospecting').selectOption('qualification');
    // Thirty people who are not here: nothing runs until it is said whose their deals become.
    const check = page.getByRole('button', { name: 'Проверить' });
    await expect(check).toBeDisabled();
    await page.getByRole('button', { name: '30 значений ждут ответа' }).click();
    const agents = page.getByRole('group', { name: 'Значения столбца «sales_agent»' });
    await agents.getByLabel('Darcel Schlecht').selectOption({ label: 'Малика Юсупова' });
    await expect(check).toBeDisabled();
    await agents.getByRole('button', { name: 'Остальные 29: Вы' }).click();
    await checkAndLoad(page);
    await expect(tile(page, 'Создано')).toHaveText(/8\s800/);
    const answer = await call<{ groups: { stage: string; count: number }[] }>(
      page,
      'POST',
      '/deals/aggregate',
      { group_by: ['stage'], measures: [{ fn: 'count' }] },
    );
    const counts = Object.fromEntries(answer.groups.map(({ stage, count }) => [stage, count]));
    expect(counts).toEqual({ won: 4238, lost: 2473, negotiation: 1589, qualification: 500 });
    const malika = { filter: { field: 'owner.email', op: 'eq', value: REP }, count: 'exact' };
    const hers = await call<{ total: number }>(page, 'POST', '/deals/query', malika);
    expect(hers.total).toBe(747);
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
  // Mending outlives the window that the import was started in.
  await page.reload();
  await page.getByLabel('Сотрудников, 1').fill('7');
  await page.getByRole('button', { name: 'Загрузить исправленное' }).click();
  await expect(tile(page, 'С ошибками')).toHaveText('0');
  expect(await total(page, 'accounts')).toBe(2);
});

test('a word that means nothing stops the import until somebody says', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Импорт');
  await page.locator('input[type=file]').setInputFiles({
    name: 'клиенты.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Название;Тип\r\nООО «Ромашка»;Клиент\r\nЧП «Василёк»;Кит\r\n'),
  });
  await page.getByLabel('Что загружаем').selectOption({ label: 'Компании' });
  const kinds = page.getByRole('group', { name: 'Значения столбца «Тип»' });
  await expect(page.getByRole('button', { name: 'Проверить' })).toBeDisabled();
  await kinds.getByLabel('Кит').selectOption({ label: 'По умолчанию: Потенциальный клиент' });
  await page.getByRole('button', { name: 'Проверить' }).click();
  await page.getByRole('button', { name: /^Загрузить 2/ }).click({ timeout: 20_000 });
  await expect(tile(page, 'Создано')).toHaveText('2');
  await expect(tile(page, 'С ошибками')).toHaveText('0');
});

test('a file dropped anywhere begins the import, another one replaces it', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Импорт');
  const drop = (name: string, text: string) =>
    page.evaluate(([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], fileName!, { type: 'text/csv' }));
      const event = { dataTransfer: data, bubbles: true, cancelable: true };
      document.querySelector('h1')!.dispatchEvent(new DragEvent('dragover', event));
      return document.querySelector('h1')!.dispatchEvent(new DragEvent('drop', event));
    }, [name, text]);
  // The browser does nothing of its own with it.
  expect(await drop('первый.csv', 'Название\nАзия\n')).toBe(false);
  await expect(page.getByText('первый.csv')).toBeVisible();
  expect(await drop('второй.csv', 'Название\nЕвропа\n')).toBe(false);
  await expect(page.getByText('второй.csv')).toBeVisible();
  await expect(page.getByText('первый.csv')).toBeHidden();
  // Before the one before has arrived, too.
  await page.route(/\/files\?/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue().catch(() => undefined);
  }, { times: 1 });
  await drop('третий.csv', 'Название\nАфрика\n');
  await drop('четвёртый.csv', 'Название\nАмерика\n');
  await expect(page.getByText('четвёртый.csv')).toBeVisible();
  await page.waitForTimeout(700);
  await expect(page.getByText('третий.csv')).toBeHidden();
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
