/** Two records of one person are compared, merged with all that hangs on them, and parted again. */
import { call, dialog, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, PASSWORD, REP, test } from './support/test';

interface Made {
  id: string;
}

const FIRST = {
  last_name: 'Рахимова', first_name: 'Дилноза', job_title: 'Бухгалтер',
  phones: [{ value: '+998 90 123-45-67' }],
};
const SECOND = {
  last_name: 'Рахимова', first_name: 'Дилноза', job_title: 'Директор',
  emails: [{ value: 'dilnoza@example.uz' }], phones: [{ value: '+998 90 123-45-67' }],
};

test('from the record: compare, choose, merge, undo from the timeline', async ({ page }) => {
  await signIn(page, REP);
  const kept = await call<Made>(page, 'POST', '/contacts', FIRST);
  const other = await call<Made>(page, 'POST', '/contacts?duplicates=create', SECOND);
  await call(page, 'POST', '/tasks', {
    subject: 'Отправить договор', related: { entity: 'contacts', id: other.id },
  });
  await page.goto(`/o/contacts/${kept.id}`);
  const warning = page.locator('.warning', { hasText: 'Возможные дубликаты' });
  await expect(warning).toContainText('Телефоны');
  await warning.getByRole('button', { name: 'Сравнить и объединить' }).click();

  const comparison = dialog(page);
  // What is the same is not shown until it is asked for.
  await expect(comparison.getByText('Фамилия')).toBeHidden();
  const post = comparison.getByRole('group', { name: /^Должность/ });
  await expect(post.getByRole('radio').first()).toBeChecked();
  await post.getByText('Директор').click();
  await comparison.getByRole('button', { name: 'Объединить 2 записи' }).click();
  await expect(page.getByText('Объединено: Рахимова Дилноза')).toBeVisible();
  await expect(comparison).toBeHidden();
  await expect(warning).toBeHidden();
  await expect(page.getByText('dilnoza@example.uz').first()).toBeVisible();
  await expect(page.getByRole('complementary').last().getByText('Директор')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Отправить договор' })).toBeVisible();

  await page.getByRole('button', { name: 'Изменения', exact: true }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'Объединено с: Рахимова Дилноза' });
  await line.getByRole('button', { name: 'Отменить объединение' }).click();
  await expect(dialog(page)).toContainText('Будет восстановлено: Рахимова Дилноза');
  await expect(dialog(page)).toContainText('Вернутся прежние значения');
  await dialog(page).getByRole('button', { name: 'Отменить объединение' }).click();
  await expect(page.getByText('Восстановлено: Рахимова Дилноза')).toBeVisible();
  await expect(page.getByRole('complementary').last().getByText('Бухгалтер')).toBeVisible();
  const back = await call<{ job_title: string }>(page, 'GET', `/contacts/${other.id}`);
  expect(back.job_title).toBe('Директор');
});

test('from a list: some are chosen, merged, and parted again', async ({ page }) => {
  await signIn(page, REP);
  for (const who of [FIRST, SECOND, { ...FIRST, last_name: 'Азимов', phones: [] }]) {
    await call(page, 'POST', '/contacts?duplicates=create', who);
  }
  await page.goto('/o/contacts?kind=table');
  const twins = page.getByRole('row', { name: /Рахимова/ });
  const chosen = page.getByRole('toolbar');
  await twins.first().getByRole('gridcell').first().click();
  // One alone cannot be merged.
  await expect(chosen.getByRole('button', { name: 'Объединить' })).toBeHidden();
  await twins.last().getByRole('gridcell').first().click();
  await chosen.getByRole('button', { name: 'Объединить' }).click();
  await dialog(page).getByRole('button', { name: 'Объединить 2 записи' }).click();
  await expect(twins).toHaveCount(1);
  await expect(chosen).toBeHidden();
  const told = page.getByRole('alert').filter({ hasText: 'Объединено: Рахимова Дилноза' });
  await told.getByRole('button', { name: 'Отменить' }).click();
  await expect(twins).toHaveCount(2);
});

test('the timeline is searched', async ({ page }) => {
  await signIn(page, REP);
  const { id } = await call<Made>(page, 'POST', '/contacts', FIRST);
  for (const body of ['Просила перезвонить утром', 'Любит зелёный чай']) {
    await call(page, 'POST', '/notes', { body, related: { entity: 'contacts', id } });
  }
  await page.goto(`/o/contacts/${id}`);
  await expect(page.getByText('Любит зелёный чай')).toBeVisible();
  await page.getByRole('button', { name: 'Искать в ленте' }).click();
  await page.getByRole('searchbox', { name: 'Искать в ленте' }).fill('ЗЕЛЕНЫЙ');
  await expect(page.getByText('Просила перезвонить утром')).toBeHidden();
  await expect(page.getByText('Любит зелёный чай')).toBeVisible();
  await page.getByRole('searchbox').fill('кофе');
  await expect(page.getByText('В ленте такого нет')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Просила перезвонить утром')).toBeVisible();
});

test.describe('in bulk, on a phone, in Uzbek', () => {
  test.use(NARROW);

  test('groups are merged or said to be different', async ({ page }) => {
    await signIn(page, ADMINISTRATOR, PASSWORD);
    for (const who of [FIRST, SECOND]) await call(page, 'POST', '/contacts?duplicates=create', who);
    for (const inn of ['301234567', '301234568']) {
      await call(page, 'POST', '/accounts?duplicates=create', { name: 'Ромашка', inn });
    }
    await call(page, 'PATCH', '/profile', { language: 'uz' });
    await page.goto('/duplicates?entity=contacts');
    const group = page.getByRole('listitem').filter({ hasText: 'Mos keladi' });
    await expect(group).toHaveCount(1);
    await group.getByRole('button', { name: 'Birlashtirish' }).click();
    await dialog(page).getByRole('button', { name: '2 ta yozuvni birlashtirish' }).click();
    await expect(group).toHaveCount(0);
    await expect(page.getByText('Takroriy yozuvlar yoʻq')).toBeVisible();

    await page.goto('/duplicates?entity=accounts');
    await expect(group).toContainText('Nomi');
    await group.getByRole('button', { name: 'Takror emas' }).click();
    await expect(group).toHaveCount(0);
    await page.reload();
    await expect(page.getByText('Takroriy yozuvlar yoʻq')).toBeVisible();
  });
});
