// node bin/run.mjs FILE.ts …arguments: runs a TypeScript entry through tsx, in this same process, so that signals, standard
// input and the exit status are its own. Where tsx is left out (the image), the compiled twin in dist/ runs instead.
import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from './sources.mjs';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || !file.endsWith('.ts')) {
  console.error('Usage: node bin/run.mjs FILE.ts [arguments]');
  process.exit(2);
}

process.setSourceMapsEnabled(true);
const entry = await findEntry();
process.argv.splice(1, process.argv.length - 1, entry, ...rest);
await import(pathToFileURL(entry).href);

async function findEntry() {
  const source = resolve(root, file);
  const compiled = join(root, 'dist', file.replace(/\.ts$/, '.js'));
  if (existsSync(source)) {
    const { register } = await import('tsx/esm/api');
    register();
    // `fork` and workers hand these on, so that a child whose entry is TypeScript runs too.
    process.execArgv.push('--import', import.meta.resolve('tsx'));
    return source;
  }
  if (existsSync(compiled)) return compiled;
  console.error(`There is neither ${file} nor dist/${file.replace(/\.ts$/, '.js')}.`);
  process.exit(2);
}
