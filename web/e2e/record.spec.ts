/** A record's past and its twin: an old value is put back, a copy is made. */
import { call, signIn } from './support/steps';
import { expect, REP, test } from './support/test';

interface Deal {
  id: string;
  name: string;
}

test('an old value is put back; a copy is a record of its own', async ({ page }) => {
  await signIn(page, REP);
  const { id } = await call<Deal>(page, 'POST', '/deals', { name: 'Насосы' });
  await call(page, 'PATCH', `/deals/${id}`, { name: 'Насосы и трубы' });
  const nameOf = async (deal: string) => (await call<Deal>(page, 'GET', `/deals/${deal}`)).name;

  await page.goto(`/o/deals/${id}?tab=history`);
  const line = page.getByRole('row', { name: /Название.*Насосы/ }).first();
  await line.getByRole('button', { name: 'Вернуть' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Насосы');
  await expect.poll(() => nameOf(id)).toBe('Насосы');
  // Putting back is a change too, and can be put back in its turn.
  await expect(page.getByRole('row', { name: /Название.*Насосы и трубы.*Насосы/ }).first())
    .toBeVisible();

  await page.getByRole('button', { name: 'Ещё' }).last().click();
  await page.getByRole('menuitem', { name: 'Создать копию' }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Насосы');
  const copy = page.url().split('/').pop()!.split('?')[0]!;
  await call(page, 'PATCH', `/deals/${copy}`, { name: 'Копия' });
  expect(await nameOf(id)).toBe('Насосы');
});
