import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { openApiOf } from '../http/openapi.ts';
import { routes } from '../http/routes.ts';
import { expressionReference } from './expression-reference.ts';
import { nodeReference } from './node-reference.ts';

/** What `npm run docs` writes, by file name within `docs/`. */
const pages: { [name: string]: () => string } = {
  'expressions.md': expressionReference,
  'nodes.md': nodeReference,
  'openapi.json': () => JSON.stringify(openApiOf(routes)),
};

const folder = new URL('../../docs/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, page] of Object.entries(pages)) {
  const filepath = fileURLToPath(new URL(name, folder));
  writeFileSync(filepath, await format(page(), { ...(await resolveConfig(filepath)), filepath }));
  console.log(`docs/${name}`);
}
