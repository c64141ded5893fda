// Drives the screens in headless Chromium and writes what it measured as JSON to the standard output.
// Called by screens.py:  node screens.mjs '{"url", "email", "password", "runs", "wanted": [name…]}'
//
// Every figure goes from the event of the user's act to the frame after which the final state is on
// the screen, both by the page's own clock. What is final is written beside each measure below and
// in words in README.md.
import { chromium } from '../web/node_modules/@playwright/test/index.mjs';

const { url, email, password, runs, wanted } = JSON.parse(process.argv[2]);
const WINDOW = { viewport: { width: 1440, height: 900 }, locale: 'en-US' };
const LIMIT_MS = 60_000;
const foreign = new Set();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
});
const session = await signIn();

/** A window of its own: an empty cache of files, the session of the rep. */
async function openWindow() {
  const context = await browser.newContext({ ...WINDOW, storageState: session });
  context.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !/^(data|blob):/.test(request.url()))
      foreign.add(request.url());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  return page;
}

async function signIn() {
  const context = await browser.newContext(WINDOW);
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator('input[autocomplete="username"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}/`);
  const state = await context.storageState();
  await context.close();
  return { cookies: state.cookies, origins: [] };
}

/** In the page: ms from the next `event` (or the start of the navigation) to the painted `done`. */
function watch(event, done, argument) {
  window.rapportWatch = new Promise((resolve) => {
    let begun = event === 'navigation' ? 0 : undefined;
    if (event !== 'navigation') {
      const note = (happened) => { begun ??= happened.timeStamp; };
      window.addEventListener(event, note, { capture: true, once: true });
    }
    const look = () => {
      let is = false;
      // What is looked for may not be there yet.
      try { is = begun !== undefined && Boolean(done(argument)); } catch { is = false; }
      if (!is) return requestAnimationFrame(look);
      // A message sent from inside a frame is heard after that frame was painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - begun);
      port2.postMessage(0);
    };
    requestAnimationFrame(look);
  });
}

const watching = (event, done, argument = null) =>
  `(${watch})(${JSON.stringify(event)}, ${done}, ${JSON.stringify(argument)})`;

async function outcome(page, what) {
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`${what}: not there after ${LIMIT_MS} ms`)), LIMIT_MS).unref();
  });
  return Promise.race([page.evaluate('window.rapportWatch'), late]);
}

async function timed(page, event, act, done, argument) {
  await page.evaluate(watching(event, done, argument));
  await act();
  return outcome(page, String(done));
}

/** Until nothing has been asked for a while and the page has drawn what it had to. */
async function rest(page, ms = 500) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(ms);
}

// What is on the screen when an act is done ---------------------------------------------------------

/** Rows with text down to the lower edge of the table, none of them of an earlier question. */
function rowsShown() {
  const grid = document.querySelector('[role="grid"]');
  const rows = [...grid.querySelectorAll('[data-row]')].filter((row) => row.innerText.trim());
  const lowest = Math.max(...rows.map((row) => row.getBoundingClientRect().bottom));
  return !document.querySelector('.list .stale') && lowest >= grid.getBoundingClientRect().bottom;
}

/** The record of this name, its fields and its timeline, with nothing still to come. */
function recordShown(name) {
  const record = document.querySelector('[role="dialog"] .record:not([aria-busy])');
  return record.querySelector('h1').innerText.trim() === name
    && !record.querySelector('.skeleton, [aria-busy="true"]')
    && record.querySelector('.highlight')
    && record.querySelector('.timeline .items li');
}

/** Every column with how many and how much, and cards in each that is not empty. */
function boardShown() {
  const columns = [...document.querySelectorAll('[data-column]')];
  return columns.length > 0 && !document.querySelector('.card-skeleton, .board-room.stale')
    && columns.every((column) => {
      const [count] = column.querySelector('.board-head .num').innerText.match(/\d[\d\s]*/);
      if (count.trim() === '0') return true;
      return column.querySelector('.board-sum').innerText && column.querySelector('[data-card]');
    });
}

/** The card in its new column, and the server's yes: the message that offers to undo. */
function moved({ card, column, messages }) {
  return document.querySelector(`[data-column="${column}"] [data-card="${card}"]`)
    && document.querySelectorAll('.mantine-Notification-root').length > messages;
}

/** What the palette shows answers the whole text. */
function answered(text) {
  const list = document.querySelector('#palette-list');
  return document.querySelector('.palette-field input').value === text
    && list.getAttribute('aria-busy') === 'false' && list.innerText.trim();
}

/** The rows of the list answer the whole text. */
function narrowed(text) {
  return decodeURIComponent(window.location.search).includes(`q=${text}`)
    && !document.querySelector('.list .stale') && document.querySelector('.list [data-row="0"]');
}

/** The dialog is gone, the page of the new record has its name. */
function saved(name) {
  return !document.querySelector('form.form')
    && document.querySelector('.paper h1').innerText.includes(name);
}

function sorted(index) {
  const grid = document.querySelector('[role="grid"]');
  return grid.querySelector(`[aria-colindex="${index}"][aria-sort]`)
    && !document.querySelector('.list .stale') && grid.querySelector('[data-row="0"]').innerText;
}

// The measures: name, unit, and a function that gives one value for each run -----------------------

const openList = async (page, entity, search = '?kind=table') => {
  await page.goto(`${url}/o/${entity}${search}`);
  await page.locator('[data-row="0"]').waitFor();
  await rest(page);
};

const KANBAN = '.list-tools input[value="kanban"] + label';

async function coldList(page) {
  await page.addInitScript(watching('navigation', rowsShown));
  await page.goto(`${url}/o/contacts`, { waitUntil: 'commit' });
  return outcome(page, 'rows');
}

async function cold() {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await openWindow();
    times.push(await coldList(page));
    await page.context().close();
  }
  return times;
}

async function warm() {
  const page = await openWindow();
  await coldList(page);
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    await rest(page, 1500);
    await page.goto('about:blank');
    await page.goto(`${url}/o/contacts`, { waitUntil: 'commit' });
    times.push(await outcome(page, 'rows'));
  }
  await page.context().close();
  return times;
}

async function record() {
  const page = await openWindow();
  await openList(page, 'contacts');
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const link = page.locator(`[data-row="${run * 2}"] a[data-title]`);
    const name = (await link.innerText()).trim();
    times.push(await timed(page, 'click', () => link.click(), recordShown, name));
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    await page.mouse.move(5, 5);
    await rest(page, 300);
  }
  await page.context().close();
  return times;
}

async function board() {
  const page = await openWindow();
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    await openList(page, 'deals');
    times.push(await timed(page, 'click', () => page.locator(KANBAN).click(), boardShown));
  }
  await page.context().close();
  return times;
}

async function drag(page, from, to) {
  const [a, b] = await Promise.all([from.boundingBox(), to.boundingBox()]);
  await page.mouse.move(a.x + a.width / 2, a.y + 12);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width / 2, b.y + 80, { steps: 5 });
  await page.waitForTimeout(200);
}

async function drop() {
  const page = await openWindow();
  await page.goto(`${url}/o/deals?kind=kanban`);
  await page.locator('[data-card]').first().waitFor();
  await rest(page);
  const column = page.locator('[data-column]');
  const target = await column.nth(1).getAttribute('data-column');
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const from = column.nth(0).locator('[data-card]').first();
    const card = await from.getAttribute('data-card');
    const messages = await page.locator('.mantine-Notification-root').count();
    await drag(page, from, column.nth(1));
    const how = { card, column: target, messages };
    times.push(await timed(page, 'drop', () => page.mouse.up(), moved, how));
    await page.locator('.mantine-Notification-root button').first().click();
    await column.nth(0).locator(`[data-card="${card}"]`).waitFor();
    await page.locator('.mantine-Notification-root').waitFor({ state: 'detached' });
    await rest(page);
  }
  await page.context().close();
  return times;
}

/** Types the beginnings of names letter by letter; the slowest letter of each. */
async function typing(page, begin, done, end) {
  await openList(page, 'contacts');
  const names = await page.locator('a[data-title]').allInnerTexts();
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const word = [...names[run * 2].trim().split(/\s+/)[0].slice(0, 6)];
    await begin();
    const each = [];
    for (let at = 0; at < word.length; at += 1) {
      const text = word.slice(0, at + 1).join('');
      const type = () => page.keyboard.type(word[at]);
      each.push(await timed(page, 'input', type, done, text));
      await page.waitForTimeout(80);
    }
    times.push(Math.max(...each.slice(1)));
    await end();
  }
  await page.context().close();
  return times;
}

async function search() {
  const page = await openWindow();
  const field = page.locator('.palette-field input');
  return typing(page, async () => {
    await page.keyboard.press('Control+KeyK');
    await field.waitFor();
  }, answered, async () => {
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
  });
}

async function narrow() {
  const page = await openWindow();
  return typing(page, () => page.locator('.list-search input').focus(), narrowed, async () => {
    await page.locator('.list-search input').fill('');
    await rest(page);
  });
}

async function save() {
  const page = await openWindow();
  await openList(page, 'contacts');
  const [name, emails] = await page.evaluate(async () => {
    const headers = { 'Accept-Language': document.documentElement.lang };
    const { entities } = await (await fetch('/api/v1/metadata', { headers })).json();
    const label = (field) => entities.contacts.fields.find((each) => each.name === field).label;
    return [label('last_name'), label('emails')];
  });
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    await openList(page, 'contacts');
    const mark = `${Date.now().toString(36)}${run}`;
    await page.keyboard.press('KeyC');
    const form = page.locator('form.form');
    await form.getByLabel(name, { exact: true }).fill(mark);
    await form.getByLabel(`${emails} 1`).fill(`${mark}@example.com`);
    await rest(page, 1000);
    const button = form.locator('button[type="submit"]');
    times.push(await timed(page, 'click', () => button.click(), saved, mark));
  }
  await page.context().close();
  return times;
}

async function sort() {
  const page = await openWindow();
  await openList(page, 'contacts');
  const heads = page.locator('[role="columnheader"]:has(button.head-button:enabled)');
  const count = await heads.count();
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    // Another column each time, then the same ones the other way round.
    const head = heads.nth(run % count);
    const index = await head.getAttribute('aria-colindex');
    const press = () => head.locator('button.head-button').click();
    times.push(await timed(page, 'click', press, sorted, index));
    await rest(page, 300);
  }
  await page.context().close();
  return times;
}

async function scroll() {
  const page = await openWindow();
  await openList(page, 'contacts');
  const rates = [];
  for (let run = 0; run < runs; run += 1) {
    rates.push(await page.evaluate(() => new Promise((resolve) => {
      const grid = document.querySelector('[role="grid"]');
      grid.scrollTop = 0;
      let frames = 0;
      let begun;
      const step = (now) => {
        begun ??= now;
        grid.scrollTop += 60;
        if (now - begun >= 4000) return resolve((frames * 1000) / (now - begun));
        frames += 1;
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    })));
    await rest(page, 300);
  }
  await page.context().close();
  return rates;
}

/** Home, a scrolled list, five records, a board, a search, a page of a record, home again. */
async function heap() {
  const page = await openWindow();
  await page.goto(`${url}/`);
  await rest(page);
  await page.locator('.sidebar a[href="/o/contacts"]').click();
  await page.locator('[data-row="0"]').waitFor();
  await page.mouse.move(800, 500);
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 600);
  await rest(page);
  for (let turn = 0; turn < 5; turn += 1) {
    await page.locator('[data-row] a[data-title]').nth(turn * 2 + 4).click();
    await page.locator('[role="dialog"] .timeline .items li').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  }
  await page.locator('.sidebar a[href="/o/deals"]').click();
  await page.locator(KANBAN).click();
  await page.locator('[data-card]').first().click();
  await page.locator('[role="dialog"] .timeline .items li').first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+KeyK');
  await page.locator('.palette-field input').fill('ООО');
  await page.locator('[role="option"]').first().click();
  await rest(page);
  await page.locator('.sidebar a[href="/"]').click();
  await rest(page);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('HeapProfiler.enable');
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  await page.context().close();
  return [usedSize / 2 ** 20];
}

const MEASURES = { cold, warm, record, board, drop, search, narrow, save, sort, scroll, heap };
const found = {};
for (const name of wanted) {
  console.error(`screens: ${name}`);
  try {
    found[name] = await MEASURES[name]();
  } catch (error) {
    console.error(error);
    found[name] = [];
  }
}
found.foreign = [...foreign];
await browser.close();
console.log(JSON.stringify(found));
