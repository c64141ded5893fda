/** Many records at once: as a job with progress and a report, and taken back. */
import { call, dialog, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, PEOPLE, REP, test } from './support/test';

const COLLEAGUE = {
  email: 'dilnoza@example.uz', name: 'Дилноза Каримова', role: 'rep' as const, team: 'Ташкент',
};

test.use({
  company: { administrator: ADMINISTRATOR, people: [...PEOPLE!, COLLEAGUE] },
});

type Page = Parameters<typeof call>[0];

const makeLeads = (page: Page, count: number, more: object = {}) =>
  call(page, 'POST', '/leads/bulk', {
    create: Array.from({ length: count }, (_, at) => ({
      last_name: `Лид ${String(at).padStart(3, '0')}`, company: 'Ангрен', ...more,
    })),
  });

const countOf = async (page: Page, filter: object) =>
  (await call<{ total: number }>(
    page, 'POST', '/leads/query', { filter, limit: 1, count: 'exact' })).total;

const moved = { field: 'company', op: 'eq', value: 'Чирчик' };

async function changeCompany(page: Page, name: string) {
  await page.getByRole('button', { name: 'Изменить поле' }).click();
  await page.getByRole('combobox', { name: 'Найти поле' }).fill('Компания');
  await page.getByRole('option', { name: 'Компания', exact: true }).click();
  await page.getByRole('textbox', { name: 'Компания' }).fill(name);
  await page.getByRole('button', { name: 'Применить' }).click();
}

test('all that a list finds is changed, and the change undone', async ({ page }) => {
  await signIn(page, REP);
  await makeLeads(page, 260);
  await page.goto('/o/leads');
  await page.getByRole('checkbox', { name: 'Выбрать загруженные записи' }).click();
  await page.getByRole('button', { name: 'Выбрать все найденные' }).click();
  await changeCompany(page, 'Чирчик');
  const card = page.getByRole('region', { name: 'Лиды: Компания' });
  await expect(card).toContainText('Изменено 260 записей', { timeout: 30_000 });
  expect(await countOf(page, moved)).toBe(260);
  await expect(page.getByRole('row', { name: /Лид 259/ })).toContainText('Чирчик');
  await card.getByRole('button', { name: 'Отменить' }).click();
  await expect(card).toContainText('Возвращено 260 записей', { timeout: 30_000 });
  expect(await countOf(page, moved)).toBe(0);
});

test('what may not be changed is named in the report, later too', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  const idOf = async (where: string, name: string) =>
    (await call<{ items: { id: string; name: string }[] }>(page, 'GET', `/${where}?fields=name`))
      .items.find((item) => item.name === name)!.id;
  // Two are a colleague's: seen in the team, but not to be changed.
  await makeLeads(page, 2, {
    owner: await idOf('users', COLLEAGUE.name), team: await idOf('teams', COLLEAGUE.team),
  });
  await page.context().clearCookies();
  await signIn(page, REP);
  await makeLeads(page, 58);
  await page.goto('/o/leads');
  await page.getByRole('checkbox', { name: 'Выбрать загруженные записи' }).click();
  await changeCompany(page, 'Чирчик');
  const card = page.getByRole('region', { name: 'Лиды: Компания' });
  await expect(card).toContainText('2 не изменены', { timeout: 30_000 });
  await card.getByRole('button', { name: 'Отчёт' }).click();
  await expect(dialog(page).getByRole('link')).toHaveCount(2);
  await expect(dialog(page)).toContainText('У вас нет права');
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: 'Ещё действия' }).click();
  await page.getByRole('menuitem', { name: 'Массовые изменения' }).click();
  await dialog(page).getByRole('button', { name: 'Отменить' }).click();
  await expect(dialog(page)).toContainText('Возвращено 58 записей', { timeout: 30_000 });
  expect(await countOf(page, moved)).toBe(0);
});

test('tags are added to the chosen ones and taken away again', async ({ page }) => {
  await signIn(page, REP);
  await makeLeads(page, 2, { tags: ['выставка'] });
  await page.goto('/o/leads?kind=table');
  const tagged = (tag: string) => countOf(page, { field: 'tags', op: 'in', value: [tag] });
  const apply = async (deed: string, tag: string) => {
    await page.getByRole('button', { name: 'Теги' }).click();
    await page.getByText(deed, { exact: true }).click();
    await page.locator('#bulk-value').fill(tag);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Применить' }).click();
  };
  await page.getByRole('checkbox', { name: 'Выбрать загруженные записи' }).click();
  await apply('Добавить теги', 'рассылка');
  await expect.poll(() => tagged('рассылка')).toBe(2);
  await apply('Убрать теги', 'выставка');
  await expect.poll(() => tagged('выставка')).toBe(0);
  expect(await tagged('рассылка')).toBe(2);
  await page.getByRole('alert').last().getByRole('button', { name: 'Отменить' }).click();
  await expect.poll(() => tagged('выставка')).toBe(2);
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('many are deleted and come back', async ({ page }) => {
    await signIn(page, REP);
    await makeLeads(page, 55);
    await call(page, 'POST', '/batches', { entity: 'leads', delete: true });
    await page.goto('/o/leads');
    await page.getByRole('button', { name: 'Ещё действия' }).click();
    await page.getByRole('menuitem', { name: 'Массовые изменения' }).click();
    await expect(dialog(page)).toContainText('В корзине 55 записей', { timeout: 30_000 });
    await dialog(page).getByRole('button', { name: 'Отменить' }).click();
    await expect(dialog(page)).toContainText('Возвращено 55 записей', { timeout: 30_000 });
    expect(await countOf(page, { field: 'company', op: 'eq', value: 'Ангрен' })).toBe(55);
  });
});
