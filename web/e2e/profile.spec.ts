/** The own account: what is changed there holds, sessions and keys can be ended. */
import { goTo, signIn, signOut } from './support/steps';
import { ADMINISTRATOR, expect, PASSWORD, REP, test } from './support/test';

test('theme, density and name are kept', async ({ page }) => {
  await signIn(page, REP);
  await page.goto('/profile');
  await page.getByLabel('Имя').fill('Малика Юсупова-Каримова');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено')).toBeVisible();
  await page.getByText('Тёмная', { exact: true }).click();
  await page.getByText('Плотные', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await signOut(page);
  // The theme goes with the person, not with the browser.
  await page.evaluate(() => localStorage.removeItem('mantine-color-scheme-value'));
  await page.reload();
  await signIn(page, REP);
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.getByRole('button', { name: 'Малика Юсупова-Каримова' })).toBeVisible();
});

test('another place is signed out, and a new password ends the rest', async ({ page, browser }) => {
  await signIn(page, REP);
  const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const elsewhere = await other.newPage();
  await signIn(elsewhere, REP);
  await page.goto('/profile');
  await page.getByRole('button', { name: /^Выйти: / }).click();
  await expect(page.getByRole('button', { name: /^Выйти: / })).toHaveCount(0);
  await elsewhere.reload();
  await expect(elsewhere.getByRole('button', { name: 'Войти' })).toBeVisible();
  await other.close();

  await page.getByLabel('Текущий пароль').fill(PASSWORD);
  await page.getByLabel('Новый пароль').fill('Amudaryo-2026-x');
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await expect(page.getByText('Пароль изменён')).toBeVisible();
  await signOut(page);
  await signIn(page, REP, 'Amudaryo-2026-x');
});

test('a key is told once, works, and is revoked', async ({ page, playwright, server }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto('/profile');
  await page.getByRole('button', { name: 'Новый ключ' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Название').fill('Сайт');
  await dialog.getByText('Только чтение').click();
  await dialog.getByRole('button', { name: 'Создать' }).click();
  const secret = await dialog.getByRole('code').innerText();
  const program = await playwright.request.newContext({
    baseURL: server.url, extraHTTPHeaders: { Authorization: `Bearer ${secret}` },
  });
  expect((await program.get('/api/v1/deals')).status()).toBe(200);
  expect((await program.post('/api/v1/deals', { data: { name: 'x' } })).status()).toBe(403);
  await dialog.getByRole('button', { name: 'Закрыть' }).last().click();
  await page.getByRole('button', { name: 'Отозвать: Сайт' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
  await expect(page.getByRole('button', { name: 'Отозвать: Сайт' })).toHaveCount(0);
  expect((await program.get('/api/v1/deals')).status()).toBe(401);
  await program.dispose();
});

test('a wrong password is told in plain words', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Эл. почта').fill(REP);
  await page.getByLabel('Пароль', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('alert')).not.toHaveText('');
  await page.goto('/deals-that-are-not');
  await expect(page.getByText(/ничего нет/)).toBeVisible();
  await signIn(page, REP);
  await goTo(page, 'Сделки');
});
