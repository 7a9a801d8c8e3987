import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runFlowCommand } from '../../../api/cli/flow.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const example = join(root, 'flows-examples/echo.flow.json');
const folder = mkdtempSync(join(tmpdir(), 'cauce-flow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const echo = JSON.parse(readFileSync(example, 'utf8')) as { id: string; edges: { to: string }[] };

async function run(...args: string[]) {
  const printed: string[] = [];
  const status = await runFlowCommand(args, (text) => printed.push(text));
  return { status, text: printed.join('\n') };
}
async function asJson(...args: string[]) {
  const { status, text } = await run(...args, '--json');
  return { status, ...(JSON.parse(text) as { [name: string]: unknown }) };
}

describe('validate', () => {
  test('is content with a sound flow', async () => {
    expect(await asJson('validate', example)).toEqual({
      status: 0,
      command: 'validate',
      file: example,
      ok: true,
      issues: [],
    });
  });

  test('tells what is wrong with another', async () => {
    const wrong = structuredClone(echo);
    for (const edge of wrong.edges) edge.to = 'nowhere';
    const file = written('wrong.flow.json', wrong);
    const { status, text } = await run('validate', file);
    expect(status).toBe(1);
    expect(text).toContain('edge.to-unknown');
    expect(text.split('\n').at(-1)).toMatch(/: wrong \(4 errors, \d+ warnings\)$/);
    expect(await asJson('validate', file)).toMatchObject({ status: 1, ok: false });
  });

  test('finds what is no flow wrong, and what is not there it cannot run', async () => {
    expect((await run('validate', written('broken.json', '{"a":'))).status).toBe(1);
    expect(await asJson('validate', join(folder, 'missing.json'))).toMatchObject({ status: 2, ok: false });
  });
});

describe('test', () => {
  test('plays the transcript beside the flow', async () => {
    expect(await asJson('test', example)).toMatchObject({ status: 0, ok: true });
  });

  const turns = (bot: string[]) => ({ now: '2026-01-05T09:00:00Z', turns: [{ contact: 'ping 7', bot }] });

  test('tells the first difference', async () => {
    const transcript = written('other.transcript.json', turns(['pung']));
    const { status, text } = await run('test', example, '--transcript', transcript);
    expect(status).toBe(1);
    expect(text).toContain('"pung"');
    expect(text).toContain('"pong #7 v1"');
    expect(await asJson('test', example, '--transcript', transcript)).toMatchObject({
      ok: false,
      firstDifference: { turn: 0, path: '/bot/0/body', expected: 'pung', said: 'pong #7 v1' },
    });
  });

  test('finds a transcript of another form wrong, and cannot run without one', async () => {
    expect((await run('test', example, '--transcript', written('bad.json', { turns: 1 }))).status).toBe(1);
    expect((await run('test', example, '--transcript', written('worse.json', '{'))).status).toBe(1);
    expect((await run('test', written('alone.flow.json', echo))).status).toBe(2);
  });
});

describe('import and export', () => {
  /** A server that keeps one flow as the REST interface does. */
  let server: Server;
  let url: string;
  let draft: { revision: number; flow: unknown } | undefined;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      void answer(request).then(({ status, body }) => {
        response.writeHead(status, {
          'content-type': 'application/json',
          ...(draft && { etag: `"${draft.revision}"` }),
        });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    let text = '';
    for await (const part of request) text += String(part);
    const condition = request.headers['if-match'] ?? request.headers['if-none-match'] ?? '';
    asked.push(`${request.method} ${request.url} ${condition}`.trim());
    if (request.headers.authorization !== 'Bearer cauce_demo_key')
      return { status: 401, body: { code: 'access.unauthenticated', title: 'Sign in' } };
    if (request.method === 'GET')
      return draft ? { status: 200, body: draft } : { status: 404, body: { code: 'flow.not-found', title: 'None' } };
    const flow = JSON.parse(text) as { name: string };
    if (flow.name === 'refused') return { status: 412, body: { code: 'flow.stale-revision', title: 'Changed' } };
    const made = draft === undefined;
    draft = { revision: (draft?.revision ?? 0) + 1, flow };
    return { status: made ? 201 : 200, body: draft };
  }

  test('make a flow, put it in place of its draft, and fetch it again', async () => {
    expect(await asJson('import', example, '--url', url)).toMatchObject({ status: 0, created: true, revision: 1 });
    expect(await asJson('import', example, '--url', `${url}/`)).toMatchObject({
      status: 0,
      created: false,
      revision: 2,
    });
    expect(asked).toEqual([
      'GET /api/v1/flows/echo',
      'PUT /api/v1/flows/echo *',
      'GET /api/v1/flows/echo',
      'PUT /api/v1/flows/echo "1"',
    ]);
    const file = join(folder, 'echo.flow.json');
    expect(await asJson('export', file, '--url', url)).toMatchObject({ status: 0, id: 'echo', revision: 2 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(echo);
  });

  test('tell a refusal, a wrong key, a missing flow and a server that is not there', async () => {
    const refused = written('refused.flow.json', { ...echo, name: 'refused' });
    expect(await asJson('import', refused, '--url', url)).toMatchObject({
      status: 1,
      ok: false,
      problem: { code: 'flow.stale-revision' },
    });
    expect((await run('import', example, '--url', url, '--key', 'wrong')).status).toBe(2);
    expect((await run('import', example, '--url', 'http://127.0.0.1:9')).status).toBe(2);
    expect((await run('export', join(folder, 'Not An Id.json'), '--url', url)).status).toBe(2);
    draft = undefined;
    expect((await run('export', join(folder, 'echo.flow.json'), '--url', url)).status).toBe(2);
  });
});

test('what is no command cannot run', async () => {
  expect((await run()).status).toBe(2);
  expect((await run('constructor', example)).status).toBe(2);
  expect((await run('validate', example, '--nonsense')).status).toBe(2);
  expect((await run('--help')).status).toBe(0);
});

test('the program leaves with the status of its command and prints one object', () => {
  const program = (...args: string[]) =>
    spawnSync(process.execPath, ['bin/run.mjs', 'api/cli/flow.ts', ...args], { cwd: root, encoding: 'utf8' });
  const sound = program('test', example, '--json');
  expect([sound.status, sound.stdout.trim().split('\n')]).toEqual([0, [expect.stringMatching(/^\{.*\}$/)]]);
  expect(program('validate', join(folder, 'missing.json')).status).toBe(2);
});

describe('a flow’s own tests', () => {
  const written = (tests: object[]) => {
    const flow = JSON.parse(readFileSync(example, 'utf8')) as object;
    const path = join(folder, `own-${tests.length}.flow.json`);
    writeFileSync(path, JSON.stringify({ ...flow, tests }));
    return path;
  };
  const own = (bot: string) => ({
    id: 'one',
    name: 'Ping',
    transcript: { now: '2026-01-05T09:00:00.000Z', turns: [{ contact: 'ping', bot: [bot] }] },
  });

  test('are played with the transcript or without it; with neither nothing can run', async () => {
    const green = await run('test', written([own('pong v1')]), '--json');
    expect([green.status, green.text]).toEqual([0, expect.stringContaining('"ok":true')]);
    const red = await run('test', written([own('pang')]));
    expect(red.status).toBe(1);
    expect(red.text).toContain('should be  "pang"');
    expect(red.text).toContain('but is     "pong v1"');
    expect((await run('test', written([]))).status).toBe(2);
  });
});

describe('diff', () => {
  const pizza = join(root, 'flows-examples/pedido-pizza.flow.json');
  test('tells in words what one file has other than another, in the language asked for', async () => {
    expect(await run('diff', example, example, '--lang', 'en')).toMatchObject({
      status: 0,
      text: 'There are no differences.',
    });
    const found = await run('diff', example, pizza, '--lang', 'en');
    expect(found.status).toBe(1);
    expect(found.text).toContain('New card');
    expect((await run('diff', example, pizza)).text).toContain('Tarjeta nueva');
    expect(JSON.parse((await run('diff', example, example, '--json')).text)).toMatchObject({ same: true, cards: [] });
    expect((await run('diff', example, pizza, '--lang', 'fr')).status).toBe(2);
    expect((await run('diff', example, pizza, pizza)).status).toBe(2);
    expect((await run('diff', example, join(folder, 'nowhere.json'))).status).toBe(2);
  });
});

describe('explain', () => {
  const greeting = join(root, 'flows-examples/bienvenida.flow.json');
  test('tells which of the files answers, and why', async () => {
    const found = await run('explain', greeting, example, '--text', 'ping');
    expect([found.status, found.text.split('\n')[0]]).toEqual([0, 'echo (ping): This flow begins.']);
    const none = await run('explain', example, '--text', 'otra cosa', '--json');
    expect([none.status, (JSON.parse(none.text) as { winner: null }).winner]).toEqual([1, null]);
  });

  test('takes who writes from a file, and runs only with a text and flows', async () => {
    const contact = join(folder, 'contact.json');
    writeFileSync(contact, JSON.stringify({ returning: true }));
    const returning = await run('explain', greeting, '--text', 'hola', '--contact', contact, '--json');
    const first = await run('explain', greeting, '--text', 'hola', '--json');
    const trigger = (printed: string) => (JSON.parse(printed) as { winner: { triggerId: string } }).winner.triggerId;
    expect([trigger(first.text), trigger(returning.text)]).toEqual(['primera-vez', 'sin-dueno']);
    writeFileSync(contact, JSON.stringify({ groups: 'vip' }));
    expect((await run('explain', greeting, '--text', 'hola', '--contact', contact)).status).toBe(2);
    expect((await run('explain', greeting)).status).toBe(2);
    expect((await run('explain', '--text', 'hola')).status).toBe(2);
  });
});
