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
  server: Server;
  watched: void;
}

export const test = base.extend<Fixtures>({
  company: [{ administrator: ADMINISTRATOR, people: PEOPLE }, { option: true }],
  server: async ({ company }, use) => {
    const server = await startServer(company);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  watched: [async ({ page, server }, use) => {
    const wrong = watch(page, server.url);
    await use();
    expect(wrong, 'other origins asked, or errors in the console').toEqual([]);
  }, { auto: true }],
});

// A browser writes each refused request into the console by itself; refusals that people are meant
// to meet (nobody is signed in yet, a wrong value, a stale version) are no errors of the program.
const REFUSED = /^Failed to load resource: .*\b(401|409|412|422)\b/;

function watch(page: Page, origin: string): string[] {
  const wrong: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) wrong.push(`asked ${url}`);
  });
  page.on('websocket', (socket) => {
    if (!socket.url().startsWith(`${origin.replace('http', 'ws')}/`)) wrong.push(socket.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 500) wrong.push(`${response.status()} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() !== 'error' || REFUSED.test(message.text())) return;
    wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`thrown: ${error.stack ?? error.message}`));
  return wrong;
}
