// node tests/support/bundle.mjs ENTRY: prints a module and all it imports as one script for a page.
import { resolve } from 'node:path';
import { build } from 'vite';

const built = await build({
  configFile: false,
  logLevel: 'silent',
  build: {
    write: false,
    minify: false,
    lib: { entry: resolve(process.argv[2]), formats: ['iife'], name: 'bundle' },
  },
});
process.stdout.write([built].flat()[0].output[0].code);
