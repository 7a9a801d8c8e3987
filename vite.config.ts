import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the server is that the pages of `npm run dev` talk to. */
const server = process.env.CAUCE_SERVER ?? 'http://127.0.0.1:3000';
const serverPaths = ['/api', '/docs', '/hooks', '/webhooks', '/healthz', '/readyz', '/metrics'];

/** The console. `bin/build.mjs` builds it into dist/console; `npm run dev` serves it on 5173, beside the server. */
export default defineConfig({
  root: 'editor',
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    manifest: true,
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      ...Object.fromEntries(serverPaths.map((path) => [path, server])),
      '/socket.io': { target: server, ws: true },
    },
  },
});
