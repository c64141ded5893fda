/** The guide and README show pictures that are there, and the script knows how to take them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const GUIDE = resolve(ROOT, 'docs/guide');
const PICTURES = resolve(GUIDE, 'pictures');
const MOST_BYTES = 2 * 1024 * 1024;

const taken = readdirSync(PICTURES).sort();
const pages = ['README.md', 'docs/guide/first-day.en.md', 'docs/guide/first-day.ru.md'];

it('takes just the pictures that are there', () => {
  // Loads all that the script needs, and starts nothing.
  const told = execFileSync('node', ['tools/pictures.mjs', '--list'], {
    cwd: resolve(ROOT, 'web'), encoding: 'utf8',
  });
  expect(told.trim().split('\n').sort()).toEqual(taken);
});

it('is not heavy to fetch', () => {
  const bytes = taken.reduce((sum, name) => sum + statSync(resolve(PICTURES, name)).size, 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

it.each(pages)('%s names only what is there', (page) => {
  const folder = resolve(ROOT, page, '..');
  const links = [...readFileSync(resolve(ROOT, page), 'utf8')
    .matchAll(/\]\((?!https?:|#)([^)\s]+)\)|src="(?!https?:)([^"]+)"/g)]
    .map((match) => match[1] ?? match[2]!);
  const pictures = links.filter((link) => link.endsWith('.webp'));
  expect(pictures.length).toBeGreaterThanOrEqual(4);
  for (const link of links) expect(() => statSync(resolve(folder, link)), link).not.toThrow();
});

it('shows every picture in the guide of its language', () => {
  for (const language of ['en', 'ru']) {
    const text = readFileSync(resolve(GUIDE, `first-day.${language}.md`), 'utf8');
    const missing = taken.filter((name) => name.includes(`.${language}.`) && !text.includes(name));
    expect(missing).toEqual([]);
  }
});
