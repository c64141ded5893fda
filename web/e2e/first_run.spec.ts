/** From the one-time link that the program prints to the first deal. */
import { dialog } from './support/steps';
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

  await page.goto(link);
  await expect(page).toHaveURL(/\/$/);
});

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
