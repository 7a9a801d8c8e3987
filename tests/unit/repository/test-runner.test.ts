import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('npm test', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-runner-'));
    mkdirSync(join(folder, 'tests'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, code: string) => writeFileSync(join(folder, 'tests', name), code);
  function run(...more: string[]) {
    const config = JSON.stringify({ rootDir: folder, testMatch: ['**/*.test.js'], transform: {} });
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, 'bin/test.mjs'), '--config', config, '--runInBand', ...more],
      { encoding: 'utf8', cwd: root },
    );
    return { last: stdout.trimEnd().split('\n').at(-1), status };
  }

  test('ends with the plain count when all is well', () => {
    write('a.test.js', "test('one', () => {}); test('two', () => {});");
    expect(run()).toEqual({ last: '2 passed, 0 failed', status: 0 });
  });

  test('counts failures, skipped tests and a suite that cannot be loaded', () => {
    write(
      'a.test.js',
      "test('one', () => {}); test('two', () => { throw new Error('no'); }); test.skip('three', () => {});",
    );
    write('b.test.js', "throw new Error('cannot be loaded');");
    expect(run()).toEqual({ last: '1 passed, 2 failed, 1 skipped', status: 1 });
  });

  test('calls it a failure when there is nothing to run, however it is asked', () => {
    const nothing = { last: '0 passed, 1 failed', status: 1 };
    expect([run(), run('--passWithNoTests')]).toEqual([nothing, nothing]);
  });

  test('hands its arguments on to jest', () => {
    write('a.test.js', "test('one', () => {});");
    // A name that the temporary folder's own cannot contain by chance.
    write('chosen-by-name.test.js', "test('two', () => {});");
    expect(run('chosen-by-name')).toEqual({ last: '1 passed, 0 failed', status: 0 });
  });
});
