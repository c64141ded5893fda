import { expect, test } from 'vitest';
import type { Rolldown } from 'vite';
import { partsOf } from './first_parts';

type Bundle = Rolldown.OutputBundle;

const bundleOf = (chunks: { [file: string]: object }) => Object.fromEntries(
  Object.entries(chunks).map(([file, more]) => [`assets/${file}`, {
    type: 'chunk', fileName: `assets/${file}`, imports: [], moduleIds: [], ...more,
  }])) as unknown as Bundle;

const words = (language: string) => (
  { moduleIds: [`/web/src/shared/i18n/locales/${language}/common.json`] });
const screens = [{ module: 'engine/list/ListScreen.tsx', words: [], at: /^\/o$/ }];

const bundle = () => bundleOf({
  'index.js': { isEntry: true, imports: ['assets/react.js'] },
  'react.js': {},
  'list.js': {
    moduleIds: ['/web/src/engine/list/ListScreen.tsx'],
    imports: ['assets/react.js', 'assets/grid.js'],
    viteMetadata: { importedCss: new Set(['assets/list.css']) },
  },
  'grid.js': { imports: ['assets/index.js', 'assets/list.js'] },
  'later.js': {},
  'ru.js': words('ru'),
  'uz.js': words('uz'),
});

test('a screen has its file, its styles and what it imports, but nothing that the page has', () => {
  expect(partsOf(bundle(), screens, ['ru', 'uz'])).toEqual([{
    at: '^\\/o$',
    files: ['list.js', 'list.css', 'grid.js'],
    words: { ru: ['ru.js'], uz: ['uz.js'] },
  }]);
});

test('what is in no file fails the build', () => {
  expect(() => partsOf(bundle(), screens, ['en'])).toThrow('locales/en/common.json is in no file');
});
