import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { startScreens } from './src/app/start_screens';
import { LANGUAGES } from './src/shared/i18n/language';
import { firstParts } from './tools/first_parts';

const server = process.env.RAPPORT_SERVER ?? 'http://127.0.0.1:8080';

/** first.js asks for the entry script of the page; before the style sheet, it would wait for it. */
const firstAfterEntry = {
  name: 'first-after-entry',
  transformIndexHtml: {
    order: 'post' as const,
    handler: (html: string) => {
      const first = '<script src="/first.js"></script>';
      return html.replace(`    ${first}\n`, '')
        .replace(/<script type="module"[^>]*><\/script>/, (entry) => `${entry}\n    ${first}`);
    },
  },
};

export default defineConfig({
  plugins: [
    react(), firstParts(Object.values(startScreens), [...LANGUAGES]), firstAfterEntry,
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server compares Origin with Host, so Host stays the browser's. ws: live changes.
  server: { proxy: { '/api': { target: server, changeOrigin: false, ws: true } } },
  build: {
    target: 'es2024',
    sourcemap: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A screen comes as a few files, not as sixty small ones: what every page must have
          // first, what several screens share, and the screen itself.
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            { name: 'start', tags: ['$initial'], priority: 2 },
            { name: 'libraries', test: /node_modules.*\.[mc]?js$/, minShareCount: 3, priority: 1 },
            // With a module come all that it needs, so the order counts: first what lists are of,
            // which most people open, then what only a record's page needs.
            {
              name: 'lists', minShareCount: 2,
              test: (id) => /src\/(shared|engine\/(fields|filters|form|grid|list|stage_path))\//
                .test(id) && !id.includes('DateControl'),
            },
            {
              name: 'lists', minShareCount: 2,
              test: /src\/engine\/(views\/|undo|record\/(RecordDrawer|is_covered|prepare|index))/,
            },
            {
              name: 'records', minShareCount: 2,
              test: /DateControl|src\/engine\/(record|related|timeline)\//,
            },
            { name: 'calendar', test: /src\/engine\/calendar\/.*\.tsx?$/, minShareCount: 2 },
            { name: 'map', test: /src\/engine\/map\/.*\.tsx?$/, minShareCount: 2 },
            { name: 'engine', test: /src\/.*\.tsx?$/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    // A world of its own for each file took seven times as long.
    isolate: false,
    setupFiles: ['./src/shared/lib/test_setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'tools/*.test.ts'],
    // Typing letter by letter takes seconds where browsers and servers run beside it.
    testTimeout: 30_000,
  },
});
