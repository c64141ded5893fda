// Makes src/shared/ui/icons.svg, the sprite of icons that metadata may name, from tools/icons.txt.
// Run `node tools/icons.mjs` after changing the list.
import { readFileSync, writeFileSync } from 'node:fs';

const here = (path) => new URL(path, import.meta.url);
const names = readFileSync(here('icons.txt'), 'utf8').split(/\s+/).filter(Boolean).sort();
const pascal = (name) => name.replace(/(^|-)(\w)/g, (_, dash, letter) => letter.toUpperCase());
const symbols = [];
for (const name of new Set(names)) {
  const path = `../node_modules/@tabler/icons-react/dist/esm/icons/Icon${pascal(name)}.mjs`;
  const { __iconNode: nodes } = await import(here(path));
  const shapes = nodes.map(([tag, attributes]) => {
    const { key, ...rest } = attributes;
    const text = Object.entries(rest).map(([k, v]) => `${k}="${v}"`).join(' ');
    return `<${tag} ${text}/>`;
  });
  symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${shapes.join('')}</symbol>`);
}
const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
writeFileSync(here('../src/shared/ui/icons.svg'), svg);
console.log(`${symbols.length} icons`);
