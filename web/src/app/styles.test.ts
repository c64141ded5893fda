/** A Mantine component whose style nobody imports looks broken; this finds it first. */
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  eager: true, query: '?raw', import: 'default',
});
// Tests run in web/.
const styles = 'node_modules/@mantine/core/styles/';

// Components drawn with the styles of another one.
const SAME_AS: { [component: string]: string } = {
  TextInput: 'Input', Textarea: 'Input', Select: 'Combobox', MultiSelect: 'PillsInput',
  TagsInput: 'PillsInput', Autocomplete: 'Combobox',
};

it('imports the style of every Mantine component used', () => {
  const all = Object.values(sources).join('\n');
  const imported = new Set(
    [...all.matchAll(/@mantine\/core\/styles\/(\w+)\.layer\.css/g)].map((match) => match[1]));
  const used = new Set(
    [...all.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)]
      .flatMap((match) => match[1]!.split(',').map((name) => name.trim()))
      .filter((name) => /^[A-Z]/.test(name))
      .map((name) => SAME_AS[name] ?? name));
  const missing = [...used].filter(
    (name) => existsSync(`${styles}${name}.layer.css`) && !imported.has(name));
  expect(missing).toEqual([]);
});
