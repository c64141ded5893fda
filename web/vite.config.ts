import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.RAPPORT_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server compares Origin with Host, so Host stays the browser's.
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  build: { target: 'es2024', sourcemap: false, chunkSizeWarningLimit: 800 },
  test: {
    environment: 'happy-dom',
    setupFiles: ['./src/shared/lib/test_setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
