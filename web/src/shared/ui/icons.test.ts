/** Every icon that a shipped entity names is in the sprite. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// Tests run in web/.
const root = join(process.cwd(), '../entities');
const sprite = readFileSync('src/shared/ui/icons.svg', 'utf8');

it('has the icon of every entity', () => {
  const missing: string[] = [];
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    if (!name.endsWith('.json') || /strings|schema/.test(name)) continue;
    const { icon } = JSON.parse(readFileSync(join(root, name), 'utf8')) as { icon?: unknown };
    if (typeof icon === 'string' && !sprite.includes(`id="${icon}"`)) {
      missing.push(`${name}: ${icon}`);
    }
  }
  expect(missing).toEqual([]);
});
