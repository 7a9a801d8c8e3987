import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { flood } from '../chaos/flood.ts';
import { ensureBuilt } from '../support/cauce.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cauce-flood-'));
  await ensureBuilt();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('60 people who write 10 messages each at once are all answered, once and in order', async () => {
  const { checks } = await flood({ folder, contacts: 60, messages: 10 });
  expect(checks.filter((check) => !check.passed)).toEqual([]);
}, 90_000);
