/** A likely twin is told of while a record is still being typed, and stops nobody. */
import { call, dialog, goTo, NARROW, signIn } from './support/steps';
import { expect, REP, test } from './support/test';

const DILNOZA = {
  last_name: 'Рахимова', first_name: 'Дилноза', phones: [{ value: '+998 90 123-45-67' }],
};

test('a contact that is there already is looked at over the form', async ({ page }) => {
  await signIn(page, REP);
  await call(page, 'POST', '/contacts', DILNOZA);
  await goTo(page, 'Контакты');
  await page.getByRole('button', { name: 'Создать', exact: true }).last().click();
  const form = dialog(page);
  await form.getByLabel('Фамилия').fill('Каримова');
  await form.getByLabel('Телефоны').fill('90 1234567');
  const hint = form.getByRole('status');
  await expect(hint).toContainText('Рахимова Дилноза (Телефоны)');

  await hint.getByRole('link', { name: 'Рахимова Дилноза' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Рахимова Дилноза' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Рахимова Дилноза' })).toBeHidden();
  await expect(form.getByLabel('Фамилия')).toHaveValue('Каримова');

  await form.getByLabel('Телефоны').fill('90 7654321');
  await expect(hint).toBeHidden();
  await form.getByRole('button', { name: /^Создать/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Каримова' })).toBeVisible();
});

test('a record edited into a twin says so, and is saved all the same', async ({ page }) => {
  await signIn(page, REP);
  await call(page, 'POST', '/contacts', DILNOZA);
  const { id } = await call<{ id: string }>(page, 'POST', '/contacts', { last_name: 'Каримова' });
  await page.goto(`/o/contacts/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Каримова' })).toBeVisible();
  await page.keyboard.press('e');
  const form = dialog(page);
  await form.getByLabel('Телефоны').fill('+998901234567');
  await expect(form.getByRole('status')).toContainText('Рахимова Дилноза');
  await form.getByRole('button', { name: /^Сохранить/ }).click();
  await expect(form).toBeHidden();
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('the hint keeps within the form', async ({ page }) => {
    await signIn(page, REP);
    await call(page, 'POST', '/accounts', { name: 'Ромашка', inn: '301234567' });
    await page.goto('/o/accounts');
    await page.getByRole('button', { name: 'Создать' }).first().click();
    await page.getByText('Новая компания').first().click();
    await dialog(page).getByLabel(/^Название/).first().fill('ООО «Ромашка»');
    const hint = dialog(page).getByRole('status');
    await expect(hint).toContainText('Ромашка (Название)');
    const box = (await hint.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(390);
  });
});
