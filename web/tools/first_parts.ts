/**
 * Writes into index.html what would be known only when the first script has run: the fonts, and for
 * public/first.js the files of the screens that people open the product with, and of their words.
 */
import type { Plugin, Rolldown } from 'vite';
import type { StartScreen } from '../src/app/start_screens';

interface Parts {
  /** A pattern of paths. */
  at: string;
  /** Names of files in /assets/. */
  files: string[];
  words: { [language: string]: string[] };
}

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;
const nameOf = (file: string) => file.replace(/^assets\//, '');

function chunkOf(bundle: Bundle, path: string): Chunk {
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => id.endsWith(`/src/${path}`)))
      return chunk;
  throw new Error(`first-parts: ${path} is in no file`);
}

/** The chunk, its styles and what it imports, but for what is known already. */
function filesOf(bundle: Bundle, chunk: Chunk, known: Set<string>): string[] {
  if (known.has(chunk.fileName)) return [];
  known.add(chunk.fileName);
  const imported = chunk.imports.flatMap((file) => {
    const next = bundle[file];
    return next?.type === 'chunk' ? filesOf(bundle, next, known) : [];
  });
  return [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? []), ...imported].map(nameOf);
}

export function partsOf(bundle: Bundle, screens: StartScreen[], languages: string[]): Parts[] {
  const first = new Set<string>();
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.isEntry) filesOf(bundle, chunk, first);
  const wordFiles = (language: string, names: string[]) => names.map((name) =>
    nameOf(chunkOf(bundle, `shared/i18n/locales/${language}/${name}.json`).fileName));
  return screens.map(({ module, words, at }) => ({
    at: at.source,
    files: filesOf(bundle, chunkOf(bundle, module), new Set(first)),
    words: Object.fromEntries(languages.map((language) => [
      language, wordFiles(language, ['common', ...words])])),
  }));
}

/** Else they are asked for when the first text is drawn, and the page is laid out twice. */
const fontsOf = (bundle: Bundle) =>
  Object.keys(bundle).filter((file) => file.endsWith('.woff2'));

export const firstParts = (screens: StartScreen[], languages: string[]): Plugin => ({
  name: 'first-parts',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) => bundle && {
      html,
      tags: [
        {
          tag: 'meta', injectTo: 'head-prepend',
          attrs: {
            name: 'first-parts', content: JSON.stringify(partsOf(bundle, screens, languages)),
          },
        },
        ...fontsOf(bundle).map((file) => ({
          tag: 'link', injectTo: 'head' as const,
          attrs: {
            rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}`,
          },
        })),
      ],
    },
  },
});
