/** Signing in safely: second factor, proving it again, links for passwords, others' sessions. */
import { dialog, goTo, NARROW, signIn, signOut } from './support/steps';
import { makeSessionsOld, oneTimeCode } from './support/security';
import { ADMINISTRATOR, expect, PASSWORD, REP, test } from './support/test';

test('a second factor is turned on, asked for, and turned off', async ({ page }) => {
  test.slow();  // signs in five times
  await signIn(page, REP);
  await page.goto('/profile');
  const factor = page.getByRole('region', { name: 'Второй фактор' });
  await factor.getByRole('button', { name: 'Включить' }).click();
  await expect(dialog(page).getByRole('img', { name: 'QR-код для приложения' })).toBeVisible();
  const secret = await dialog(page).getByRole('code').innerText();
  await dialog(page).getByLabel('Код из приложения').fill('000000');
  await dialog(page).getByRole('button', { name: 'Включить' }).click();
  await expect(dialog(page).getByLabel('Код из приложения'))
    .toHaveAttribute('aria-invalid', 'true');
  await dialog(page).getByLabel('Код из приложения').fill(oneTimeCode(secret, -1));
  await dialog(page).getByRole('button', { name: 'Включить' }).click();
  await expect(dialog(page).getByText('Коды восстановления')).toBeVisible();
  const codes = (await dialog(page).getByRole('code').innerText()).split('\n');
  expect(codes).toHaveLength(10);
  await dialog(page).getByRole('button', { name: 'Закрыть' }).last().click();
  await expect(factor.getByText('Осталось 10 кодов восстановления')).toBeVisible();

  await signOut(page);
  const enter = async (code: string) => {
    await page.getByLabel('Эл. почта').fill(REP);
    await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Войти', exact: true }).click();
    await page.getByLabel('Одноразовый код').fill(code);
    await page.getByRole('button', { name: 'Войти', exact: true }).click();
  };
  await enter('000000');
  await expect(page.getByRole('alert')).toContainText('Код неверен');
  await page.reload();
  await enter(oneTimeCode(secret));
  await expect(page.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  await signOut(page);
  await enter(codes[0] ?? '');
  await expect(page.getByRole('navigation', { name: 'Разделы' })).toBeVisible();

  await page.goto('/profile');
  await expect(factor.getByText('Осталось 9 кодов восстановления')).toBeVisible();
  await expect(page.getByRole('region', { name: 'История входов' }).getByText('неверный код'))
    .toBeVisible();
  await factor.getByRole('button', { name: 'Выключить' }).click();
  await dialog(page).getByRole('button', { name: 'Выключить' }).click();
  await expect(factor.getByText('Выключен', { exact: true })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('an old sign-in is proved again, and the work goes on', async ({ page, server }) => {
    await signIn(page, ADMINISTRATOR);
    await page.goto('/profile');
    await makeSessionsOld(server);
    await page.getByRole('button', { name: 'Новый ключ' }).click();
    await dialog(page).getByLabel('Название').fill('Сайт');
    await dialog(page).getByRole('button', { name: 'Создать' }).click();
    const confirm = page.getByRole('dialog', { name: 'Подтвердите, что это вы' });
    await confirm.getByLabel('Пароль', { exact: true }).fill('wrong-password-1');
    await confirm.getByRole('button', { name: 'Подтвердить' }).click();
    await expect(confirm.getByLabel('Пароль', { exact: true }))
      .toHaveAttribute('aria-invalid', 'true');
    await confirm.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
    await confirm.getByRole('button', { name: 'Подтвердить' }).click();
    await expect(confirm).toBeHidden();
    await expect(dialog(page).getByRole('code')).toHaveText(/^rk_/);
  });
});

test('who does not prove it changes nothing', async ({ page, server }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Пользователи');
  await makeSessionsOld(server);
  await page.getByRole('button', { name: /Малика Юсупова/ }).first().click();
  await dialog(page).getByLabel('Почта').fill('thief@example.uz');
  await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
  const confirm = page.getByRole('dialog', { name: 'Подтвердите, что это вы' });
  await confirm.getByRole('button', { name: 'Отмена' }).click();
  await expect(page.getByText('Подтвердите, что это вы: введите пароль ещё раз')).toBeVisible();
  await page.reload();
  await expect(page.getByText(REP)).toBeVisible();
  await expect(page.getByText('thief@example.uz')).toHaveCount(0);
});

test('a person chooses a password by a link, once', async ({ page, browser }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Пользователи');
  await page.getByRole('button', { name: 'Действия: Малика Юсупова' }).click();
  await page.getByRole('menuitem', { name: 'Ссылка для пароля' }).click();
  const link = await dialog(page).getByRole('code').innerText();
  expect(link).toContain('/set-password#');
  const other = await browser.newContext({ baseURL: new URL(link).origin });
  const theirs = await other.newPage();
  await theirs.goto(link);
  await expect(theirs.getByText(REP)).toBeVisible();
  expect(theirs.url()).not.toContain('#');
  await theirs.getByLabel('Пароль', { exact: true }).fill('short');
  await theirs.getByRole('button', { name: 'Сохранить пароль' }).click();
  await expect(theirs.getByLabel('Пароль', { exact: true }))
    .toHaveAttribute('aria-invalid', 'true');
  await theirs.getByLabel('Пароль', { exact: true }).fill('Amudaryo-2026-x');
  await theirs.getByRole('button', { name: 'Сохранить пароль' }).click();
  await theirs.getByRole('link', { name: 'Ко входу' }).click();
  await signIn(theirs, REP, 'Amudaryo-2026-x');
  await theirs.goto(link);
  await expect(theirs.getByText('Ссылка не действует')).toBeVisible();
  await other.close();
});

test('an administrator signs somebody out', async ({ page, browser }) => {
  await signIn(page, ADMINISTRATOR);
  const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const theirs = await other.newPage();
  await signIn(theirs, REP);
  await goTo(page, 'Пользователи');
  await page.getByRole('button', { name: 'Действия: Малика Юсупова' }).click();
  await page.getByRole('menuitem', { name: 'Безопасность' }).click();
  const sheet = dialog(page);
  await expect(sheet.getByText('вход с нового устройства')).toBeVisible();
  await sheet.getByRole('button', { name: 'Выйти везде' }).click();
  await expect(sheet.getByText('Нигде')).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole('button', { name: 'Войти', exact: true })).toBeVisible();
  await other.close();
});

test('directory and provider are set up', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await goTo(page, 'Вход');
  const directory = page.getByRole('region', { name: /LDAP/ });
  await directory.getByLabel('Адрес', { exact: true }).fill('http://dc.example.com');
  await directory.getByRole('button', { name: 'Сохранить' }).click();
  await expect(directory.getByLabel('Адрес', { exact: true }))
    .toHaveAttribute('aria-invalid', 'true');
  await directory.getByLabel('Адрес', { exact: true }).fill('ldaps://127.0.0.1');
  await directory.getByLabel('Где искать людей (DN)').fill('dc=example,dc=com');
  await directory.getByRole('button', { name: 'Проверить' }).click();
  await expect(directory.getByRole('alert')).toContainText('127.0.0.1');

  const provider = page.getByRole('region', { name: /OpenID/ });
  await expect(provider.getByLabel('Адрес возврата для службы')).toHaveValue(/\/sign-in\/arrival$/);
  await provider.getByLabel('Включено').check();
  await provider.getByLabel('Адрес службы (issuer)').fill('https://login.example.com');
  await provider.getByLabel('Идентификатор клиента').fill('rapport');
  await provider.getByLabel('Секрет клиента').fill('secret');
  await provider.getByLabel('Надпись на кнопке').fill('Пример');
  await provider.getByRole('button', { name: 'Добавить группу' }).click();
  await provider.getByLabel('Группа', { exact: true }).fill('sales');
  await provider.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено')).toBeVisible();
  await expect(provider.getByText('Сохранён. Оставьте пустым')).toBeVisible();
  await page.reload();
  await expect(provider.getByLabel('Группа', { exact: true })).toHaveValue('sales');
  await signOut(page);
  await expect(page.getByRole('button', { name: 'Войти через Пример' })).toBeVisible();
  // Somebody comes back with what was not begun here.
  await page.goto('/sign-in/arrival?code=x&state=y');
  await expect(page.getByRole('alert')).toContainText('Начните заново');
  expect(page.url()).not.toContain('code=');
});
