/**
 * Takes the pictures of the user's guide and of README: ten screens of the demo company, in English
 * and Russian, at twice the size, as WebP. From web/, after ./run build:
 *
 *   npm run pictures                 all of them
 *   npm run pictures -- board en     those whose names have all of the words
 *   npm run pictures -- --list       only says their names
 *
 * Nothing is asked of any other machine; the map is drawn from what the program carries.
 */
import { chromium } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startServer } from '../e2e/support/server.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/guide/pictures');
const LANGUAGES = ['en', 'ru'];
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const QUALITY = 0.7;
const WHO = 'malika@demo.rapport';
const PASSWORD = 'rapport-demo';

const HEADS = {
  en: 'Last name;First name;Company;Phone;E-mail;City',
  ru: 'Фамилия;Имя;Компания;Телефон;Почта;Город',
};
const ROWS = `Rahimova;Aziza;Bukhara Silk;+998 90 555-10-20;aziza@bukharasilk.example;Bukhara
Nazarov;Botir;Chirchiq Glass;+998 93 555-30-40;botir@chirchiqglass.example;Chirchiq
Saidova;Feruza;Samarkand Ceramics;+998 97 555-50-60;feruza@samceramics.example;Samarkand
`;

/** Name, kind of screen, how to get there; `dark` for the one that shows the dark theme. */
const PICTURES = [
  { name: 'home', go: (page) => page.goto('/') },
  { name: 'list', go: (page) => page.goto('/o/deals?kind=table&sort=-amount') },
  { name: 'board', dark: true, go: (page) => page.goto('/o/deals?kind=kanban') },
  { name: 'record', go: openDeal },
  { name: 'calendar', go: (page) => page.goto('/calendar?span=week') },
  { name: 'map', go: (page) => page.goto('/o/accounts?kind=map') },
  { name: 'import', go: openImport },
  { name: 'merge', go: openMerge },
  { name: 'phone-list', phone: true, go: (page) => page.goto('/o/deals?kind=table&sort=-amount') },
  { name: 'phone-record', phone: true, go: openDeal },
];

const fileOf = (picture, language) => `${picture.name}.${language}.webp`;

async function call(page, method, path, body) {
  return page.evaluate(async ([how, where, what]) => {
    const session = await (await fetch('/api/v1/session')).json();
    const answer = await fetch(`/api/v1${where}`, {
      method: how,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf },
      body: what && JSON.stringify(what),
    });
    if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }, [method, path, body]);
}

async function openDeal(page) {
  const { items } = await call(page, 'POST', '/deals/query', {
    filter: { all: [
      { field: 'stage', op: 'in', value: ['negotiation', 'proposal'] },
      { field: 'owner', op: 'eq', value: 'me' },
    ] },
    sort: '-amount', limit: 1,
  });
  await page.goto(`/o/deals/${items[0].id}`);
}

async function openImport(page, language) {
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(
    { name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(`${HEADS[language]}\n${ROWS}`) });
  await page.getByRole('table').first().waitFor();
}

async function openMerge(page) {
  const twin = {
    last_name: 'Rahimova', first_name: 'Dilnoza', phones: [{ value: '+998901234567' }],
  };
  const one = await call(page, 'POST', '/contacts?duplicates=create',
    { ...twin, job_title: 'Accountant', emails: [{ value: 'd.rahimova@ipakfarm.example' }] });
  await call(page, 'POST', '/contacts?duplicates=create',
    { ...twin, job_title: 'Chief accountant' });
  await page.goto(`/o/contacts/${one.id}`);
  await page.locator('.warning button').first().click();
  await page.locator('[role=dialog] .merge').waitFor();
}

async function signIn(browser, url, language, picture) {
  const context = await browser.newContext({
    ...(picture.phone ? PHONE : WIDE), baseURL: url, deviceScaleFactor: 2, locale: language,
    timezoneId: 'Asia/Tashkent', reducedMotion: 'reduce',
    colorScheme: picture.dark ? 'dark' : 'light',
  });
  await context.addInitScript((code) => localStorage.setItem('language', code), language);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto('/sign-in');
  await page.locator('input[autocomplete="username"]').fill(WHO);
  await page.locator('input[type="password"]').fill(PASSWORD);
  await page.locator('button[type="submit"]').click();
  await page.locator('main.paper').waitFor();
  await call(page, 'PATCH', '/profile', { language });
  return page;
}

/** Drawn, with nothing on its way, no blinking caret and no message at the corner. */
async function settle(page) {
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .skeleton'));
  await page.evaluate(() => {
    document.activeElement?.blur();
    document.querySelector('.mantine-Notifications-root')?.remove();
  });
}

async function take(browser, url, language, picture) {
  const page = await signIn(browser, url, language, picture);
  await picture.go(page, language);
  await settle(page);
  const png = (await page.screenshot()).toString('base64');
  const blank = await page.context().newPage();
  const webp = await blank.evaluate(async ([data, quality]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', quality).split(',')[1];
  }, [png, QUALITY]);
  const bytes = Buffer.from(webp, 'base64');
  writeFileSync(resolve(FOLDER, fileOf(picture, language)), bytes);
  console.log(`${fileOf(picture, language)}: ${Math.round(bytes.length / 1024)} KB`);
  await page.context().close();
}

async function main(words) {
  const wanted = LANGUAGES.map((language) => [language, PICTURES.filter((picture) =>
    words.every((word) => fileOf(picture, language).split('.').includes(word)))]);
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'],
  });
  for (const [language, pictures] of wanted) {
    if (pictures.length === 0) continue;
    const server = await startServer({
      administrator: 'anna@example.com', name: 'Anna Karimova', language, demo: true,
    });
    for (const picture of pictures) await take(browser, server.url, language, picture);
    await server.stop();
  }
  await browser.close();
}

const words = process.argv.slice(2);
if (words.includes('--list')) {
  for (const language of LANGUAGES) {
    for (const picture of PICTURES) console.log(fileOf(picture, language));
  }
} else {
  await main(words);
}
