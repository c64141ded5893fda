/** The calendar: drawing, dragging, the keyboard instead; views of a list by a date; a phone. */
import type { Page } from '@playwright/test';
import { call, dialog, NARROW, signIn, WIDE } from './support/steps';
import { expect, REP, test } from './support/test';

// A Wednesday of a week without surprises, in a zone with summer time.
const NOON = '2026-03-18T11:00:00Z';
test.use({ timezoneId: 'Europe/Berlin' });

interface Made {
  id: string;
}

const chip = (page: Page, name: string) => page.locator('[data-event]', { hasText: name });

/** Where a day and an hour are in the grid of a week. */
async function at(page: Page, day: number, hour: number) {
  const column = page.locator('.cal-column').nth(day);
  await column.evaluate((element, top) => {
    element.closest('.cal-scroll')!.scrollTop = top;
  }, 7 * 48);
  const box = (await column.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + hour * 48 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

const meeting = (page: Page, id: string) =>
  call<{ starts_at: string; ends_at: string; all_day: boolean }>(page, 'GET', `/meetings/${id}`);

test.describe('wide', () => {
  test.use(WIDE);

  test('a meeting is drawn, dragged, made longer and taken back', async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await signIn(page, REP);
    await page.getByRole('link', { name: 'Календарь' }).click();
    await expect(page.getByRole('heading', { name: 'Март 2026' })).toBeVisible();
    await expect(page.locator('.cal-now')).toContainText('12:00');

    await drag(page, await at(page, 3, 10.02), await at(page, 3, 11.5));
    await page.getByRole('menuitem', { name: 'Новая встреча' }).click();
    await dialog(page).getByLabel('Тема').fill('Осмотр цеха');
    await dialog(page).getByRole('button', { name: 'Создать' }).last().click();
    await expect(chip(page, 'Осмотр цеха')).toHaveAccessibleName(/19 мар.*10:00\s–\s11:30/);

    await drag(page, await at(page, 3, 10.4), await at(page, 4, 13.4));
    await expect(chip(page, 'Осмотр цеха')).toHaveAccessibleName(/20 мар.*13:00\s–\s14:30/);
    await page.getByRole('button', { name: 'Отменить' }).click();
    await expect(chip(page, 'Осмотр цеха')).toHaveAccessibleName(/19 мар.*10:00\s–\s11:30/);

    // By its lower edge; Esc gives a drag up.
    await drag(page, await at(page, 3, 11.47), await at(page, 3, 13));
    await expect(chip(page, 'Осмотр цеха')).toHaveAccessibleName(/10:00\s–\s13:00/);
    const grip = await at(page, 3, 10.4);
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
    await page.mouse.move(grip.x + 300, grip.y + 60, { steps: 5 });
    await expect(page.locator('.cal-ghost')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(page.locator('.cal-ghost')).toBeHidden();
    await expect(chip(page, 'Осмотр цеха')).toHaveAccessibleName(/19 мар.*10:00\s–\s13:00/);
    await page.reload();
    await expect(chip(page, 'Осмотр цеха')).toHaveAccessibleName(/19 мар.*10:00\s–\s13:00/);
  });

  test('everything is reached by the keyboard too', async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await signIn(page, REP);
    const { id } = await call<Made>(page, 'POST', '/meetings', {
      subject: 'Планёрка', starts_at: '2026-03-18T08:00:00Z', ends_at: '2026-03-18T09:00:00Z',
    });
    await page.goto('/calendar');
    await chip(page, 'Планёрка').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect(chip(page, 'Планёрка')).toHaveAccessibleName(/19 мар.*09:00/);
    await chip(page, 'Планёрка').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(chip(page, 'Планёрка')).toHaveAccessibleName(/09:15\s–\s10:15/);
    await chip(page, 'Планёрка').focus();
    await page.keyboard.press('Space');
    await page.getByRole('menuitem', { name: 'Другое время' }).click();
    await dialog(page).getByRole('switch', { name: 'Весь день' }).check({ force: true });
    await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
    await expect(page.locator('.cal-lanes [data-event]')).toHaveAccessibleName(/весь день/);
    await expect.poll(() => meeting(page, id)).toMatchObject({
      all_day: true, starts_at: '2026-03-18T23:00:00Z', ends_at: '2026-03-19T22:59:00Z',
    });
    await chip(page, 'Планёрка').focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('heading', { name: 'Планёрка' })).toBeVisible();
  });

  test('a move over the night when the clock changes keeps the hour', async ({ page }) => {
    await page.clock.setFixedTime('2026-03-27T11:00:00Z');
    await signIn(page, REP);
    const { id } = await call<Made>(page, 'POST', '/meetings', {
      subject: 'Сверка', starts_at: '2026-03-28T09:00:00Z', ends_at: '2026-03-28T10:30:00Z',
    });
    await page.goto('/calendar');
    await drag(page, await at(page, 5, 10.4), await at(page, 6, 10.4));
    await expect(chip(page, 'Сверка')).toHaveAccessibleName(/29 мар.*10:00\s–\s11:30/);
    await expect.poll(() => meeting(page, id)).toMatchObject({
      starts_at: '2026-03-29T08:00:00Z', ends_at: '2026-03-29T09:30:00Z',
    });
  });

  test('deals by the day they close are a view of the list', async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await signIn(page, REP);
    for (const [name, day] of [['Насосы', '2026-03-12'], ['Трубы', '2026-03-25']] as const) {
      await call(page, 'POST', '/deals', { name, closes_on: day });
    }
    await page.goto('/o/deals?kind=calendar');
    await expect(chip(page, 'Насосы')).toHaveAccessibleName(/12 мар/);
    const from = (await chip(page, 'Насосы').boundingBox())!;
    const to = (await page.locator('.cal-cell').nth(18).boundingBox())!;
    await drag(page, { x: from.x + 40, y: from.y + 8 }, { x: to.x + 40, y: to.y + 50 });
    await expect(chip(page, 'Насосы')).toHaveAccessibleName(/13 мар/);

    await page.getByRole('button', { name: 'Сохранить как' }).click();
    await dialog(page).getByLabel('Название').fill('Закрытия');
    await dialog(page).getByRole('button', { name: 'Сохранить' }).click();
    await page.goto('/o/deals?kind=table');
    await page.getByRole('tab', { name: 'Закрытия' }).click();
    await expect(chip(page, 'Трубы')).toBeVisible();
    // Its filter holds in the calendar as well.
    await page.getByRole('textbox', { name: 'Искать в списке' }).or(
      page.getByRole('searchbox', { name: 'Искать в списке' })).fill('насос');
    await expect(chip(page, 'Трубы')).toBeHidden();
    await expect(chip(page, 'Насосы')).toBeVisible();
  });
});

test.describe('narrow', () => {
  test.use(NARROW);

  test('on a phone the coming days are a list', async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await signIn(page, REP);
    const { id } = await call<Made>(page, 'POST', '/meetings', {
      subject: 'Kickoff', starts_at: '2026-03-18T14:00:00Z', ends_at: '2026-03-18T15:00:00Z',
    });
    await call(page, 'PATCH', '/profile', { language: 'en' });
    await page.goto('/calendar');
    await expect(page.getByRole('region', { name: 'Wednesday, 18 March' })).toContainText('15:00');
    await page.getByRole('button', { name: 'Change: Kickoff' }).click();
    await dialog(page).getByRole('button', { name: 'To tomorrow' }).click();
    await expect(page.getByRole('region', { name: 'Thursday, 19 March' })).toContainText('Kickoff');
    // It stands there before it is saved.
    await expect.poll(async () => (await meeting(page, id)).starts_at)
      .toBe('2026-03-19T14:00:00Z');
    await page.getByText('Day', { exact: true }).click();
    await page.getByRole('button', { name: 'Thursday, 19 March' }).click();
    await chip(page, 'Kickoff').click();
    await expect(page.getByRole('heading', { name: 'Kickoff' })).toBeVisible();
  });
});
