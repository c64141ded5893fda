/** The own desktop: arranged by mouse and by menu, with saved views, the same in every browser. */
import { call, dialog, NARROW, signIn, WIDE } from './support/steps';
import { expect, REP, test } from './support/test';

test.describe('wide', () => {
  test.use(WIDE);

  test('widgets are added, moved, removed and put back', async ({ page }) => {
    await signIn(page, REP);
    await call(page, 'POST', '/deals', { name: 'Насосы' });
    await call(page, 'POST', '/views', {
      name: 'Мои сделки', entity: 'deals', kind: 'table',
      definition: { columns: ['name', 'stage'] },
    });
    await page.goto('/');
    const left = page.locator('.home-main-area');
    const right = page.locator('.home-side-area');
    await expect(right.getByRole('heading', { name: 'Недавнее' })).toBeVisible();
    await page.getByRole('button', { name: 'Настроить' }).click();

    // By the menu, which is the way of the keyboard.
    await page.getByRole('button', { name: 'Переместить: Недавнее' }).click();
    await page.getByRole('menuitem', { name: 'В левую колонку' }).click();
    await expect(left.getByRole('heading', { name: 'Недавнее' })).toBeVisible();
    await page.getByRole('button', { name: 'Переместить: Недавнее' }).click();
    await page.getByRole('menuitem', { name: 'Выше' }).click();
    await expect(left.getByRole('heading').first()).toHaveText('Недавнее');

    await page.getByRole('button', { name: 'Добавить' }).click();
    await page.getByRole('menuitem', { name: 'Представление списка' }).click();
    await dialog(page).getByRole('button', { name: 'Мои сделки' }).click();
    await expect(left.getByText('Насосы')).toBeVisible();
    await page.getByRole('button', { name: 'Добавить' }).click();
    await page.getByRole('menuitem', { name: 'Мои показатели' }).click();

    // By the mouse: from the left column over the first one of the right.
    const grip = left.locator('.home-framed', { hasText: 'Представление списка' })
      .locator('.home-grip');
    await grip.dragTo(right.locator('.home-framed').first(), {
      targetPosition: { x: 120, y: 6 },
    });
    await expect(right.getByRole('heading').first()).toHaveText('Мои сделки');

    await page.getByRole('button', { name: 'Убрать: Главные числа' }).click();
    await expect(page.getByText('Открытые сделки', { exact: true })).toBeHidden();
    await page.getByRole('button', { name: 'Готово' }).click();

    // It is kept on the server.
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await expect(right.getByRole('heading').first()).toHaveText('Мои сделки');
    await expect(right.getByRole('heading', { name: 'Мои показатели' })).toBeVisible();
    await expect(page.getByText('Открытые сделки', { exact: true })).toBeHidden();
    await page.getByRole('link', { name: 'Все 1' }).click();
    await expect(page).toHaveURL(/view=/);

    await page.goto('/');
    await page.getByRole('button', { name: 'Настроить' }).click();
    await page.getByRole('button', { name: 'Как было сначала' }).click();
    await expect(page.getByText('Открытые сделки', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Отменить' }).click();
    await expect(right.getByRole('heading').first()).toHaveText('Мои сделки');
  });
});

test.describe('narrow', () => {
  test.use(NARROW);

  test('a phone has the same desktop in one column', async ({ page }) => {
    await signIn(page, REP);
    await call(page, 'PATCH', '/profile', { language: 'uz' });
    await page.goto('/');
    await page.getByRole('button', { name: 'Sozlash' }).click();
    await page.getByRole('button', { name: 'Qoʻshish' }).click();
    await page.getByRole('menuitem', { name: 'Yaqin yetti kun' }).click();
    await page.getByRole('button', { name: 'Tayyor' }).click();
    await expect(page.getByRole('heading', { name: 'Yaqin yetti kun' })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});
