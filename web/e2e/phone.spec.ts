/** All of it on the smallest phone: nothing runs out of the screen, menus come from below. */
import type { Locator, Page } from '@playwright/test';
import { call, dialog, enter, go } from './support/steps';
import { ADMINISTRATOR, expect, test } from './support/test';

const SMALLEST = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const SCREENS = [
  '/', '/o/leads?kind=table', '/o/deals?kind=kanban', '/o/deals?kind=calendar',
  '/o/accounts?kind=map', '/calendar', '/import', '/duplicates', '/bin', '/profile', '/docs',
  '/settings/users', '/settings/teams', '/settings/roles', '/settings/webhooks',
  '/settings/sign-in',
];
const TABS = ['', '?tab=fields', '?tab=files', '?tab=history'];

test.use({ ...SMALLEST, company: { administrator: ADMINISTRATOR, demo: true } });

/** What reaches over the right edge, other than inside of a strip that is meant to be scrolled. */
const tooWide = (page: Page) => page.evaluate(() => {
  const isScrolled = (element: Element | null): boolean => {
    if (!element || element === document.body) return false;
    const { overflowX } = getComputedStyle(element);
    return overflowX === 'auto' || overflowX === 'scroll' || overflowX === 'hidden'
      || isScrolled(element.parentElement);
  };
  const found = [...document.querySelectorAll('#root *')]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1
      && !isScrolled(element.parentElement) && getComputedStyle(element).position !== 'fixed')
    .map((element) => element.outerHTML.slice(0, 120));
  if (document.documentElement.scrollWidth > window.innerWidth) found.push('the page itself');
  return found;
});

/** Of the parts of the screen that scroll downwards: those that also scroll sideways. */
const sideways = (page: Page) => page.evaluate(() => [...document.querySelectorAll('#root *')]
  .filter((element) => element.scrollWidth > element.clientWidth + 1
    && element.scrollHeight > element.clientHeight + 1
    && ['auto', 'scroll'].includes(getComputedStyle(element).overflowY)
    && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
    && element.clientWidth > window.innerWidth / 2 && element.tagName !== 'PRE')
  .map((element) => element.outerHTML.slice(0, 120)));

async function firstOf(page: Page, entity: string) {
  const { items } = await call<{ items: { id: string }[] }>(page, 'GET', `/${entity}?limit=1`);
  return items[0]!.id;
}

test('no screen is wider than the phone, in no language', async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, ADMINISTRATOR);
  const record = `/o/deals/${await firstOf(page, 'deals')}`;
  const contact = `/o/contacts/${await firstOf(page, 'contacts')}`;
  const wrong: string[] = [];
  for (const language of ['uz', 'ru', 'en'] as const) {
    await call(page, 'PATCH', '/profile', { language });
    await page.evaluate((code) => localStorage.setItem('language', code), language);
    await page.goto('/bin');
    for (const path of [...SCREENS, contact, ...TABS.map((tab) => record + tab)]) {
      await go(page, path);
      const found = [...await tooWide(page), ...await sideways(page)];
      wrong.push(...found.map((what) => `${language} ${path}: ${what}`));
    }
  }
  expect(wrong).toEqual([]);
});

/** It stands on the lower edge, as wide as the screen, and a thumb can press all of it. */
async function isSheet(sheet: Locator) {
  await expect.poll(async () => {
    const box = await sheet.boundingBox();
    return box && [Math.round(box.x), Math.round(box.width), Math.round(box.y + box.height)];
  }).toEqual([0, 360, 740]);
  const small = await sheet.evaluate((element) =>
    [...element.querySelectorAll('button, [role=menuitem], [role=option]')]
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return height > 0 && (height < 44 || width < 44);
      }).map((one) => one.outerHTML.slice(0, 120)));
  expect(small).toEqual([]);
}

test('menus, panels and dialogs come from below, a tap beside them ends them', async ({ page }) => {
  await enter(page, ADMINISTRATOR);
  await page.goto('/o/leads?kind=table');
  const menu = page.getByRole('menu');
  const beside = () => page.touchscreen.tap(180, 30);

  await page.locator('.view-tab').tap();
  await isSheet(menu);
  await menu.getByText('Сохранить как').tap();
  await isSheet(page.locator('.mantine-Modal-content'));
  await dialog(page).getByRole('button', { name: 'Отмена' }).tap();

  await page.locator('.list-tools-right button').last().tap();
  await isSheet(menu);
  await beside();
  await expect(menu).toBeHidden();
  // The tap that closed it has not pressed what was under it.
  await expect(page.getByRole('searchbox')).toBeHidden();
  await expect(page).toHaveURL(/leads\?kind=table$/);

  const panel = page.locator('.filter-panel');
  await page.getByRole('button', { name: 'Фильтр' }).tap();
  await isSheet(panel);
  await panel.getByText('Компания', { exact: true }).tap();
  await isSheet(panel);
  await beside();
  await expect(panel).toBeHidden();

  await page.goto(`/o/deals/${await firstOf(page, 'deals')}`);
  await page.locator('.item-menu').first().tap();
  await isSheet(menu);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.locator('.phone-bar').getByText('Ещё').tap();
  await isSheet(page.locator('.mantine-Drawer-content'));
});

/** A finger on the sheet's head goes down so far and is lifted; slowly, so that it is no flick. */
async function drawDown(page: Page, head: Locator, by: number) {
  const box = (await head.boundingBox())!;
  const [x, y] = [box.x + 60, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const send = (type: string, at?: number) => session.send('Input.dispatchTouchEvent', {
    type: type as 'touchStart', touchPoints: at === undefined ? [] : [{ x, y: at }],
  });
  await send('touchStart', y);
  for (let step = 1; step <= 8; step += 1) {
    await send('touchMove', y + (by * step) / 8);
    await page.waitForTimeout(40);
  }
  await send('touchEnd');
}

test('a sheet is drawn down and is gone, or stays when it was but a little', async ({ page }) => {
  await enter(page, ADMINISTRATOR);
  await page.goto(`/o/deals/${await firstOf(page, 'deals')}`);
  await page.locator('.phone-bar').getByText('Ещё').tap();
  const sheet = page.locator('.mantine-Drawer-content');
  await isSheet(sheet);
  await drawDown(page, sheet.locator('.sheet-head'), 30);
  await isSheet(sheet);
  await drawDown(page, sheet.locator('.sheet-head'), 160);
  await expect(sheet).toBeHidden();
  await page.locator('.phone-bar').getByText('Ещё').tap();
  await isSheet(sheet);
});
