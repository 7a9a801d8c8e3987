import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runChat } from '../../../api/cli/chat.ts';
import { drawn, tapped, type Tap } from '../../../api/cli/drawn.ts';

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
  const taps: Tap[] = [];
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

describe('what is more than words', () => {
  const drawing = (...contents: Parameters<typeof drawn>[0][]) => {
    const taps: Tap[] = [];
    return { lines: contents.flatMap((content) => drawn(content, taps)), taps };
  };

  test('links and address cards are told in words, and nothing of them is tapped', () => {
    const { lines, taps } = drawing(
      {
        kind: 'link-button',
        header: { kind: 'image', link: 'https://x.test/h' },
        body: 'B',
        title: 'Ver',
        url: 'https://x.test',
      },
      {
        kind: 'contact-cards',
        contacts: [
          {
            name: 'Ana',
            organisation: 'Tienda',
            title: 'Jefa',
            phones: [{ phone: '+57300', label: 'CELL' }],
            emails: [{ email: 'a@x.test' }],
          },
          { name: 'Luis' },
        ],
      },
      { kind: 'catalogue', body: 'Todo', thumbnailProductId: 'P1' },
      { kind: 'catalogue', body: 'Nada' },
    );
    expect(lines).toEqual([
      '[image] https://x.test/h',
      'B',
      '  Ver: https://x.test',
      '👤 Ana',
      '  Jefa, Tienda',
      '  +57300 (CELL)',
      '  a@x.test',
      '👤 Luis',
      'Todo',
      '  🛍️ P1',
      'Nada',
      '  🛍️',
    ]);
    expect(taps).toEqual([]);
  });

  test('a place, products and replies of templates and carousels are tapped', () => {
    const { lines, taps } = drawing(
      { kind: 'location-request', body: '¿Dónde?' },
      { kind: 'product', catalogId: 'c', productId: 'P1', body: 'Pan' },
      { kind: 'product-list', catalogId: 'c', header: 'H', body: 'B', sections: [{ title: 'S', productIds: ['P2'] }] },
      {
        kind: 'template',
        name: 'aviso',
        language: 'es',
        parameters: {
          buttons: [{ kind: 'quick-reply', index: 1, payload: 'p:si' }],
          cards: [{ buttons: [{ kind: 'quick-reply', index: 0, payload: 'p:card' }] }],
        },
        shown: {
          header: { kind: 'text', text: 'H' },
          body: 'B',
          footer: 'F',
          buttons: [{ title: 'Abrir', kind: 'url' }, { title: 'Sí' }, { title: 'No', kind: 'quick-reply' }],
          cards: [{ body: 'C', buttons: [{ title: 'Esta' }] }],
        },
      },
      {
        kind: 'carousel',
        body: 'Novedades',
        cards: [
          { header: { kind: 'image', link: 'https://x.test/1' }, body: 'uno', buttons: [{ id: 'c1', title: 'Ver' }] },
          { header: { kind: 'video', link: 'https://x.test/2' }, link: { title: 'Ir', url: 'https://x.test' } },
        ],
      },
    );
    expect(lines).toEqual([
      '¿Dónde?',
      '  [1] 📍',
      'Pan',
      '  [2] P1',
      'H',
      'B',
      '  S',
      '  [3] P2',
      'H',
      'B',
      'F',
      '  Abrir',
      '  [4] Sí',
      '  [5] No',
      '  1.',
      '  C',
      '    [6] Esta',
      'Novedades',
      '  1. [image] https://x.test/1',
      '     uno',
      '  [7] Ver',
      '  2. [video] https://x.test/2',
      '     Ir: https://x.test',
    ]);
    expect(taps).toEqual([
      { kind: 'location', latitude: 4.60971, longitude: -74.08175 },
      { kind: 'order', catalogId: 'c', items: [{ productId: 'P1', quantity: 1 }] },
      { kind: 'order', catalogId: 'c', items: [{ productId: 'P2', quantity: 1 }] },
      { kind: 'choice', source: 'template', id: 'p:si', title: 'Sí' },
      { kind: 'choice', source: 'template', id: 'No', title: 'No' },
      { kind: 'choice', source: 'template', id: 'p:card', title: 'Esta' },
      { kind: 'choice', source: 'button', id: 'c1', title: 'Ver' },
    ]);
  });

  test('a form takes its answers behind its number; any other number stands alone', () => {
    const { lines, taps } = drawing(
      { kind: 'form-request', body: 'Datos', button: 'Abrir', formId: '1', token: 't', data: { city: 'Lima' } },
      { kind: 'location-request', body: '?' },
    );
    expect(lines).toEqual(['Datos', '  [1] Abrir', '?', '  [2] 📍']);
    expect(tapped('1', taps)).toEqual({ kind: 'form', fields: { city: 'Lima', flow_token: 't' } });
    expect(tapped('1 name=Ana = Gómez, age=30, x', taps)).toEqual({
      kind: 'form',
      fields: { city: 'Lima', flow_token: 't', name: 'Ana = Gómez', age: '30' },
    });
    expect([tapped('2', taps), tapped('2 más', taps), tapped('3', taps), tapped('hola', taps)]).toEqual([
      { kind: 'location', latitude: 4.60971, longitude: -74.08175 },
      undefined,
      undefined,
      undefined,
    ]);
  });
});
