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

/** Serious and critical violations of WCAG A and AA on the page as it is now. */
async function barriers(page: Page): Promise<Barrier[]> {
  await page.waitForLoadState('networkidle');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: typeof import('axe-core') };
    const result = await tool.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
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
  });
}

const SCREENS = [
  '/', '/o/leads', '/o/deals', '/o/deals?kind=kanban', '/import', '/bin', '/profile',
  '/settings/users', '/settings/teams', '/settings/roles',
];

async function everyScreen(page: Page) {
  await page.goto('/sign-in');
  expect(await barriers(page), 'sign-in').toEqual([]);
  await signIn(page, ADMINISTRATOR);
  const { items } = await call<{ items: { id: string }[] }>(page, 'GET', '/deals?limit=1');
  for (const address of [...SCREENS, `/o/deals/${items[0]!.id}`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    expect(await barriers(page), address).toEqual([]);
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('every key screen is open to all', async ({ page }) => {
      await everyScreen(page);
      await page.goto('/o/deals');
      await page.keyboard.press('KeyC');
      await expect(dialog(page)).toBeVisible();
      expect(await barriers(page), 'create').toEqual([]);
    });
  });

  test.describe(`on a phone in ${colorScheme} colours`, () => {
    test.use({ ...NARROW, colorScheme });

    test('every key screen is open to all', ({ page }) => everyScreen(page));
  });
}
