// Fails the build when what a browser must load first is too heavy (gzip sizes, WEB.md "Speed").
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const kilobytes = (path) => gzipSync(readFileSync(path), { level: 9 }).length / 1024;
const sum = (pattern) =>
  [...html.matchAll(pattern)].reduce((total, match) => total + kilobytes(join(dist, match[1])), 0);

const rows = [
  ['entry scripts', sum(/(?:src|href)="\/(assets\/[^"]+\.js)"/g), 230],
  ['entry styles', sum(/href="\/(assets\/[^"]+\.css)"/g), 22],
];
const entry = new Set([...html.matchAll(/"\/assets\/([^"]+\.js)"/g)].map((match) => match[1]));
for (const name of readdirSync(join(dist, 'assets'))) {
  if (!name.endsWith('.js') || entry.has(name)) continue;
  const size = kilobytes(join(dist, 'assets', name));
  if (size > 60) rows.push([name, size, 60]);
}
let failed = false;
for (const [name, size, limit] of rows) {
  const over = size > limit;
  failed ||= over;
  console.log(`${over ? 'TOO BIG' : 'ok     '} ${name}: ${size.toFixed(1)} of ${limit} KB`);
}
process.exit(failed ? 1 : 0);
