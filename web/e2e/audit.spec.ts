/** The audit: who saw, changed and exported what, found by an administrator. */
import { call, dialog, goTo, NARROW, signIn, WIDE } from './support/steps';
import { ADMINISTRATOR, expect, REP, test } from './support/test';

test.describe('on a desk', () => {
  test.use(WIDE);

  test('what a colleague did is found, down to the values', async ({ page, browser }) => {
    test.slow();
    await signIn(page, ADMINISTRATOR);
    const account = await call<{ id: string }>(page, 'POST', '/accounts', { name: 'Регистан' });
    const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
    const theirs = await other.newPage();
    await signIn(theirs, REP);
    await call(theirs, 'POST', '/contacts', { last_name: 'Каримова' });
    await other.close();
    await call(page, 'PATCH', `/accounts/${account.id}`, { name: 'Регистан Плаза' });

    await goTo(page, 'Аудит');
    const list = page.getByRole('list', { name: 'Аудит' });
    await page.getByRole('combobox', { name: 'Все действия' }).click();
    await page.getByRole('option', { name: 'Изменение' }).click();
    await expect(page).toHaveURL(/kind=change/);
    const changed = list.getByRole('listitem').filter({ hasText: 'Изменение' }).first();
    await changed.getByRole('button', { name: /^Подробности/ }).click();
    await expect(changed.getByText('Регистан', { exact: true })).toBeVisible();
    await expect(changed.getByText('127.0.0.1').first()).toBeVisible();

    await page.getByRole('combobox', { name: 'Все сотрудники' }).click();
    await page.getByRole('option', { name: /Малика/ }).click();
    await expect(list.getByText('Каримова').first()).toBeVisible();
    await expect(list.getByText('Регистан Плаза')).toHaveCount(0);
    await page.getByRole('button', { name: 'Сбросить' }).click();
    await expect(list.getByText('Вход с нового устройства').first()).toBeVisible();

    const [file] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('link', { name: 'Выгрузить в CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('audit.csv');
  });

  test('a mass export is told of', async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    for (const name of ['Один', 'Два', 'Три']) await call(page, 'POST', '/accounts', { name });
    await page.goto('/settings/audit');
    await page.getByRole('button', { name: 'Настройки аудита' }).click();
    await dialog(page).getByLabel('Выгружено записей за час').fill('2');
    await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
    await expect(page.getByText('Сохранено')).toBeVisible();
    await page.goto('/o/accounts?kind=table');
    await page.getByRole('button', { name: 'Ещё действия' }).click();
    await page.getByRole('menuitem', { name: 'Экспорт в CSV' }).click();
    await expect(page.getByText(/В файле 3/)).toBeVisible();
    await page.goto('/settings/audit?kind=alarm');
    await expect(page.getByRole('list', { name: 'Аудит' }).getByText('Выгружено записей за час: 3'))
      .toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('the latest acts are read', async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    await goTo(page, 'Аудит');
    const list = page.getByRole('list', { name: 'Аудит' });
    await list.getByRole('button', { name: /^Подробности: Вход/ }).first().tap();
    await expect(list.getByText('Браузер или программа').first()).toBeVisible();
  });
});
