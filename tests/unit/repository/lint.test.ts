import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** File → code, and the rule that must refuse it (undefined: nothing may). */
const cases: { file: string; code: string; refusedBy?: string }[] = [
  ...['contract', 'nodes', 'engine'].flatMap((folder) => {
    const file = (name: string) => `runtime/${folder}/${name}.ts`;
    const imports = (name: string, from: string) => ({
      file: file(name),
      code: `import { thing } from '${from}';\nexport const other = thing;\n`,
      refusedBy: 'no-restricted-imports',
    });
    return [
      imports('api', '../../api/store/index.ts'),
      imports('editor', '../../editor/client/index.ts'),
      imports('express', 'express'),
      imports('mongoose', 'mongoose'),
      imports('driver', 'mongodb'),
      imports('channel', '../channels/index.ts'),
      imports('conversation', '../conversations/receive.ts'),
      imports('job', '../jobs/queue.ts'),
      imports('ports', '../ports.ts'),
      imports('undici', 'undici'),
      imports('node', 'node:crypto'),
      imports('node-bare', 'crypto'),
      imports('node-bare-deep', 'fs/promises'),
      { file: file('clock'), code: 'export const now = () => Date.now();\n', refusedBy: 'no-restricted-properties' },
      { file: file('dice'), code: 'export const roll = () => Math.random();\n', refusedBy: 'no-restricted-properties' },
      { file: file('env'), code: 'export const port = () => process.env.PORT;\n', refusedBy: 'no-restricted-globals' },
      { file: file('net'), code: "export const get = () => fetch('/');\n", refusedBy: 'no-restricted-globals' },
      { file: file('page'), code: 'export const page = () => document.title;\n', refusedBy: 'no-restricted-globals' },
      {
        file: file('zone'),
        code: 'export const zone = () => new Intl.Locale("es");\n',
        refusedBy: 'no-restricted-globals',
      },
      { file: file('sound'), code: "import { Type } from '@sinclair/typebox';\nexport const Text = Type.String();\n" },
    ];
  }),
  ...['channels/whatsapp-cloud', 'conversations', 'jobs', 'campaigns'].flatMap((folder) => {
    const up = '../'.repeat(folder.split('/').length + 1);
    const imports = (name: string, from: string, refusedBy?: string) => ({
      file: `runtime/${folder}/${name}.ts`,
      code: `import { thing } from '${from}';\nexport const other = thing;\n`,
      refusedBy,
    });
    return [
      imports('api', `${up}api/config.ts`, 'no-restricted-imports'),
      imports('express', 'express', 'no-restricted-imports'),
      imports('mongoose', 'mongoose', 'no-restricted-imports'),
      imports('sound', 'node:crypto'),
    ];
  }),
  {
    file: 'api/flows/service.ts',
    code: "import { thing } from '../../runtime/ports.ts';\nexport const other = thing;\n",
  },
  { file: 'api/flows/loud.ts', code: "console.log('loud');\nexport {};\n", refusedBy: 'no-console' },
  { file: 'api/cli/loud.ts', code: "console.log('loud');\nexport {};\n" },
];

describe('the lint rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cauce-lint-'));
  const refusals = new Map<string, string[]>();

  beforeAll(() => {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const { file, code } of cases) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [oxlint, '--format=json', '.'], { cwd: folder, encoding: 'utf8' });
    const report = JSON.parse(run.stdout) as { diagnostics: { filename: string; code: string; severity: string }[] };
    for (const { filename, code, severity } of report.diagnostics) {
      if (severity !== 'error') continue;
      const rule = /\((.*)\)/.exec(code)?.[1] ?? code;
      refusals.set(filename, [...(refusals.get(filename) ?? []), rule]);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(cases.filter(({ refusedBy }) => refusedBy !== undefined))(
    '$refusedBy refuses $file',
    ({ file, refusedBy }) => {
      expect(refusals.get(file)).toEqual([refusedBy]);
    },
  );

  test.each(cases.filter(({ refusedBy }) => refusedBy === undefined))('nothing refuses $file', ({ file }) => {
    expect(refusals.get(file)).toBeUndefined();
  });
});
