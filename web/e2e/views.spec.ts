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

test('a width alone is a change of a view, and is put back', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await call(page, 'POST', '/deals', { name: 'Насосы' });
  const id = await makeView(page);
  await page.goto(`/o/deals?view=${id}`);
  const head = page.getByRole('columnheader', { name: 'Название' });
  await expect(head).toBeVisible();
  const before = (await head.boundingBox())!;
  const reset = page.getByRole('button', { name: 'Сбросить изменения' });
  await expect(reset).toBeHidden();
  const edge = before.x + before.width - 2;
  await page.mouse.move(edge, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge + 80, before.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(reset).toBeVisible();
  expect((await head.boundingBox())!.width).toBeGreaterThan(before.width + 60);
  await reset.click();
  await expect(reset).toBeHidden();
  expect((await head.boundingBox())!.width).toBe(before.width);
});

test('a locked view is not changed until it is unlocked', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  const id = await makeView(page);
  await page.goto(`/o/deals?view=${id}&sort=name`);
  const menu = page.getByRole('button', { name: 'Представления' });
  await expect(page.getByRole('button', { name: 'Сохранить', exact: true })).toBeVisible();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Защитить от изменений' }).click();
  await expect(page.getByRole('button', { name: 'Сохранить', exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Сохранить как…' })).toBeVisible();
  expect(await sortOf(page, id)).toBe('-amount');
  await menu.click();
  await page.getByRole('menuitem', { name: 'Снять защиту' }).click();
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByText('Представление сохранено')).toBeVisible();
  expect(await sortOf(page, id)).toBe('name');
});

test('a role opens the view meant for it first, and then what was left', async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  const { items } = await call<{ items: { id: string; key: string }[] }>(
    page, 'GET', '/roles?fields=key');
  const administrators = items.find(({ key }) => key === 'administrator')!;
  const { id } = await call<{ id: string }>(page, 'POST', '/views', {
    name: 'Для роли', entity: 'leads', shared: 'everyone', pinned: true,
    definition: { sort: 'name' }, default_for: [administrators.id],
  });
  await page.goto('/o/leads');
  await expect(page.getByRole('tab', { name: 'Для роли' }))
    .toHaveAttribute('aria-selected', 'true');
  expect(new URL(page.url()).searchParams.get('view')).toBe(id);
  await page.getByRole('tab', { name: 'Все', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Все', exact: true }))
    .toHaveAttribute('aria-selected', 'true');
  await page.goto('/');
  await page.goto('/o/leads');
  await expect(page.getByRole('tab', { name: 'Все', exact: true }))
    .toHaveAttribute('aria-selected', 'true');
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
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => rights.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  });
});
