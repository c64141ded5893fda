/** Key screens in light and dark have no serious barrier for people with disabilities (axe). */
import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { call, dialog, NARROW, signIn } from './support/steps';
import { ADMINISTRATOR, expect, test } from './support/test';

test.use({ company: { administrator: ADMINISTRATOR, demo: true } });

interface Barrier {
  id: string;
  impact: string | null;
  where: string[];
}

const WHOLE = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Serious and critical violations on the page as it is now. `only`: tags or names of rules. */
async function barriers(page: Page, only = WHOLE): Promise<Barrier[]> {
  await page.waitForLoadState('networkidle');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { axe: tool } = window as unknown as { axe: typeof import('axe-core') };
    const result = await tool.run(document, {
      runOnly: { type: values.length === 1 ? 'rule' : 'tag', values },
      resultTypes: ['violations'],
    });
    return result.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({
        id,
        impact: impact ?? null,
        where: nodes.slice(0, 4).map(({ html, failureSummary }) =>
          `${html.slice(0, 160)} — ${failureSummary?.split('\n')[1]?.trim() ?? ''}`),
      }));
  }, only);
}

const SCREENS = [
  '/', '/o/leads', '/o/deals', '/o/deals?kind=kanban', '/import', '/bin', '/profile',
  '/settings/users', '/settings/teams', '/settings/roles',
];
const PHONE_SCREENS = ['/', '/o/deals', '/o/deals?kind=kanban', '/import', '/settings/users'];

async function everyScreen(page: Page, screens: string[], only?: string[]) {
  await page.goto('/sign-in');
  expect(await barriers(page, only), 'sign-in').toEqual([]);
  await signIn(page, ADMINISTRATOR);
  const { items } = await call<{ items: { id: string }[] }>(page, 'GET', '/deals?limit=1');
  for (const address of [...screens, `/o/deals/${items[0]!.id}`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    expect(await barriers(page, only), address).toEqual([]);
  }
}

test('every key screen is open to all', async ({ page }) => {
  await everyScreen(page, SCREENS);
  await page.goto('/o/deals');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('KeyC');
  await expect(dialog(page)).toBeVisible();
  expect(await barriers(page), 'create').toEqual([]);
});

test.describe('in dark colours', () => {
  test.use({ colorScheme: 'dark' });

  test('every key screen has enough contrast', ({ page }) =>
    everyScreen(page, SCREENS, ['color-contrast']));
});

test.describe('on a phone', () => {
  test.use(NARROW);

  test('key screens are open to all', ({ page }) => everyScreen(page, PHONE_SCREENS));
});
