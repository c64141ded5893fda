/** People are told of what concerns them, see who else is at a record, keep favourites. */
import { call, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, OTHER_REP, PEOPLE, REP, test } from './support/test';

interface Made {
  id: string;
}

test.describe('in one team', () => {
  test.use({ company: {
    administrator: ADMINISTRATOR,
    people: PEOPLE!.map((person) => ({ ...person, team: 'Ташкент' })),
  } });

  test('a mention in a note reaches the person at once', async ({ page, browser, server }) => {
    await signIn(page, REP);
    const contact = await call<Made>(page, 'POST', '/contacts', { last_name: 'Karimova' });
    const his = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signIn(his, OTHER_REP);
    await call(his, 'PATCH', '/profile', { language: 'en' });
    const bell = page.getByRole('button', { name: /^Уведомления/ });
    await page.goto(`/o/contacts/${contact.id}`);
    await his.goto(`/o/contacts/${contact.id}`);
    // Both see that the other one is here.
    await expect(his.getByRole('status', { name: /Малика Юсупова is looking/ })).toBeVisible();
    await expect(page.getByRole('status', { name: /Жасур Тошматов: смотрит/ })).toBeVisible();

    await his.keyboard.press('n');
    const box = his.locator('.composer textarea').first();
    await box.fill('Please call her today, ');
    await box.pressSequentially('@мали');
    await his.getByRole('option', { name: 'Малика Юсупова' }).click();
    await expect(box).toHaveValue('Please call her today, @Малика Юсупова ');
    await his.keyboard.press('Control+Enter');
    await expect(his.locator('.mention', { hasText: '@Малика Юсупова' })).toBeVisible();

    await expect(bell).toContainText('1');
    await bell.click();
    const told = page.getByRole('dialog').getByRole('listitem');
    await expect(told).toHaveCount(1);
    await expect(told).toContainText('Жасур Тошматов упоминает вас');
    await expect(told).toContainText('Karimova');
    await told.getByRole('link').click();
    await expect(bell).not.toContainText('1');

    // Who types into a field is seen to do so; who leaves is gone.
    await his.keyboard.press('Escape');
    await his.getByRole('button', { name: /^Edit: Job title/ }).first().click();
    await expect(page.getByRole('status', { name: /Жасур Тошматов: редактирует/ })).toBeVisible();
    await his.context().close();
    await expect(page.getByRole('status', { name: /Жасур/ })).toBeHidden();
  });
});

test('a record is followed and starred', async ({ page, browser, server }) => {
  await signIn(page, ADMINISTRATOR);
  const deal = await call<Made>(page, 'POST', '/deals', { name: 'Крыша' });
  const other = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(other, ADMINISTRATOR);
  await page.goto(`/o/deals/${deal.id}`);
  await page.getByRole('button', { name: 'Следить за изменениями' }).click();
  await page.getByRole('button', { name: 'В избранное' }).click();
  const favourite = page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', {
    name: 'Крыша',
  });
  await expect(favourite).toBeVisible();
  // The same person in another window is nobody else.
  await other.goto(`/o/deals/${deal.id}`);
  await expect(page.locator('.person-here')).toHaveCount(0);
  await page.getByRole('button', { name: 'В избранное' }).click();
  await expect(favourite).toBeHidden();
  await other.context().close();
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('a given record is told of in the menu', async ({ page, browser, server }) => {
    const boss = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signIn(boss, ADMINISTRATOR);
    const { items } = await call<{ items: Made[] }>(
      boss, 'GET', '/users?filter={"field":"email","op":"eq","value":"malika@example.uz"}');
    for (const name of ['Крыша', 'Забор']) {
      await call(boss, 'POST', '/deals', { name, owner: items[0]!.id });
    }
    await boss.context().close();
    await signIn(page, REP);
    await page.getByRole('button', { name: 'Ещё' }).click();
    await page.getByRole('button', { name: /^Уведомления/ }).click();
    // What is given in one go is one notice.
    const told = page.getByRole('dialog').last().getByRole('listitem');
    await expect(told).toHaveCount(1);
    await expect(told).toContainText('передаёт вам 2 записи');
  });
});
