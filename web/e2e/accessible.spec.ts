/**
 * Nothing serious for axe on the key pages, light and dark; only scripts of our own run; what was
 * typed is there after a reload.
 */
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { call, dialog, enter, go, NARROW, WIDE } from './support/steps';
import { ADMINISTRATOR, expect, PASSWORD, REP, test } from './support/test';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Found {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

declare global {
  interface Window {
    axe: { run: (page: Document, how: object) => Promise<{ violations: Found[] }> };
    refused: string[];
  }
}

async function settle(page: Page) {
  await page.waitForLoadState('networkidle');
  const busy = page.locator('main [aria-busy=true], [role=dialog] [aria-busy=true]');
  await expect(busy).toHaveCount(0);
}

/**
 * What axe calls serious or critical, each with the place it was found in: all of it in light
 * colours, and what the colours alone can spoil in dark ones.
 */
async function serious(page: Page, name: string): Promise<string[]> {
  await settle(page);
  // Not by a script element: our own policy would refuse it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const runOnly = colorScheme === 'light' ? TAGS : ['color-contrast'];
    const violations = await page.evaluate(
      async (rules) => (await window.axe.run(document, {
        runOnly: rules, resultTypes: ['violations'],
      })).violations, runOnly);
    found.push(...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${name}, ${colorScheme}: ${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`)));
  }
  return found;
}

type Visit = [name: string, go: (page: Page) => Promise<unknown>];

const at = (path: string): Visit => [path, (page) => go(page, path)];

async function openRecord(page: Page) {
  const { items } = await call<{ items: { id: string }[] }>(page, 'GET', '/deals?limit=1');
  await page.goto(`/o/deals/${items[0]!.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

const BOTH: Visit[] = [
  at('/'), at('/o/leads'), at('/o/deals?kind=kanban'), at('/o/contacts?kind=table'),
  ['a record', openRecord],
  at('/import'), at('/bin'), at('/profile'), at('/settings/users'),
];

const WIDE_ONLY: Visit[] = [
  at('/docs'), at('/settings/teams'), at('/settings/roles'), at('/settings/webhooks'),
  at('/settings/sign-in'), at('/settings/audit'),
  ['a record over a list', async (page) => {
    await page.goto('/o/deals?kind=table');
    await page.getByRole('row').nth(1).getByRole('link').first().click();
    await expect(dialog(page).getByRole('heading', { level: 1 })).toBeVisible();
  }],
  ['a new contact', async (page) => {
    await page.goto('/o/contacts');
    await settle(page);
    await page.keyboard.press('KeyC');
    await expect(dialog(page)).toBeVisible();
  }],
  ['the palette', async (page) => {
    await page.goto('/o/deals?kind=kanban');
    await settle(page);
    await page.keyboard.press('Control+KeyK');
    await page.getByRole('combobox').fill('а');
  }],
  ['the sheet of keys', async (page) => {
    await page.goto('/o/deals?kind=table');
    await settle(page);
    await page.keyboard.press('Shift+Slash');
    await expect(dialog(page)).toBeVisible();
  }],
  ['chosen cards', async (page) => {
    await page.goto('/o/deals?kind=kanban');
    await page.getByRole('listitem').first().focus();
    await page.keyboard.press('KeyX');
    await expect(page.getByRole('toolbar')).toBeVisible();
  }],
];

const NARROW_ONLY: Visit[] = [
  ['everything', async (page) => {
    await page.goto('/');
    await settle(page);
    await page.locator('.tabbar').getByRole('button').last().tap();
    await expect(dialog(page)).toBeVisible();
  }],
  ['what can be created', async (page) => {
    await page.goto('/o/tasks');
    await settle(page);
    await page.locator('.tabbar').getByRole('button').first().tap();
    await expect(dialog(page)).toBeVisible();
  }],
];

async function walk(page: Page, visits: Visit[]) {
  await page.goto('/sign-in');
  const found = await serious(page, 'the door');
  await enter(page, ADMINISTRATOR, PASSWORD);
  for (const [name, go] of visits) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await go(page);
    found.push(...(await serious(page, name)));
  }
  expect(found).toEqual([]);
}

test.describe('axe finds nothing serious, light or dark', () => {
  test.use({ company: { administrator: ADMINISTRATOR, demo: true } });
  test.setTimeout(150_000);
  test.describe('wide', () => {
    test.use(WIDE);
    test('on pages', ({ page }) => walk(page, BOTH));
    test('on what lies over them, and in the settings', ({ page }) => walk(page, WIDE_ONLY));
  });
  test.describe('narrow', () => {
    test.use(NARROW);
    test('on pages and sheets', ({ page }) => walk(page, [...BOTH, ...NARROW_ONLY]));
  });
});

test.describe('scripts', () => {
  test.use({ said: /Executing inline script violates/ });
  test('only those of our own run', ({ page }) => keepsPolicy(page));
});

async function keepsPolicy(page: Page) {
  await page.addInitScript(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      window.refused.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  const answer = await page.goto('/sign-in');
  const policy = Object.fromEntries((answer!.headers()['content-security-policy'] ?? '')
    .split(';').map((part) => part.trim().split(/ (.*)/s).slice(0, 2)));
  expect(policy['script-src'] ?? policy['default-src']).toBe("'self'");
  expect(policy['object-src']).toBe("'none'");
  await enter(page, REP);
  for (const path of ['/', '/o/deals?kind=kanban', '/o/contacts', '/import', '/profile']) {
    await page.goto(path);
    await settle(page);
    expect(await page.evaluate(() => window.refused), path).toEqual([]);
  }
  // The policy is not only written but kept.
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return 'ran' in window;
  });
  expect(ran).toBe(false);
  await expect.poll(() => page.evaluate(() => window.refused[0])).toContain('script-src');
}

test('what was typed is there after a reload', async ({ page }) => {
  await enter(page, REP);
  await page.goto('/o/contacts');
  const create = page.locator('.list-bar').getByRole('button', { name: 'Создать' });
  await create.click();
  await dialog(page).getByLabel('Фамилия').fill('Набрано и не сохранено');
  await page.reload();
  await create.click();
  await expect(dialog(page).getByLabel('Фамилия')).toHaveValue('Набрано и не сохранено');
  await page.keyboard.press('Escape');

  const { id } = await call<{ id: string }>(page, 'POST', '/deals', { name: 'Насосы' });
  await page.goto(`/o/deals/${id}`);
  await page.getByPlaceholder('Напишите заметку').fill('Заметка на полуслове');
  await page.reload();
  await expect(page.getByText('Заметка на полуслове')).toBeVisible();
});
