import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const runtime = fileURLToPath(new URL('../../../runtime', import.meta.url));

/** What lint has no rule for: ways to the clock, and to the language of the machine, which differs between browsers and Node. */
const impure = [
  { what: 'the clock', pattern: /new Date\(\)|[^.\w]Date\(\)/ },
  { what: "the machine's language", pattern: /\.(localeCompare|toLocale\w+)\(/ },
];

const sources = ['contract', 'nodes', 'engine']
  .flatMap((folder) => {
    try {
      return readdirSync(join(runtime, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      );
    } catch {
      return [];
    }
  })
  .filter((name) => name.endsWith('.ts'));

/** Code without comments, so that they may speak of what the code must not do. */
const codeOf = (name: string) => readFileSync(join(runtime, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

describe('contract, nodes and engine', () => {
  test('are read', () => expect(sources.length).toBeGreaterThan(10));

  test.each(impure)('do not ask for $what', ({ pattern }) => {
    expect(sources.filter((name) => pattern.test(codeOf(name)))).toEqual([]);
  });

  test('would be found out', () => {
    const bad = ['const at = new Date();', 'const at = Date();', "a.localeCompare('b')", 'n.toLocaleString()'];
    const good = ['new Date(env.now)', 'Date.parse(at)', 'isDate()', 'toLocal()'];
    const isImpure = (code: string) => impure.some(({ pattern }) => pattern.test(` ${code}`));
    expect([bad.filter(isImpure), good.filter(isImpure)]).toEqual([bad, []]);
  });
});
