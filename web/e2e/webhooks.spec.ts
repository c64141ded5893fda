/** A webhook is made, its secret is told once, and its log says what became of what it sent. */
import { dialog, goTo, signIn } from './support/steps';
import { ADMINISTRATOR, expect, REP, test } from './support/test';

test('a webhook is made, tested, and its message sent again', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Вебхуки');
  await expect(page.getByText('Вебхуков пока нет')).toBeVisible();
  await page.getByRole('button', { name: 'Новый вебхук' }).first().click();
  const sheet = page.getByRole('dialog').first();
  await sheet.getByLabel('Название').fill('Склад');
  await sheet.getByLabel('Адрес').fill('http://127.0.0.1:9/hook');
  await sheet.getByRole('combobox', { name: 'Раздел' }).click();
  await page.getByRole('option', { name: 'Сделки', exact: true }).click();
  // A condition that is wrong is said with its place.
  await sheet.getByLabel('Условие').fill('{"all":[{"field":"nam","op":"eq","value":"A"}]}');
  await sheet.getByRole('button', { name: 'Создать' }).click();
  await expect(sheet.getByText(/filter\.all\[0\]\.field/)).toBeVisible();
  await sheet.getByLabel('Условие').fill('{"field":"name","op":"starts","value":"А"}');
  await sheet.getByRole('button', { name: 'Создать' }).click();
  const told = page.getByRole('dialog', { name: 'Секрет вебхука' });
  await expect(told.getByRole('code')).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await told.getByRole('button', { name: 'Закрыть' }).last().click();
  await expect(dialog(page)).toBeHidden();

  await page.getByRole('button', { name: /Склад/ }).click();
  await expect(page.getByText('Пока ничего не отправлено')).toBeVisible();
  await page.getByRole('button', { name: 'Отправить проверку' }).click();
  const log = page.getByRole('region', { name: 'Отправки' });
  await expect(log.getByText('ping')).toBeVisible();
  await expect(log.getByText(/127\.0\.0\.1.*--allow-outbound/)).toBeVisible();
  await log.getByRole('button', { name: 'Отправить снова: ping' }).click();
  await expect(log.getByText('Ждёт')).toBeVisible();
  await page.getByRole('button', { name: 'Новый секрет' }).click();
  await expect(told.getByRole('code')).toHaveText(/^whsec_/);
});

test('others find no webhooks', async ({ page }) => {
  await signIn(page, REP);
  await expect(page.getByRole('link', { name: 'Вебхуки' })).toBeHidden();
  await page.goto('/settings/webhooks');
  await expect(page).toHaveURL(/\/$/);
});
