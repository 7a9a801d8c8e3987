import { describe, expect, test } from '@jest/globals';
import { flowSchemaVersion, type Flow, type Json } from '../../../runtime/contract/index.ts';
import { startChat } from '../../../runtime/engine/replay.ts';
import { joined, withPiece } from '../../../runtime/nodes/burst.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';

const now = '2026-03-04T15:00:00.000Z';
const at = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();

/** Asks, and says what it heard; a second card looks at the last message. */
const flowWith = (config: { [name: string]: Json }): Flow => ({
  schemaVersion: flowSchemaVersion,
  id: 'f',
  name: 'F',
  languages: ['es'],
  nodes: [
    { id: 'q', type: 'ask', version: 1, config: { body: '¿?', answerType: 'text', variableName: 'a', ...config } },
    { id: 'said', type: 'send-text', version: 1, config: { body: '{{ variables.a }} / {{ message.text }}' } },
    { id: 'late', type: 'send-text', version: 1, config: { body: 'Nadie' } },
    { id: 'failed', type: 'send-text', version: 1, config: { body: 'Error' } },
  ],
  edges: [
    { id: 'e1', from: { node: 'q', port: 'next' }, to: 'said' },
    { id: 'e2', from: { node: 'q', port: 'timeout' }, to: 'late' },
    { id: 'e3', from: { node: 'q', port: 'error' }, to: 'failed' },
  ],
  triggers: [{ id: 't', kind: 'new-conversation' }],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
});

const say = (body: string) => [{ kind: 'text', body }];
const day = 24 * 60 * 60;

async function asked(config: { [name: string]: Json }, options: object = {}) {
  const chat = startChat(flowWith(config), { now, nodeTypes, exitWords: ['salir'], ...options });
  expect(await chat.hear('Hola')).toEqual(say('¿?'));
  return chat;
}

describe('a burst', () => {
  test('is one answer, and one message for the cards that follow', async () => {
    const chat = await asked({ burstSeconds: 5, timeoutSeconds: 60 });
    expect(await chat.hear('soy')).toEqual([]);
    await chat.passTime(4);
    expect(await chat.hear('Ana')).toEqual([]);
    expect(await chat.passTime(4)).toEqual([]);
    expect(await chat.passTime(1)).toEqual(say('soy Ana / soy Ana'));
  });

  test('is left by a word of the way out', async () => {
    const chat = await asked({ burstSeconds: 5 });
    await chat.hear('soy');
    await chat.hear('salir');
    expect(chat.session?.status).toBe('ended');
  });

  test('begins the wait anew when what was said is no answer', async () => {
    const chat = await asked({ answerType: 'number', burstSeconds: 5, retries: 1, timeoutSeconds: 60 });
    await chat.passTime(58);
    await chat.hear('muchos');
    expect(await chat.passTime(5)).toEqual(say('¿?'));
    expect(await chat.passTime(59)).toEqual([]);
    expect(await chat.passTime(1)).toEqual(say('Nadie'));
  });

  test('ends at once when it has become very long, and is cut there', () => {
    const piece = (length: number, more: string) =>
      withPiece({ since: now, until: at(5), texts: ['x'.repeat(length)] }, more, at(1), 5);
    expect(piece(8_189, 'y').until).toBe(at(6));
    expect(piece(8_190, 'y').until).toBe(at(1));
    expect(joined(['x'.repeat(8_190), 'y'])).toBe(`${'x'.repeat(8_190)} y`);
    expect(joined(['x'.repeat(8_190), 'yz'])).toBe(`${'x'.repeat(8_190)} y`);
    expect(joined(['x'.repeat(8_190), '👍'])).toBe(`${'x'.repeat(8_190)} `);
    expect(joined(['x'.repeat(8_189), '👍'])).toBe(`${'x'.repeat(8_189)} 👍`);
  });

  test('lasts a minute at most', () => {
    const burst = withPiece(undefined, 'a', now, 30);
    expect(burst).toEqual({ since: now, until: at(30), texts: ['a'] });
    expect(withPiece(burst, 'b', at(29), 30).until).toBe(at(59));
    expect(withPiece(burst, 'b', at(31), 30).until).toBe(at(60));
    expect(withPiece(burst, 'b', at(60), 30).until).toBe(at(60));
    expect(withPiece(burst, 'b', at(61), 30).until).toBe(at(61));
  });
});

describe('reminders', () => {
  const ladder = {
    reminders: [
      { afterSeconds: 60, text: 'Uno' },
      { afterSeconds: 120, text: 'Dos' },
    ],
    timeoutSeconds: 180,
  };

  test('come one after the other, and the wait ends when it would have ended', async () => {
    const chat = await asked(ladder);
    expect(await chat.passTime(59)).toEqual([]);
    expect(await chat.passTime(1)).toEqual(say('Uno'));
    expect(await chat.passTime(60)).toEqual(say('Dos'));
    expect(await chat.passTime(59)).toEqual([]);
    expect(await chat.passTime(1)).toEqual(say('Nadie'));
  });

  test('are left out when nothing may be sent, and the wait goes on', async () => {
    const outside = { code: 'window.closed', message: 'x' };
    const chat = await asked(
      { reminders: [{ afterSeconds: day, text: 'Tarde' }], timeoutSeconds: 2 * day },
      {
        refuse: (_content: unknown, { now: when, lastInboundAt }: { now: string; lastInboundAt: string | null }) =>
          Date.parse(when) - Date.parse(lastInboundAt ?? when) >= day * 1_000 ? outside : null,
      },
    );
    expect(await chat.passTime(day)).toEqual([]);
    expect(chat.due).toEqual({ at: at(2 * day), what: 'wait' });
    expect(await chat.hear('Ana')).toEqual(say('Ana / Ana'));
  });

  test('that the provider refuses do not end the question, which it would', async () => {
    const error = { code: 'whatsapp.undeliverable', message: 'x', class: 'final' as const };
    const chat = await asked(ladder);
    await chat.passTime(60);
    expect(await chat.refuseLast(error)).toEqual([]);
    expect(await chat.passTime(60)).toEqual(say('Dos'));
    expect(await chat.refuseLast(error)).toEqual([]);
    expect(await chat.passTime(60)).toEqual(say('Nadie'));

    const other = await asked(ladder);
    expect(await other.refuseLast(error)).toEqual(say('Error'));
  });

  test('begin anew when the question is asked again, and its refusal counts again', async () => {
    const error = { code: 'whatsapp.undeliverable', message: 'x', class: 'final' as const };
    const chat = await asked({ ...ladder, answerType: 'number', retries: 1, retryText: 'Un número' });
    await chat.passTime(60);
    expect(await chat.hear('x')).toEqual(say('Un número'));
    expect(await chat.passTime(59)).toEqual([]);
    expect(await chat.passTime(1)).toEqual(say('Uno'));
    expect(await chat.hear('5')).toEqual(say('5 / 5'));

    const other = await asked({ ...ladder, answerType: 'number', retries: 1, retryText: 'Un número' });
    await other.passTime(60);
    await other.hear('x');
    expect(await other.refuseLast(error)).toEqual(say('Error'));
  });
});
