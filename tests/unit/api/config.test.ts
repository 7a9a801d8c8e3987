import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAppSecret } from '../../../api/app-secret.ts';
import { ConfigError, readConfig, variables } from '../../../api/config.ts';

describe('the configuration', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      mongodbUri: undefined,
      appSecret: undefined,
      publicUrl: undefined,
      roles: ['web', 'worker'],
      graph: { baseUrl: 'https://graph.facebook.com', version: 'v25.0', builtIn: false },
      outboundAllow: [],
      demo: false,
      logLevel: 'info',
      production: false,
    });
  });

  test('takes what is set; set to nothing is not set', () => {
    expect(
      readConfig({
        PORT: '0',
        HOST: '::',
        MONGODB_URI: ' mongodb://127.0.0.1/cauce ',
        APP_SECRET: 'a secret of tests',
        PUBLIC_URL: 'https://chat.example.org',
        ROLES: 'worker, worker',
        OUTBOUND_ALLOW: '10.0.0.0/8, crm.local,',
        DEMO: '1',
        DATA_DIR: '',
        LOG_LEVEL: 'debug',
      }),
    ).toMatchObject({
      port: 0,
      host: '::',
      dataDir: './data',
      mongodbUri: 'mongodb://127.0.0.1/cauce',
      roles: ['worker'],
      outboundAllow: ['10.0.0.0/8', 'crm.local'],
      demo: true,
      graph: { builtIn: true },
    });
    expect(readConfig({ DEMO: '1', WHATSAPP_GRAPH_URL: 'http://127.0.0.1:4000' }).graph).toMatchObject({
      baseUrl: 'http://127.0.0.1:4000',
      builtIn: false,
    });
  });

  test('says all that is wrong at once, and never the value', () => {
    const wrong = {
      PORT: '70000',
      MONGODB_URI: 'postgres://user:hunter2@host',
      PUBLIC_URL: 'https://chat.example.org/',
      ROLES: 'boss',
      LOG_LEVEL: 'loud',
      DEMO: 'yes',
      APP_SECRET: 'short',
    };
    let said: unknown;
    try {
      readConfig(wrong);
    } catch (error) {
      said = error;
    }
    expect(said).toBeInstanceOf(ConfigError);
    const { faults, message } = said as ConfigError;
    expect(faults.map((fault) => String(fault.split(' ')[0])).sort()).toEqual(Object.keys(wrong).sort());
    expect(message).not.toContain('hunter2');
  });

  test('wants a secret in production, and no demo there', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/APP_SECRET is required/);
    const secret = { NODE_ENV: 'production', APP_SECRET: 'a secret of tests' };
    expect(() => readConfig({ ...secret, DEMO: '1' })).toThrow(/DEMO=1 is refused/);
    expect(readConfig(secret)).toMatchObject({ production: true, demo: false });
  });

  test('is what README says', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(
      ([, name, standard, meaning]) => ({
        name,
        standard: (standard ?? '').trim(),
        meaning,
      }),
    );
    expect(rows.map(({ name, meaning }) => ({ name, meaning }))).toEqual(
      Object.entries(variables).map(([name, { meaning }]) => ({ name, meaning })),
    );
    for (const { name, standard } of rows.filter((row) => row.name !== 'DEMO')) {
      const { default: value } = variables[name as keyof typeof variables];
      expect([name, standard]).toEqual([name, value === '' ? '' : `\`${value}\``]);
    }
  });
});

describe("the program's secret", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cauce-secret-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is that of the environment, or made once for a data folder, however many ask at once', async () => {
    const dataDir = join(folder, 'new', 'data');
    const ask = (appSecret?: string) => readAppSecret({ appSecret, dataDir, production: false });
    expect(await ask('from the environment')).toBe('from the environment');
    const secrets = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect((await readFile(join(dataDir, 'app-secret'), 'utf8')).trim()).toBe(secrets[0]);
    expect((await stat(join(dataDir, 'app-secret'))).mode & 0o077).toBe(0);
  });

  test('is never made in production, and an empty file is no secret', async () => {
    await expect(readAppSecret({ appSecret: undefined, dataDir: folder, production: true })).rejects.toThrow(
      'required',
    );
    await writeFile(join(folder, 'app-secret'), '\n');
    await expect(readAppSecret({ appSecret: undefined, dataDir: folder, production: false })).rejects.toThrow(
      'is empty',
    );
  });
});
