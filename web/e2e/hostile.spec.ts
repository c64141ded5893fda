/** Scripts in everything that people type or send: shown as text on every screen, run on none. */
import type { Page } from '@playwright/test';
import { call, dialog, signIn } from './support/steps';
import { ADMINISTRATOR, expect, OTHER_REP, PEOPLE, REP, test } from './support/test';

interface Made {
  id: string;
}

const MARK = 'hostile';
const IMAGE = `${MARK}"><img src=x onerror=alert(1)><svg onload=alert(2)>`;
const SCRIPT = `${MARK}</title></script><script>alert(3)</script>{{7*7}}\${7*7}`;
const LINK = `${MARK} [x](javascript:alert(4)) <a href="javascript:alert(5)">x</a>`;
const FRAME = `${MARK}<iframe srcdoc="<script>parent.alert(6)</script>"></iframe>`;
// What would be on a page if one of them were taken for markup.
const TAKEN =
  'img[src="x"], svg[onload], script:not([src]), iframe[srcdoc], a[href^="javascript" i]';

/** The page shows the mark, nothing of it as markup, and nothing has run. */
async function isQuiet(page: Page, ran: string[]) {
  await expect(page.getByText(MARK).first()).toBeVisible();
  await expect(page.locator(TAKEN)).toHaveCount(0);
  await expect(page.getByText('49', { exact: true })).toHaveCount(0);
  expect(ran).toEqual([]);
}

const IN_ONE_TEAM = PEOPLE!.map((person) => ({ ...person, team: IMAGE, name: SCRIPT }));

/** A company in which every text is a script; the ids of what the screens below open. */
async function fill(page: Page) {
  const account = await call<Made>(page, 'POST', '/accounts', {
    name: IMAGE, description: LINK, address: { city: FRAME }, tags: [IMAGE],
  });
  const twins: Made[] = [];
  for (const job_title of [IMAGE, LINK]) {
    twins.push(await call<Made>(page, 'POST', '/contacts?duplicates=create', {
      last_name: SCRIPT, first_name: IMAGE, job_title, account: account.id,
      phones: [{ value: '+998 90 123-45-67' }],
    }));
  }
  const deal = await call<Made>(page, 'POST', '/deals', {
    name: IMAGE, account: account.id, next_step: SCRIPT, loss_comment: FRAME,
  });
  const related = { entity: 'accounts', id: account.id };
  for (const body of [IMAGE, SCRIPT, LINK, FRAME]) {
    await call(page, 'POST', '/notes', { body, related });
  }
  await call(page, 'POST', '/tasks', { subject: SCRIPT, description: FRAME, related });
  await call(page, 'PATCH', `/accounts/${account.id}`, { name: `${SCRIPT} 2`, description: IMAGE });
  return { account, twins, deal };
}

test.describe('in a company of scripts', () => {
  test.use({ company: { administrator: ADMINISTRATOR, people: IN_ONE_TEAM } });
  test.setTimeout(300_000);

  test('no script of a record runs', async ({ page, browser, server }) => {
    const ran: string[] = [];
    page.on('dialog', (shown) => {
      ran.push(shown.message());
      void shown.dismiss();
    });
    await signIn(page, REP);
    const { account, twins, deal } = await fill(page);

    for (const path of [
      '/o/accounts', '/o/contacts', '/o/deals', '/o/deals?kind=kanban', '/o/tasks',
      `/o/accounts/${account.id}`, `/o/contacts/${twins[0]!.id}`, `/o/deals/${deal.id}`,
    ]) {
      await page.goto(path);
      await isQuiet(page, ran);
    }

    // The story of a record, its changes too.
    await page.goto(`/o/accounts/${account.id}`);
    await page.getByRole('button', { name: 'Изменения', exact: true }).click();
    await isQuiet(page, ran);

    // Two that look alike, side by side.
    await page.goto(`/o/contacts/${twins[0]!.id}`);
    await page.locator('.warning').getByRole('button', { name: 'Сравнить и объединить' }).click();
    await expect(dialog(page)).toContainText(MARK, { timeout: 30_000 });
    await isQuiet(page, ran);
    await page.keyboard.press('Escape');

    // What is found.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(MARK);
    await expect(page.getByRole('option').filter({ hasText: MARK }).first()).toBeVisible();
    await isQuiet(page, ran);
    await page.keyboard.press('Escape');

    // A file whose name, headings and cells are scripts.
    await page.goto('/import');
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = [['name', IMAGE], [SCRIPT, LINK], [FRAME, IMAGE]];
    await page.locator('input[type=file]').setInputFiles({
      name: `${IMAGE.replaceAll('/', '')}.csv`, mimeType: 'text/csv',
      buffer: Buffer.from(rows.map((row) => row.map(cell).join(',')).join('\n')),
    });
    await isQuiet(page, ran);

    // A colleague is told of it, in his own browser.
    const his = await (await browser.newContext({ baseURL: server.url })).newPage();
    his.on('dialog', (shown) => {
      ran.push(shown.message());
      void shown.dismiss();
    });
    await signIn(his, OTHER_REP);
    const me = await call<Made>(his, 'GET', '/profile');
    await call(page, 'POST', '/tasks', { subject: IMAGE, owner: me.id });
    const bell = his.getByRole('button', { name: /^Уведомления/ });
    await expect(bell).toContainText('1');
    await bell.click();
    await isQuiet(his, ran);
    await his.context().close();
  });
});

test('a page of another site that opened it has no hold of it', async ({ browser, server }) => {
  const context = await browser.newContext();
  const opener = (url: string) =>
    `<button>go</button><script>document.querySelector('button').onclick = () => {
      window.held = open('${url}');
    };</script>`;
  await context.route('http://elsewhere.test/*', (route) => route.fulfill({
    contentType: 'text/html',
    body: opener(route.request().url().endsWith('/other') ? '/' : server.url),
  }));
  const open = async (path: string) => {
    const page = await context.newPage();
    await page.goto(`http://elsewhere.test${path}`);
    await page.getByRole('button').click();
    return () => page.evaluate(() => !(window as unknown as { held: Window }).held.closed);
  };
  const holdsItsOwn = await open('/other');
  const holdsOurs = await open('/');
  await expect.poll(holdsOurs).toBe(false);
  expect(await holdsItsOwn()).toBe(true);
  await context.close();
});
