/** Steps that many journeys share. */
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD } from './server';

export const WIDE = { viewport: { width: 1440, height: 900 } };
export const NARROW = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const isNarrow = (page: Page) => (page.viewportSize()?.width ?? 0) < 768;

export async function signIn(page: Page, email: string, password = PASSWORD) {
  await page.goto('/sign-in');
  await page.getByLabel('Эл. почта').fill(email);
  await page.getByLabel('Пароль', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Войти', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
}

/** Signs in whatever the language is. */
export async function enter(page: Page, email: string, password = PASSWORD) {
  await page.goto('/sign-in');
  await page.locator('input[autocomplete="username"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await expect(page.locator('main.paper')).toBeVisible();
}

export async function signOut(page: Page) {
  if (isNarrow(page)) {
    await page.getByRole('button', { name: 'Ещё' }).click();
  } else {
    await page.getByRole('complementary').getByRole('button').last().click();
  }
  await page.getByText('Выйти', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Войти', exact: true })).toBeVisible();
}

/** Opens a section from the side bar, or from the phone's sheet of everything. */
export async function goTo(page: Page, section: string) {
  if (isNarrow(page)) {
    await page.getByRole('navigation', { name: 'Разделы' }).getByText('Ещё').click();
    await page
      .getByRole('navigation', { name: 'Ещё' })
      .getByRole('link', { name: section })
      .click();
  } else {
    await page
      .getByRole('navigation', { name: 'Разделы' })
      .getByRole('link', { name: section, exact: true })
      .click();
  }
  await expect(page.getByRole('heading', { level: 1, name: section })).toBeVisible();
}

/** Goes there as a link does, without loading the page anew. */
export async function go(page: Page, path: string) {
  await page.evaluate((to) => window.history.pushState(null, '', to), path);
  await page.waitForTimeout(100);
  await expect(page.locator('main h1').first()).toBeVisible();
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
}

/** Sends a request as the person signed in on the page, for what a journey takes for granted. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown) {
  return page.evaluate(
    async ([how, where, what]) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { csrf: string };
      const answer = await fetch(`/api/v1${where as string}`, {
        method: how as string,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf },
        body: what === undefined ? undefined : JSON.stringify(what),
      });
      if (!answer.ok)
        throw new Error(
          `${how as string} ${where as string}: ${answer.status} ${await answer.text()}`,
        );
      return answer.status === 204 ? undefined : answer.json();
    },
    [method, path, body] as const,
  ) as Promise<T>;
}

/** The dialog on top. */
export const dialog = (page: Page): Locator => page.getByRole('dialog').last();
