/** A table is worked in as in a spreadsheet: typed into, pasted into, taken back. */
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
