import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

type Manifest = { [group in 'dependencies' | 'devDependencies' | 'overrides']: Record<string, string> };
type Lock = { packages: Record<string, { version?: string; license?: string; dev?: boolean; resolved?: string }> };

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Manifest;
const lock = read('package-lock.json') as Lock;

/**
 * What a package that ships with the program may be under: licences that ask for a notice at most (and MPL-2.0, whose duty ends at
 * its own files), and dedications to the public. Anything else needs a decision, not a longer list.
 */
const allowed = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'MPL-2.0',
  'CC0-1.0',
  'Unlicense',
];

/** Reads `(MIT OR CC0-1.0)`: one of the offered licences must be allowed, of joined ones all. */
function isAllowed(expression: string): boolean {
  const alternatives = expression.replaceAll(/[()]/g, '').split(' OR ');
  return alternatives.some((alternative) => alternative.split(' AND ').every((one) => allowed.includes(one.trim())));
}

describe('the packages', () => {
  test('are named by exact versions', () => {
    const named = ['dependencies', 'devDependencies', 'overrides'] as const;
    const all = named.flatMap((group) => Object.entries(manifest[group]));
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(all.length).toBeGreaterThan(0);
  });

  test('are locked at the versions that package.json names', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
  });

  test('that ship with the program are under a licence that allows it', () => {
    const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
    const refused = shipped.filter(([, { license }]) => license === undefined || !isAllowed(license));
    expect(refused.map(([path, { license }]) => `${path}: ${license ?? 'none stated'}`)).toEqual([]);
    expect(shipped.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
  });

  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND GPL-3.0-only', false],
    ['AGPL-3.0-only', false],
    ['BUSL-1.1', false],
  ])('licence %s is judged %s', (expression, verdict) => {
    expect(isAllowed(expression)).toBe(verdict);
  });
});
