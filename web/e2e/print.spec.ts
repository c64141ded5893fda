/** A record and a list on paper: black on white, without the shell, whole. */
import type { Page } from '@playwright/test';
import { call, signIn } from './support/steps';
import { expect, REP, test } from './support/test';

/** What the browser's dialog would be asked for is told instead of waited for. */
const holdDialog = (page: Page) => page.addInitScript(() => {
  window.print = () => { document.title = 'printing'; };
});

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;

test('a list is printed whole, a record without what is pressed', async ({ page }) => {
  await holdDialog(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(page, REP);
  await call(page, 'POST', '/deals/bulk', {
    create: Array.from({ length: 120 }, (_, at) => ({ name: `Сделка ${at + 1}` })),
  });
  await page.goto('/o/deals?kind=table&sort=name');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('Control+KeyP');
  await expect(page).toHaveTitle('printing');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const sheet = page.locator('.print-sheet');
  await expect(sheet.locator('tbody tr')).toHaveCount(120);
  await expect(sheet.getByRole('columnheader').first()).toHaveText('Название');
  await expect(sheet).toContainText('/o/deals?kind=table');
  await expect(page.locator('.sidebar')).toBeHidden();
  expect(await sheet.evaluate((one) => getComputedStyle(one).color)).toBe('rgb(0, 0, 0)');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  // 120 lines do not fit on one sheet, and are not one a sheet.
  expect(pagesOf(pdf)).toBeGreaterThan(2);
  expect(pagesOf(pdf)).toBeLessThan(12);
  // The sheet has left with the paper.
  await expect(sheet).toHaveCount(0);

  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  const { id } = await call<{ id: string }>(page, 'POST', '/deals', {
    name: 'Насосы', description: 'Два насоса для школы',
  });
  await call(page, 'POST', '/notes', { body: 'Звонить утром', related: { entity: 'deals', id } });
  await page.goto(`/o/deals/${id}`);
  await page.getByRole('button', { name: 'Ещё' }).last().click();
  await page.getByRole('menuitem', { name: 'Напечатать' }).click();
  await expect(page).toHaveTitle('printing');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByText('Два насоса для школы')).toBeVisible();
  await expect(page.getByText('Звонить утром')).toBeVisible();
  await expect(page.locator('.print-where')).toContainText(`/o/deals/${id}`);
  for (const gone of ['.sidebar', '.record-tablist', '.composer-dock', '.record-bar button']) {
    await expect(page.locator(gone).first(), gone).toBeHidden();
  }
  const colors = await page.locator('.record-title').evaluate((title) =>
    [getComputedStyle(title).color, getComputedStyle(document.body).backgroundColor]);
  expect(colors).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
});
