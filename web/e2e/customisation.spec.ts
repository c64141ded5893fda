/** What an administrator adds to the model is there for who works, without a reload. */
import type { Page } from '@playwright/test';
import { call, dialog, goTo, signIn } from './support/steps';
import { ADMINISTRATOR, expect, REP, test } from './support/test';

/** Changes the model as the administrator, in a browser of his own. */
async function asAdministrator(page: Page, changes: (other: Page) => Promise<void>) {
  const baseURL = new URL(page.url()).origin;
  const context = await page.context().browser()!.newContext({ baseURL });
  const other = await context.newPage();
  await signIn(other, ADMINISTRATOR);
  await changes(other);
  await context.close();
}

test('an own field is filled in, shown in the list and filtered by', async ({ page }) => {
  await signIn(page, REP);
  const deal = await call<{ id: string }>(page, 'POST', '/deals', { name: 'Крыша' });
  await goTo(page, 'Сделки');
  await expect(page.getByRole('row', { name: /Крыша/ })).toBeVisible();
  await asAdministrator(page, async (other) => {
    await call(other, 'PUT', '/metadata/entities/deals/fields/paint', {
      type: 'choice', labels: { ru: 'Краска' }, choices: [
        { key: 'red', color: 'red', labels: { ru: 'Красная' } },
        { key: 'blue', color: 'blue', labels: { ru: 'Синяя' } },
      ],
    });
    await call(other, 'PUT', '/metadata/entities/deals/layout', {
      list: ['name', 'paint', 'stage', 'amount'],
    });
  });
  // The page learns of it by itself: the column is there.
  await expect(page.getByRole('columnheader', { name: 'Краска' })).toBeVisible({ timeout: 15_000 });

  await call(page, 'POST', '/deals', { name: 'Забор', paint: 'blue' });
  await page.goto(`/o/deals/${deal.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Крыша' })).toBeVisible();
  await page.keyboard.press('e');
  const form = dialog(page);
  await expect(form.getByText('Поля компании')).toBeVisible();
  await form.getByLabel('Краска').click();
  await page.getByRole('option', { name: 'Красная' }).click();
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await expect(form).toBeHidden();
  await expect.poll(async () =>
    (await call<{ paint: string }>(page, 'GET', `/deals/${deal.id}`)).paint).toBe('red');

  const filter = encodeURIComponent(JSON.stringify({ field: 'paint', op: 'in', value: ['red'] }));
  await goTo(page, 'Сделки');
  await expect(page.getByRole('row', { name: /Крыша.*Красная/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Забор.*Синяя/ })).toBeVisible();
  const found = await call<{ items: { name: string }[] }>(page, 'GET', `/deals?filter=${filter}`);
  expect(found.items.map(({ name }) => name)).toEqual(['Крыша']);
});

test('an own entity is in the menu and works', async ({ page }) => {
  await signIn(page, REP);
  await asAdministrator(page, async (other) => {
    await call(other, 'PUT', '/metadata/entities/projects', {
      icon: 'building', color: 'teal', activities: true,
      labels: { ru: { one: 'Проект', many: 'Проекты', new: 'Новый проект' } },
      fields: {
        name: { type: 'text', required: true, labels: { ru: 'Название' } },
        city: { type: 'text', labels: { ru: 'Город' } },
        customer: { type: 'link', to: 'accounts', inverse: 'projects', labels: { ru: 'Заказчик' } },
      },
    });
  });
  await goTo(page, 'Проекты');
  await page.getByRole('button', { name: 'Новый проект' }).first().click();
  const form = dialog(page);
  await form.getByLabel('Название').fill('Башня');
  await form.getByLabel('Город').fill('Самарканд');
  await form.getByRole('button', { name: 'Создать', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Башня' })).toBeVisible();
  await goTo(page, 'Проекты');
  await expect(page.getByRole('row', { name: /Башня.*Самарканд/ })).toBeVisible();
  await page.getByRole('link', { name: 'Башня' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Башня' })).toBeVisible();
  await expect.poll(async () =>
    (await call<{ items: { name: string }[] }>(page, 'GET', '/search?q=башня')).items
      .map(({ name }) => name)).toEqual(['Башня']);
});
