/** A table is worked in as in a spreadsheet: typed into, pasted into, taken back. */
import type { Page } from '@playwright/test';
import { call, goTo, signIn } from './support/steps';
import { expect, REP, test } from './support/test';

interface Deal {
  id: string;
  name: string;
  amount: { amount: string; currency: string } | null;
}

test('a cell is edited in place, and the edit is undone', async ({ page }) => {
  await signIn(page, REP);
  const deal = await call<Deal>(page, 'POST', '/deals', {
    name: 'Поставка насосов', amount: { amount: '1500.00', currency: 'UZS' },
  });
  const amount = async () => (await call<Deal>(page, 'GET', `/deals/${deal.id}`)).amount?.amount;
  await goTo(page, 'Сделки');
  const row = page.getByRole('row', { name: /Поставка насосов/ });
  await row.getByText('1 500', { exact: false }).dblclick();
  const editor = page.getByRole('textbox', { name: 'Сумма' });
  await editor.fill('2 750,50');
  await editor.press('Enter');
  await expect(row).toContainText('2 750,50');
  await expect.poll(amount).toBe('2750.50');
  await page.getByRole('button', { name: 'Отменить' }).click();
  await expect(row).toContainText('1 500');
  await expect.poll(amount).toBe('1500.00');
});

test('Escape leaves a cell as it was; a wrong value is told at the cell', async ({ page }) => {
  await signIn(page, REP);
  await call(page, 'POST', '/contacts', { last_name: 'Рахимова', emails: [] });
  await goTo(page, 'Сделки');
  await call(page, 'POST', '/deals', { name: 'Насосы' });
  await page.reload();
  const row = page.getByRole('row', { name: /Насосы/ });
  await row.getByRole('link', { name: 'Насосы' }).press('Escape');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  const editor = page.getByRole('textbox', { name: 'Название' });
  await editor.fill('Другое название');
  await editor.press('Escape');
  await expect(row).toContainText('Насосы');
});

test('a change made elsewhere is not overwritten silently', async ({ page }) => {
  await signIn(page, REP);
  const deal = await call<Deal>(page, 'POST', '/deals', { name: 'Насосы' });
  await page.goto(`/o/deals/${deal.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Насосы' })).toBeVisible();
  await call(page, 'PATCH', `/deals/${deal.id}`, { name: 'Насосы и трубы' });
  // The page learns of it by itself.
  await expect(page.getByRole('heading', { level: 1, name: 'Насосы и трубы' }))
    .toBeVisible({ timeout: 15_000 });
});

const accounts = (page: Page, names: string[]) =>
  call(page, 'POST', '/accounts/bulk', {
    create: names.map((name, at) => ({
      name, employees: (at + 1) * 10, website: `https://${at}.uz`,
    })),
  });

const COLUMNS = encodeURIComponent(JSON.stringify(['name', 'employees', 'website', 'tags']));
const openTable = async (page: Page) => {
  await page.goto(`/o/accounts?columns=${COLUMNS}&sort=name`);
  await expect(page.getByRole('row').nth(1)).toBeVisible();
};
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-row="${row}"] [data-column="${column}"]`);

const employeesOf = async (page: Page) =>
  (await call<{ items: { employees: number | null }[] }>(
    page, 'GET', '/accounts?fields=employees&sort=name')).items.map(({ employees }) => employees);

test('cells are copied, pasted, filled down and emptied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, REP);
  await accounts(page, ['Angren', 'Buxoro', 'Guliston', 'Nukus']);
  await openTable(page);
  await cell(page, 0, 1).click();
  await cell(page, 1, 2).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe('10\thttps://0.uz\n20\thttps://1.uz');

  await cell(page, 2, 1).click();
  await page.keyboard.press('Control+v');
  await expect.poll(() => employeesOf(page)).toEqual([10, 20, 10, 20]);
  await expect(cell(page, 3, 2)).toContainText('1.uz');

  await cell(page, 0, 1).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('status').filter({ hasText: '3 ячейки' })).toContainText('40');
  await page.keyboard.press('Control+d');
  await expect.poll(() => employeesOf(page)).toEqual([10, 10, 10, 20]);
  await page.keyboard.press('Delete');
  await expect.poll(() => employeesOf(page)).toEqual([null, null, null, 20]);
  await page.getByRole('button', { name: 'Отменить' }).last().click();
  await expect.poll(() => employeesOf(page)).toEqual([10, 10, 10, 20]);
});

test('what is not understood is told at its cell', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, REP);
  await accounts(page, ['Angren', 'Buxoro']);
  await openTable(page);
  await cell(page, 0, 1).click();
  await page.evaluate(() => navigator.clipboard.writeText('77\nмного'));
  await page.keyboard.press('Control+v');
  await expect.poll(() => employeesOf(page)).toEqual([77, 20]);
  await expect(cell(page, 1, 1).getByRole('alert')).toContainText('много');
});

test('rows that come while one types move nothing away', async ({ page }) => {
  await signIn(page, REP);
  await accounts(page, ['Buxoro', 'Nukus']);
  await openTable(page);
  await cell(page, 0, 1).dblclick();
  const editor = page.getByRole('textbox', { name: 'Сотрудников' });
  await editor.fill('4');
  await call(page, 'POST', '/accounts', { name: 'Angren', employees: 1 });
  await expect(cell(page, 0, 0)).toContainText('Angren', { timeout: 15_000 });
  await expect(editor).toHaveValue('4');
  await editor.pressSequentially('5');
  await editor.press('Tab');
  await expect.poll(() => employeesOf(page)).toEqual([1, 45, 20]);
  await expect(page.locator('.cell.editing')).toHaveAttribute('data-column', '2');
});

test('columns are pinned, rows have a menu that filters', async ({ page }) => {
  await signIn(page, REP);
  await accounts(page, ['Angren', 'Buxoro', 'Nukus']);
  await openTable(page);
  await page.getByRole('columnheader', { name: 'Сотрудников' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Закрепить до этого столбца' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('fixed')).toBe('2');
  await page.setViewportSize({ width: 760 + 232, height: 700 });
  const box = async (column: number) => (await cell(page, 0, column).boundingBox())!.x;
  const [pinned, free] = [await box(1), await box(2)];
  await page.getByRole('grid').evaluate((grid) => { grid.scrollLeft = 120; });
  await expect.poll(() => box(1)).toBe(pinned);
  expect(await box(2)).toBeLessThan(free);

  await page.getByRole('grid').evaluate((grid) => { grid.scrollLeft = 0; });
  await cell(page, 1, 1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Все, кроме «20»' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('row', { name: /Buxoro/ })).toBeHidden();
  await cell(page, 0, 0).click();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Удалить' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('a long list is read in windows, down and up again', async ({ page }) => {
  await signIn(page, REP);
  await accounts(page, Array.from({ length: 430 }, (_, at) => `A${String(at).padStart(4, '0')}`));
  await openTable(page);
  const grid = page.getByRole('grid');
  let before = -1;
  for (let step = 0; step < 10; step += 1) {
    const height = await grid.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
      return element.scrollHeight;
    });
    if (height === before && (await page.locator('.row-blank').count()) === 0) break;
    before = height;
    await expect(page.locator('.row-blank').first()).toBeHidden();
  }
  await expect(page.getByRole('link', { name: 'A0429' })).toBeVisible();
  await expect(page.locator('.list-foot')).toContainText('430');
  await grid.evaluate((element) => { element.scrollTop = 0; });
  await expect(page.getByRole('link', { name: 'A0000' })).toBeVisible();
  // Only what is in sight is drawn.
  expect(await page.getByRole('row').count()).toBeLessThan(80);
});

test('each type of field is typed into by the keyboard alone', async ({ page }) => {
  await signIn(page, REP);
  await call(page, 'PATCH', '/profile', { language: 'uz' });
  await call(page, 'POST', '/accounts', { name: 'Angren beton' });
  const { id } = await call<{ id: string }>(page, 'POST', '/deals', { name: 'Nasoslar' });
  const columns = ['name', 'next_step', 'probability', 'closes_on', 'account', 'kind', 'contacts',
    'tags', 'description'];
  await page.goto(`/o/deals?kind=table&columns=${encodeURIComponent(JSON.stringify(columns))}`);
  await cell(page, 0, 1).click();
  await page.keyboard.press('Enter');
  // From input to input by Tab, each kept as it is left.
  await page.keyboard.type('Qoʻngʻiroq qilish');
  await page.keyboard.press('Tab');
  await expect(cell(page, 0, 2)).toHaveClass(/editing/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('35');
  await page.keyboard.press('Tab');
  await expect(cell(page, 0, 3).getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('25.12.2026');
  await page.keyboard.press('Tab');
  await expect(cell(page, 0, 4)).toHaveClass(/editing/);
  // A record and a choice are found by a few letters.
  await page.keyboard.type('angr');
  await page.getByRole('option', { name: /Angren beton/ }).waitFor();
  await page.keyboard.press('Enter');
  await expect(cell(page, 0, 4)).toContainText('Angren beton');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(cell(page, 0, 5)).not.toHaveClass(/editing/);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Bir qator');
  await page.keyboard.press('Control+Enter');
  await expect(cell(page, 0, 8)).toContainText('Bir qator');
  // Esc leaves a value as it was.
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  await page.keyboard.type('zzz');
  await page.keyboard.press('Escape');
  await expect(cell(page, 0, 0)).toContainText('Nasoslar');
  const kept = () => call<{ [field: string]: unknown }>(page, 'GET', `/deals/${id}`);
  await expect.poll(async () => (await kept()).description).toBe('Bir qator');
  const deal = await kept();
  expect(deal).toMatchObject({
    name: 'Nasoslar', next_step: 'Qoʻngʻiroq qilish', probability: '35', closes_on: '2026-12-25',
    account: { name: 'Angren beton' },
  });
  expect(deal.kind).not.toBeNull();
});
