// What a browser loads before it shows the first page: the entry, what it imports at once, one language, and the larger of the two
// pages one may begin with. The build fails when that is more than it may be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** JavaScript, compressed. */
export const mostBytes = 250_000;

/** The weight of the first page of a console that was built into `folder`, in bytes of compressed JavaScript. */
export function firstPageBytes(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
  const languages = ['texts/es.ts', 'texts/en.ts', 'texts/pt.ts'];
  const pages = ['app/SignIn.tsx', 'home/HomePage.tsx'];
  const weigh = (...entries) => {
    const files = new Set();
    const add = (entry) => {
      const part = manifest[entry];
      if (!part) throw new Error(`The console has no part ${entry} any more.`);
      if (files.has(part.file)) return;
      files.add(part.file);
      (part.imports ?? []).forEach(add);
    };
    entries.forEach(add);
    return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
  };
  return Math.max(...languages.flatMap((language) => pages.map((page) => weigh('index.html', language, page))));
}
