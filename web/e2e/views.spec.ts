/** Saved views: kept, changed, put back, by a mouse and by a thumb. */
import { call, dialog, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, test } from './support/test';

const makeView = async (page: Parameters<typeof call>[0]) => {
  const { id } = await call<{ id: string }>(page, 'POST', '/views', {
    name: 'По сумме', entity: 'deals', pinned: true, definition: { sort: '-amount' },
  });
  return id;
};

const sortOf = async (page: Parameters<typeof call>[0], id: string) =>
  (await call<{ definition: { sort?: string } }>(page, 'GET', `/views/${id}`)).definition.sort;

test('a list is saved under a name, changed, and put back', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto('/o/deals?sort=-amount');
  await page.getByRole('button', { name: 'Сохранить как…' }).click();
  await dialog(page).getByLabel('Название').fill('Крупные');
  await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('tab', { name: 'Крупные' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: 'Сохранить как…' })).toBeHidden();

  const { searchParams } = new URL(page.url());
  const id = searchParams.get('view')!;
  await page.goto(`/o/deals?view=${id}&sort=name`);
  await page.getByRole('button', { name: 'Сбросить изменения' }).click();
  await expect(page.getByRole('button', { name: 'Сбросить изменения' })).toBeHidden();
  expect(new URL(page.url()).searchParams.get('sort')).toBeNull();

  await page.goto(`/o/deals?view=${id}&sort=name`);
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByText('Представление сохранено')).toBeVisible();
  expect(await sortOf(page, id)).toBe('name');
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('changes of a view are seen and kept', async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    const id = await makeView(page);
    await page.goto(`/o/deals?view=${id}&sort=name`);
    await expect(page.getByRole('img', { name: 'Есть несохранённые изменения' })).toBeVisible();
    await page.getByRole('button', { name: /По сумме/ }).click();
    await page.getByRole('menuitem', { name: 'Сохранить изменения' }).click();
    await expect(page.getByRole('img', { name: 'Есть несохранённые изменения' })).toBeHidden();
    expect(await sortOf(page, id)).toBe('name');
  });

  test('the rights of a role need no scrolling aside', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    await signIn(page, ADMINISTRATOR);
    await page.goto('/settings/roles');
    await page.getByRole('tab', { name: 'Менеджер по продажам' }).click();
    const rights = page.getByRole('region', { name: /рав/ });
    await expect(rights.getByLabel('Лиды: Удаляет')).toBeVisible();
    const overflow = await rights.evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(overflow).toBe(0);
    await rights.getByLabel('Лиды: Удаляет').selectOption('none');
    await expect(page.getByRole('button', { name: 'Сохранить' })).toBeVisible();
  });
});
