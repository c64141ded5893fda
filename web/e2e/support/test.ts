/**
 * The `test` of all journeys: a company of its own for each, and a watch over the page. A test
 * fails when the page asked another origin for anything or wrote an error into the console.
 */
import { test as base, expect, type Page } from '@playwright/test';
import { startServer, type Company, type Server } from './server';

export { expect };
export { PASSWORD } from './server';

export const ADMINISTRATOR = 'alisher@example.uz';
export const REP = 'malika@example.uz';
export const OTHER_REP = 'jasur@example.uz';

export const PEOPLE: Company['people'] = [
  { email: REP, name: 'Малика Юсупова', role: 'rep', team: 'Ташкент' },
  { email: OTHER_REP, name: 'Жасур Тошматов', role: 'rep', team: 'Самарканд' },
];

interface Fixtures {
  /** What the company is before the test; test.use({ company: {} }) leaves it to the browser. */
  company: Company;
  /** Statuses that this journey means to meet besides those that all may. */
  allowed: number[];
  /** What it means to make the browser say in the console. */
  said: RegExp | undefined;
  server: Server;
  watched: void;
}

export const test = base.extend<Fixtures>({
  company: [{ administrator: ADMINISTRATOR, people: PEOPLE }, { option: true }],
  allowed: [[], { option: true }],
  said: [undefined, { option: true }],
  server: async ({ company }, use) => {
    const server = await startServer(company);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  watched: [async ({ page, server, allowed, said }, use) => {
    const wrong = watch(page, server.url, new Set(allowed), said);
    await use();
    expect(wrong, 'other origins asked, or errors in the console').toEqual([]);
  }, { auto: true }],
});

// Refusals that people are meant to meet: a duplicate, a stale version, a wrong value; and the
// question who is signed in, asked by a page that does not know yet.
const MEANT = new Set([409, 412, 422]);
const isMeant = (status: number, path: string) =>
  MEANT.has(status) || (status === 401 && path.startsWith('/api/v1/session')) ||
  (status === 404 && path.startsWith('/api/v1/password-link'));

// Made by the page, or parts of the browser: it shows a PDF by pages of its own.
const OWN = /^(data|blob|chrome|chrome-extension):/;

function watch(
  page: Page, origin: string, allowed: ReadonlySet<number>, said: RegExp | undefined,
): string[] {
  const wrong: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !OWN.test(url)) wrong.push(`asked ${url}`);
  });
  page.on('websocket', (socket) => {
    if (!socket.url().startsWith(`${origin.replace('http', 'ws')}/`)) wrong.push(socket.url());
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() < 400 || allowed.has(response.status())) return;
    if (isMeant(response.status(), pathname)) return;
    const line = `${response.status()} ${response.request().method()} ${response.url()}`;
    if (response.status() !== 403) return void wrong.push(line);
    // People are asked for their password again; all other refusals are faults of the page.
    void response.json().catch(() => ({})).then(({ code }: { code?: string }) => {
      if (code !== 'confirm_needed') wrong.push(line);
    });
  });
  page.on('console', (message) => {
    // The browser's own line about a refusal; that was judged above.
    if (message.type() !== 'error' || /^Failed to load resource/.test(message.text())) return;
    // Refusals that the page itself has told of in the console.
    if (allowed.size > 0 && message.text().startsWith('ApiError')) return;
    if (said?.test(message.text())) return;
    wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`thrown: ${error.stack ?? error.message}`));
  return wrong;
}
