/** Letters and messages: written on the record, sent by the person's own program, kept. */
import { call, dialog, isNarrow, NARROW, signIn, WIDE } from './support/steps';
import { expect, REP, test } from './support/test';

type Page = Parameters<typeof call>[0];

async function openComposer(page: Page, kind: string) {
  if (!isNarrow(page)) return page.getByRole('tab', { name: kind, exact: true }).click();
  await page.locator('.phone-bar').getByText('Ещё').click();
  await dialog(page).getByRole('button', { name: kind, exact: true }).click();
}

async function journey(page: Page) {
  await signIn(page, REP);
  const contact = await call<{ id: string }>(page, 'POST', '/contacts', {
    last_name: 'Рахимова', emails: [{ value: 'dilnoza@example.uz' }],
  });
  const { id } = await call<{ id: string }>(
    page, 'POST', '/deals', { name: 'Насосы', contact: contact.id });
  await page.goto(`/o/deals/${id}`);

  await openComposer(page, 'Письмо');
  await page.getByLabel('Тема').fill('Смета');
  await page.getByRole('textbox', { name: 'Письмо' }).fill('Здравствуйте!');
  // Typed text is never lost.
  await page.reload();
  await openComposer(page, 'Письмо');
  await expect(page.getByLabel('Тема')).toHaveValue('Смета');
  const send = page.getByRole('link', { name: 'Открыть в почте' });
  await expect(send).toHaveAttribute('href', 'mailto:dilnoza@example.uz'
    + `?subject=${encodeURIComponent('Смета')}&body=${encodeURIComponent('Здравствуйте!')}`);
  // No mail program is opened in a test.
  await send.evaluate((link) => link.addEventListener('click', (event) => event.preventDefault()));
  await send.click();
  await expect(page.getByText('Записано в ленту')).toBeVisible();
  await expect(page.locator('.item', { hasText: 'Письмо: dilnoza@example.uz' }))
    .toContainText('Здравствуйте!');

  // Where nobody can be written to, it is said so, and there is a way on.
  await openComposer(page, 'Сообщение');
  await expect(page.getByText('Здесь ещё нет телефона и Telegram.')).toBeVisible();
  await page.getByRole('button', { name: 'Заполнить поля' }).click();
  await expect(dialog(page)).toContainText('Изменить: Сделка');
}

for (const [name, size] of [['wide', WIDE], ['narrow', NARROW]] as const) {
  test.describe(name, () => {
    test.use(size);
    test('a letter is written, sent by the own program, and kept', ({ page }) => journey(page));
  });
}
