import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { drawn, runChat } from '../../../api/cli/chat.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

async function talk(name: string, lines: string[], lang?: string) {
  const printed: string[] = [];
  const status = await runChat(name, {
    input: Readable.from(lines.map((line) => `${line}\n`)),
    print: (text) => printed.push(text),
    interactive: false,
    lang,
  });
  return { status, text: printed.join('\n') };
}

describe('the chat in the terminal', () => {
  test('plays a flow with the lines it is given and leaves when they end', async () => {
    const { status, text } = await talk('echo', ['ping 7', '', 'nada', 'ping']);
    expect(status).toBe(0);
    expect(text).toContain('pong #7 v1');
    expect(text).toContain('(el bot no responde a eso)');
    expect(text).toContain('pong v2');
  });

  test('takes a number for the choice beside it', async () => {
    const { text } = await talk('pedido-pizza', ['pizza', '2']);
    expect(text).toContain('[2] Napolitana');
    expect(text).toContain('Napolitana, ¡buena elección!');
  });

  test('moves the clock on', async () => {
    const { text } = await talk('pedido-pizza', ['pizza', '+2d'], 'en_US.UTF-8');
    expect(text).toContain('(the conversation has ended; write to begin another)');
    expect(text).toMatch(/\(the clock shows .*Z\)/);
  });

  test.each([
    ['en_US.UTF-8', 'A conversation with'],
    ['pt_BR.UTF-8', 'Conversa com'],
    ['es_CO.UTF-8', 'Conversación con'],
    ['C.UTF-8', 'Conversación con'],
    [undefined, 'Conversación con'],
  ])('speaks the language of %s', async (lang, words) => {
    expect((await talk('echo', [], lang)).text).toContain(words);
  });

  test('names the flows there are when there is no such one', async () => {
    const { status, text } = await talk('../../package', []);
    expect(status).toBe(2);
    expect(text).toContain('echo');
  });

  test('runs piped as a program', () => {
    const { status, stdout } = spawnSync(process.execPath, ['bin/run.mjs', 'api/cli/chat.ts'], {
      cwd: root,
      input: 'ping 3\n',
      encoding: 'utf8',
    });
    expect([status, stdout.includes('pong #3 v1')]).toEqual([0, true]);
  });
});

test('messages are drawn with numbers beside what can be tapped', () => {
  const taps: Parameters<typeof drawn>[1] = [];
  const lines = [
    ...drawn({ kind: 'text', body: 'uno\ndos' }, taps),
    ...drawn({ kind: 'media', media: 'image', link: 'https://x.test/a.png', caption: 'foto' }, taps),
    ...drawn({ kind: 'location', latitude: 1, longitude: -2, name: 'Café' }, taps),
    ...drawn(
      {
        kind: 'buttons',
        header: { kind: 'text', text: 'H' },
        body: 'B',
        footer: 'F',
        buttons: [{ id: 'b_1', title: 'Sí' }],
      },
      taps,
    ),
    ...drawn(
      {
        kind: 'list',
        body: 'L',
        button: 'Ver',
        sections: [{ title: 'S', rows: [{ id: 'r_1', title: 'R', description: 'D' }] }],
      },
      taps,
    ),
  ];
  expect(lines).toEqual([
    'uno',
    'dos',
    '[image] https://x.test/a.png',
    'foto',
    '[1, -2]',
    'Café',
    'H',
    'B',
    'F',
    '  [1] Sí',
    'L',
    '  Ver:',
    '  S',
    '  [2] R · D',
  ]);
  expect(taps).toEqual([
    { kind: 'choice', source: 'button', id: 'b_1', title: 'Sí' },
    { kind: 'choice', source: 'list', id: 'r_1', title: 'R', description: 'D' },
  ]);
});
