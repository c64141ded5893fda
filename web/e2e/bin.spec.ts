/** What was deleted lies in the bin and comes back. */
import { call, goTo, signIn } from './support/steps';
import { expect, REP, test } from './support/test';

test('a deleted record is undone, deleted again, and restored from the bin', async ({ page }) => {
  await signIn(page, REP);
  const deal = await call<{ id: string }>(page, 'POST', '/deals', { name: 'Поставка насосов' });
  const remove = async () => {
    await page.goto(`/o/deals/${deal.id}`);
    await page.getByRole('button', { name: 'Ещё', exact: true }).click();
    await page.getByRole('menuitem', { name: /Удалить/ }).click();
    await expect(page.getByText(/Перемещено в корзину: Поставка насосов/)).toBeVisible();
  };
  await remove();
  await page.getByRole('button', { name: 'Отменить' }).click();
  await goTo(page, 'Сделки');
  await expect(page.getByRole('row', { name: /Поставка насосов/ })).toBeVisible();

  await remove();
  await goTo(page, 'Корзина');
  await page.getByRole('main').getByRole('button', { name: 'Сделки', exact: true }).click();
  await page.getByRole('button', { name: /^Восстановить/ }).first().click();
  await expect(page.getByText(/Восстановлено/)).toBeVisible();
  await goTo(page, 'Сделки');
  await expect(page.getByRole('row', { name: /Поставка насосов/ })).toBeVisible();
});
