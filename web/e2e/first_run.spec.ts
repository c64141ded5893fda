/** From the one-time link that the program prints to the first deal. */
import { call, dialog } from './support/steps';
import type { Page } from '@playwright/test';
import { expect, PASSWORD, test } from './support/test';

test.use({ company: {} });

test('the one-time link sets the company up, once', async ({ page, server }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByLabel('Одноразовый код')).toBeVisible();

  const link = /First run: (\S+)/.exec(server.output())?.[1] ?? '';
  await page.goto(link);
  await expect(page.getByLabel('Одноразовый код')).toBeHidden();
  await page.getByLabel('Ваше имя').fill('Алишер Каримов');
  await page.getByLabel('Эл. почта').fill('alisher@example.uz');
  await page.getByRole('textbox', { name: /Пароль/ }).fill('12345678');
  await page.getByLabel('Валюта').selectOption('UZS');
  await page.getByLabel('Чем занимается компания')
    .selectOption({ label: 'Строительство и ремонт' });
  await expect(page.getByText('Смета', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Начать работу' }).click();
  // A common password is refused at its field, and nothing typed is lost.
  await expect(page.getByRole('textbox', { name: /Пароль/ })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await page.getByRole('textbox', { name: /Пароль/ }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Начать работу' }).click();

  await expect(page.getByRole('heading', { name: /С чего начнём/ })).toBeVisible({
    timeout: 20_000,
  });
  await page.getByRole('button', { name: /Завести первую сделку/ }).click();
  await dialog(page).getByLabel('Название').fill('Поставка насосов');
  await dialog(page).getByRole('textbox', { name: 'Сумма' }).fill('12 500 000');
  await dialog(page).getByRole('button', { name: 'Создать', exact: false }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Поставка насосов' })).toBeVisible();
  await expect(page.getByText('12 500 000').first()).toBeVisible();

  // The stages are those of the trade, for the samples too.
  const board = await call<{ groups: { stage: string }[] }>(page, 'POST', '/deals/aggregate', {
    group_by: ['stage'], measures: [],
  });
  const stages = board.groups.map(({ stage }) => stage);
  expect(stages).toContain('survey');
  expect(stages).not.toContain('negotiation');

  await page.goto(link);
  await expect(page).toHaveURL(/\/$/);
  await takeSamplesAway(page);
});

/** What was made or changed by the person stays, and is named; everything else goes. */
async function takeSamplesAway(page: Page) {
  interface Found {
    items: { id: string; name: string; account: { id: string; name: string } | null }[];
  }
  const deals = await call<Found>(page, 'GET', '/deals?limit=500&fields=id,name,account');
  const samples = deals.items.filter(({ account }) => account);
  const [first, second] = [samples[0]!, samples.find((one) =>
    one.account!.id !== samples[0]!.account!.id)!];
  await call(page, 'PATCH', `/deals/${first.id}`, { next_step: 'Позвонить' });
  await call(page, 'POST', '/notes', {
    body: 'Важно', related: { entity: 'deals', id: second.id },
  });

  await page.goto('/');
  await page.getByRole('button', { name: 'Убрать примеры' }).click();
  await expect(dialog(page)).toContainText('изменена');
  await expect(dialog(page)).toContainText('нужна вашим записям');
  await dialog(page).getByRole('button', { name: 'Убрать примеры' }).click();
  await expect(dialog(page)).toBeHidden({ timeout: 15_000 });
  await expect(page.getByRole('button', { name: 'Убрать примеры' })).toBeHidden();

  const left = await call<Found>(page, 'GET', '/deals?limit=500&fields=id,name,account');
  expect(left.items.map(({ name }) => name).toSorted()).toEqual(
    ['Поставка насосов', first.name, second.name].toSorted());
  const accounts = await call<Found>(page, 'GET', '/accounts?limit=500&fields=id,name');
  expect(accounts.items.map(({ name }) => name)).toEqual(expect.arrayContaining(
    [first.account!.name, second.account!.name]));
  expect(accounts.items.length).toBeLessThan(10);
  const tasks = await call<Found>(page, 'GET', '/tasks?limit=500&fields=id');
  expect(tasks.items).toEqual([]);
}

test('without sample data the company is empty', async ({ page, server }) => {
  await page.goto(/First run: (\S+)/.exec(server.output())?.[1] ?? '');
  await page.getByLabel('Ваше имя').fill('Алишер Каримов');
  await page.getByLabel('Эл. почта').fill('alisher@example.uz');
  await page.getByRole('textbox', { name: /Пароль/ }).fill(PASSWORD);
  await page.getByRole('switch').uncheck({ force: true });
  await page.getByRole('button', { name: 'Начать работу' }).click();
  await page.getByRole('button', { name: /осмотреться/ }).click();
  const count = await page.evaluate(
    async () =>
      ((await (await fetch('/api/v1/deals?count=exact&limit=1')).json()) as { total: number })
        .total,
  );
  expect(count).toBe(0);
});
