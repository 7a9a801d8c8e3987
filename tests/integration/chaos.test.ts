import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { chaos } from '../chaos/run.ts';
import { ensureBuilt } from '../support/cauce.ts';

const mongodbUri = process.env.TEST_MONGODB_URI;

let folder: string;
beforeAll(ensureBuilt, 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cauce-chaos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const silent = (): void => {};

test('killed five times under load while the provider errs, it forgets nobody and answers nobody twice', async () => {
  const { checks } = await chaos({ folder, seed: 20_260, kills: 5, contacts: 40, sharedMachine: true, say: silent });
  expect(checks.filter((check) => !check.passed)).toEqual([]);
}, 150_000);

const withServer = mongodbUri ? test : test.skip;
withServer(
  'two web and two worker processes on one server lose and repeat nothing when one of them is killed (needs TEST_MONGODB_URI)',
  async () => {
    const uri = new URL(mongodbUri ?? '');
    uri.pathname = `/cauce_chaos_${process.pid}_${Date.now()}`;
    const { checks } = await chaos({
      folder,
      seed: 20_261,
      kills: 3,
      contacts: 30,
      uri: uri.href,
      web: 2,
      workers: 2,
      say: silent,
    });
    expect(checks.filter((check) => !check.passed)).toEqual([]);
  },
  240_000,
);
