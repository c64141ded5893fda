/** What is given beside roles: a record by hand, records by a rule; who sees, and why not. */
import { call, dialog, goTo, signIn, signOut } from './support/steps';
import { ADMINISTRATOR, expect, OTHER_REP, REP, test } from './support/test';

interface Made { id: string }

test('a record is shared with a colleague, and its history tells of it', async ({ page }) => {
  await signIn(page, REP);
  const { id } = await call<Made>(page, 'POST', '/accounts', { name: 'Хлопок Юг' });
  await page.goto(`/o/accounts/${id}`);
  await page.getByRole('button', { name: 'Ещё', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Открыть доступ' }).click();
  const sheet = dialog(page);
  await expect(sheet.getByText('Доступ пока никому не открыт')).toBeVisible();
  await sheet.getByLabel('Сотрудник или команда').fill('Жасур');
  await page.getByRole('option', { name: /Жасур/ }).click();
  await sheet.getByRole('button', { name: 'Открыть доступ' }).click();
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Жасур Тошматов' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'История' }).click();
  await expect(page.getByText('Открыт доступ: Жасур Тошматов')).toBeVisible();

  await goTo(page, 'Компании');
  await signOut(page);
  await signIn(page, OTHER_REP);
  await goTo(page, 'Компании');
  await expect(page.getByText('Хлопок Юг').first()).toBeVisible();
});

test('an administrator learns who sees a record, and why somebody does not', async ({ page }) => {
  await signIn(page, REP);
  const { id } = await call<Made>(page, 'POST', '/accounts', { name: 'Хлопок Юг' });
  await signOut(page);
  await signIn(page, ADMINISTRATOR);
  await page.goto(`/o/accounts/${id}`);
  await page.getByRole('button', { name: 'Ещё', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Кто это видит' }).click();
  const sheet = dialog(page);
  await expect(sheet.getByText('Запись видят 2 сотрудника из 3')).toBeVisible();
  await sheet.getByLabel('Сотрудник', { exact: true }).fill('Жасур');
  await page.getByRole('option', { name: /Жасур/ }).click();
  await expect(sheet.getByText('Жасур Тошматов не видит запись')).toBeVisible();
  await expect(sheet.getByText(/ничего не связывает/)).toBeVisible();
});

test('a sharing rule is made with a condition and gives what fits', async ({ page }) => {
  await signIn(page, REP);
  await call(page, 'POST', '/accounts', { name: 'Хлопок Юг', industry: 'textile' });
  await call(page, 'POST', '/accounts', { name: 'Газ Север', industry: 'energy' });
  await signOut(page);
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Правила доступа');
  await page.getByRole('button', { name: 'Новое правило' }).click();
  const sheet = dialog(page);
  await sheet.getByLabel('Название').fill('Текстиль');
  await sheet.getByRole('combobox', { name: 'Записи' }).click();
  await page.getByRole('option', { name: 'Компании', exact: true }).click();
  await sheet.getByRole('button', { name: 'Изменить условие' }).click();
  const builder = dialog(page);
  await builder.getByRole('button', { name: 'Условие', exact: true }).click();
  await page.getByRole('option', { name: 'Отрасль' }).click();
  await builder.locator('.builder-value').getByRole('combobox').click();
  await page.getByRole('option', { name: 'Текстиль' }).click();
  await page.keyboard.press('Escape');
  await builder.getByRole('button', { name: 'Применить' }).click();
  await sheet.getByLabel('Сотрудники').fill('Жасур');
  await page.getByRole('option', { name: /Жасур/ }).click();
  await sheet.getByRole('button', { name: 'Создать' }).click();
  await expect(page.getByRole('button', { name: /Текстиль.*Жасур/s })).toBeVisible();

  await signOut(page);
  await signIn(page, OTHER_REP);
  const { items } = await call<{ items: { name: string }[] }>(page, 'GET', '/accounts');
  expect(items.map(({ name }) => name)).toEqual(['Хлопок Юг']);
});

test('everything of a person is handed over, and taken back', async ({ page }) => {
  await signIn(page, REP);
  const { id } = await call<Made>(page, 'POST', '/accounts', { name: 'Хлопок Юг' });
  await signOut(page);
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Пользователи');
  await page.getByRole('button', { name: 'Действия: Малика Юсупова' }).click();
  await page.getByRole('menuitem', { name: 'Передать все дела' }).click();
  const sheet = dialog(page);
  await sheet.getByRole('combobox', { name: 'Кому' }).click();
  await page.getByRole('option', { name: 'Жасур Тошматов' }).click();
  await sheet.getByRole('button', { name: 'Передать' }).click();
  const card = page.getByRole('region', { name: /Передача дел: Малика Юсупова → Жасур/ });
  await expect(card.getByText(/Изменен/)).toBeVisible();
  const owner = async () =>
    (await call<{ owner: { name: string } }>(page, 'GET', `/accounts/${id}`)).owner.name;
  expect(await owner()).toBe('Жасур Тошматов');
  await card.getByRole('button', { name: 'Отменить' }).click();
  await expect.poll(owner).toBe('Малика Юсупова');
});
