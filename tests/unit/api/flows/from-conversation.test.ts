import { describe, expect, test } from '@jest/globals';
import { builtTest, type Built } from '../../../../api/flows/from-conversation/build.ts';
import { CannotBuild, happenedIn } from '../../../../api/flows/from-conversation/happened.ts';
import { Scrubber, tellsWho, wordsIn, type Person } from '../../../../api/flows/from-conversation/scrub.ts';
import type { TurnTrace } from '../../../../api/conversations/service.ts';
import type { Flow, InboundMessage, Json } from '../../../../runtime/contract/index.ts';
import { turnInput } from '../../../../runtime/conversations/run-session.ts';
import { moved, moveOf, runTranscript, startChat, type Chat, type Move } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { examples } from '../../../support/examples.ts';
import { chain, keyword } from '../../../support/sample-flows.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const now = '2026-01-05T09:00:00.000Z';
const someone: Person = {
  name: 'Rosalía Quiñones Ibarra',
  phone: '+5215587654321',
  fields: { correo: 'rosalia.q@correo.mx', nombre: 'Rosalía', plan: 'oro' },
  aliases: ['5215587654321'],
};
const scrubber = (words: string[] = []) => new Scrubber(someone, new Set(words));

describe('what tells who somebody is', () => {
  test('gives way to stand-ins of the same shape, the same for the same', () => {
    const one = scrubber();
    const said = one.text('Soy ROSALÍA, escríbeme a rosalia.q@correo.mx o al +52 1 55 8765-4321', 'as-said');
    expect(said).toMatch(/^Soy [A-Z]+, escríbeme a persona\d+@example\.com o al \+52 1 55 \d\d\d\d-\d\d\d\d$/);
    expect(one.text('rosalia.q@correo.mx', 'as-said')).toBe(/persona\d+@example\.com/.exec(said)?.[0]);
    const name = /^Soy (\S+),/.exec(said)?.[1] ?? '';
    expect(one.text('rosalia', 'as-said')).toBe(name.toLowerCase());
    expect(one.text('Rosalía', 'as-said')).toBe(`${name[0]}${name.slice(1).toLowerCase()}`);
    expect(one.text('https://rosalia.example/perfil?id=3', 'as-said')).toMatch(/^https:\/\/example\.com\/\d+$/);
  });

  test('numbers of seven digits and more change, shorter ones, dates and times do not', () => {
    const one = scrubber();
    expect(one.text('123456', 'own-words')).toBe('123456');
    const seven = one.text('1234567', 'own-words');
    expect(seven).toMatch(/^1\d{6}$/);
    expect(seven).not.toBe('1234567');
    expect(one.text('5587654321', 'own-words')).toMatch(/^558\d{7}$/);
    expect(one.text('4111 1111 1111 1111', 'own-words')).toMatch(/^4\d{3} \d{4} \d{4} \d{4}$/);
    for (const date of ['2026-01-05', '05/12/1990', '5-12-90', '10:30', '2026-01-05T09:00:00Z'])
      expect(one.text(date, 'own-words')).toBe(date);
    expect(one.text('QUIR900101ABC', 'as-said')).toBe('XXXX455656XXX');
    expect(one.json(12_345_678, 'as-said')).not.toBe(12_345_678);
    expect(one.json(999_999, 'as-said')).toBe(999_999);
  });

  test('of words only those of the flow stay, unless as much as was said must', () => {
    const one = scrubber(['quiero', 'pizza', 'rosalia']);
    const own = one.text('Quiero pizza en Los Aromos, de Rosalía', 'own-words');
    expect(own).toMatch(/^Quiero pizza en \S+ \S+, de \S+$/);
    expect(own).not.toMatch(/Aromos|Rosal/);
    expect(one.text('Quiero pizza de Rosalía', 'flow-first')).toBe('Quiero pizza de Rosalía');
    expect(one.text('Aromos de Quiñones', 'as-said')).toMatch(/^Aromos de (?!Qui)/);
    expect(one.text('@quinones_ventas', 'as-said')).not.toContain('quinones');
  });

  test('places, cards of people, files and answers of services are stood in for too', () => {
    const one = scrubber();
    expect(
      one.content({ kind: 'location', latitude: 19.43, longitude: -99.13, address: 'Reforma 222' }, 'as-said'),
    ).toEqual({
      kind: 'location',
      latitude: 19,
      longitude: -99,
      address: expect.stringMatching(/^(?!Reforma)\S+ 222$/),
    });
    expect(
      one.content(
        { kind: 'contacts', contacts: [{ name: 'Beto Lara', phones: ['+5215500001111'], vcard: 'x' }] },
        'as-said',
      ),
    ).toEqual({
      kind: 'contacts',
      contacts: [{ name: expect.not.stringMatching(/Beto|Lara/), phones: [expect.stringMatching(/^\+521550\d{7}$/)] }],
    });
    expect(
      one.content(
        {
          kind: 'media',
          media: 'document',
          providerMediaId: '998877',
          url: 'https://x/y',
          filename: 'ine-rosalia.pdf',
        },
        'as-said',
      ),
    ).toEqual({ kind: 'media', media: 'document', providerMediaId: expect.stringMatching(/^media-\d+$/) });
    expect(one.json({ customer: { nombre: 'Beto Lara', plan: 'oro', direccion: 'Reforma 222' } }, 'as-said')).toEqual({
      customer: {
        nombre: expect.not.stringMatching(/Beto|Lara/),
        plan: 'oro',
        direccion: expect.stringMatching(/^(?!Reforma)\S+ 222$/),
      },
    });
    expect(one.content({ kind: 'unknown', type: 'x', raw: { name: 'Rosalía' } }, 'as-said')).toEqual({
      kind: 'unknown',
      type: 'x',
      raw: null,
    });
  });

  test('is found where it still stands', () => {
    for (const left of ['+5215587654321', '55 8765 4321', 'a rosalia.q@correo.mx b', 'rosalia quiñones ibarra'])
      expect(tellsWho({ a: [left] }, someone)).toBe(true);
    expect(tellsWho({ a: ['Rosalía', '5550100'] }, someone)).toBe(false);
  });
});

/** A conversation as the store has it afterwards: traces turn by turn and the messages that were heard. */
async function stored(
  flows: readonly Flow[],
  begin: Omit<Built['begin'], 'now'>,
  person: Built['person'],
  moves: readonly Move[],
) {
  const { name, phone, language, fields, groups, labels } = person;
  const chat = startChat(flows, {
    now,
    nodeTypes,
    ...begin,
    contact: { name, phone, language, fields, groups, labels },
  } as never);
  for (const move of moves) await moved(chat, move);
  return { turns: turnsOf(chat), messages: messagesOf(chat) };
}
const turnsOf = (chat: Chat): TurnTrace[] =>
  chat.turns.map(({ flowId, input, trace, session }) => ({
    turn: session.turn,
    at: input.at,
    flowId,
    flowVersion: 1,
    input: turnInput(input),
    entries: trace as unknown as Json[],
  }));
const messagesOf = (chat: Chat): Map<string, InboundMessage> =>
  new Map(
    chat.turns.flatMap(({ input }) => ('message' in input && input.message ? [[input.message.id, input.message]] : [])),
  );

const known = (person: Person): Built['person'] => ({ ...person, language: 'es', groups: ['vip'], labels: [] });
const asks: Flow = chain('pide', keyword('hola'), [
  { id: 'name', type: 'ask', config: { body: '¿Cómo te llamas?', answerType: 'text', variableName: 'quien' } },
  {
    id: 'thanks',
    type: 'send-text',
    config: { body: 'Gracias, {{ variables.quien }}. Te llamamos al {{ contact.phone }}.' },
  },
]);

async function made(flow: Flow, moves: readonly Move[], person: Person = someone) {
  const found = await stored([flow], {}, known(person), moves);
  const happened = happenedIn(found.turns, found.messages);
  return builtTest({ flows: [flow], begin: { now }, person: known(person), happened }, nodeTypes);
}

test('a conversation becomes a test that is green, says the same and names nobody', async () => {
  const transcript = await made(asks, [
    { contact: 'Hola' },
    { wait: 3 },
    { contact: 'Rosalía Quiñones, de la calle Aromos 12' },
  ]);
  expect(await runTranscript(asks, transcript, nodeTypes)).toMatchObject({ ok: true });
  expect(transcript.turns).toHaveLength(2);
  expect(transcript.turns[0]).toMatchObject({ contact: 'Hola', bot: ['¿Cómo te llamas?'] });
  expect(JSON.stringify(transcript)).not.toMatch(/Rosal|Qui[nñ]|Aromos|87654321/i);
  expect(transcript.turns[1]).toMatchObject({ contact: expect.stringMatching(/^\S+ \S+, de la \S+ \S+ 12$/) });
  expect(transcript.contact).toMatchObject({
    groups: ['vip'],
    phone: expect.stringMatching(/^\+521558\d{7}$|^\+52155\d{8}$/),
  });
});

describe('a conversation that cannot be built again', () => {
  const reasonOf = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      if (error instanceof CannotBuild) return error.reason;
      throw error;
    }
    return 'none';
  };
  test('is refused with the part that is missing', async () => {
    const { turns, messages } = await stored([asks], {}, known(someone), [{ contact: 'hola' }, { contact: 'Ana' }]);
    const change = (more: Partial<TurnTrace>) => [{ ...turns[0], ...more } as TurnTrace, ...turns.slice(1)];
    const { input: _input, ...old } = turns[0] as TurnTrace;
    expect(reasonOf(() => happenedIn([old], messages))).toBe('no-trace');
    expect(reasonOf(() => happenedIn(turns, new Map()))).toBe('message-missing');
    expect(reasonOf(() => happenedIn(change({ input: { kind: 'start', cut: true } }), messages))).toBe(
      'handed-over-missing',
    );
    expect(reasonOf(() => happenedIn(change({ input: { kind: 'delivery-failed' } }), messages))).toBe(
      'refused-message',
    );
    expect(reasonOf(() => happenedIn(change({ input: { kind: 'move' } }), messages))).toBe('moved');
    expect(reasonOf(() => happenedIn(change({ input: { kind: 'http' }, entries: [] }), messages))).toBe(
      'answer-missing',
    );
    expect(
      reasonOf(() =>
        happenedIn(
          Array.from({ length: 301 }, () => turns[1] as TurnTrace),
          messages,
        ),
      ),
    ).toBe('too-long');
    expect(
      reasonOf(() =>
        happenedIn(
          Array.from({ length: 300 }, () => turns[1] as TurnTrace),
          messages,
        ),
      ),
    ).toBe('none');
  });

  test('is refused when the flow goes another way than it went', async () => {
    const { turns, messages } = await stored([asks], {}, known(someone), [{ contact: 'hola' }, { contact: 'Ana' }]);
    const other = chain('pide', keyword('hola'), [{ id: 'x', type: 'send-text', config: { body: 'X' } }]);
    const built = {
      flows: [other] as [Flow],
      begin: { now },
      person: known(someone),
      happened: happenedIn(turns, messages),
    };
    await expect(builtTest(built, nodeTypes)).rejects.toMatchObject({ reason: 'differs' });
  });
});

test('pauses of a minute and more are kept, and time that something came due in always is', async () => {
  const flow = chain('espera', keyword('hola'), [
    { id: 'rest', type: 'wait-for', config: { durationSeconds: 30 } },
    { id: 'ask', type: 'ask', config: { body: '¿Y?', answerType: 'text' } },
    { id: 'bye', type: 'send-text', config: { body: 'Adiós' } },
  ]);
  const { turns, messages } = await stored([flow], {}, known(someone), [
    { contact: 'hola' },
    { wait: 30 },
    { wait: 60 },
    { contact: 'ya' },
  ]);
  expect(happenedIn(turns, messages).map(({ move }) => move)).toEqual([
    { contact: 'hola' },
    { wait: 30 },
    { wait: 60 },
    { contact: 'ya' },
  ]);
});

/** People with names, numbers and mail that nobody has. */
function person(random: () => number): Person {
  const letters = 'bcdfgjklmnprstvz';
  const pick = (from: string) => from[Math.floor(random() * from.length)] ?? 'a';
  const part = () => {
    const syllables = Array.from(
      { length: 2 + Math.floor(random() * 3) },
      () => pick(letters) + pick('aeiouáíóñ'),
    ).join('');
    return `${syllables[0]?.toUpperCase()}${syllables.slice(1)}q`;
  };
  const name = Array.from({ length: 1 + Math.floor(random() * 3) }, part).join(' ');
  const digits = Array.from({ length: 8 }, () => Math.floor(random() * 10)).join('');
  const phone = `+52155${digits}`;
  return { name, phone, fields: { correo: `${part()}.${part()}@correo.mx` }, aliases: [phone.slice(1)] };
}

test('of 300 random people in all example conversations nothing is left, and each test is green on its flow', async () => {
  const random = seededRandom(20);
  let tests = 0;
  for (let round = 0; round < 20; round += 1)
    for (const { flow, transcript } of examples) {
      const who = person(random);
      const { name, phone, fields } = who;
      const says = [
        ` soy ${name}`,
        ` mi número es ${phone}`,
        `, ${JSON.stringify(fields['correo'] ?? '').slice(1, -1)}`,
        '',
      ];
      const moves = transcript.turns.map((turn): Move => {
        const move = moveOf(turn);
        if (!('contact' in move) || typeof move.contact !== 'string') return move;
        return { contact: `${move.contact}${says[Math.floor(random() * says.length)] ?? ''}` };
      });
      const { timeZone, exitWords, globals, returning } = transcript;
      const begin = {
        ...(timeZone !== undefined && { timeZone }),
        ...(exitWords && { exitWords }),
        ...(globals && { globals }),
        ...(returning !== undefined && { returning }),
      };
      let found: Awaited<ReturnType<typeof stored>>;
      try {
        found = await stored([flow], begin, known(who), moves);
      } catch {
        continue; // With other words the flow went another way, where this move has no place.
      }
      if (found.turns.length === 0 || new Set(found.turns.map(({ flowId }) => flowId)).size > 1) continue;
      let built;
      try {
        const happened = happenedIn(found.turns, found.messages);
        built = await builtTest({ flows: [flow], begin: { now, ...begin }, person: known(who), happened }, nodeTypes);
      } catch (error) {
        if (error instanceof CannotBuild && ['differs', 'tells-who'].includes(error.reason)) continue;
        throw error;
      }
      tests += 1;
      expect(tellsWho(built, who)).toBe(false);
      const text = JSON.stringify(built);
      const own = wordsIn(flow);
      for (const part of (name ?? '').split(' ')) if (!own.has(part.toLowerCase())) expect(text).not.toContain(part);
      expect(text).not.toContain(phone?.slice(-8));
      expect(text).not.toContain(JSON.stringify(fields['correo'] ?? '').slice(1, -1));
      expect((await runTranscript(flow, built, nodeTypes)).ok).toBe(true);
    }
  expect(tests).toBeGreaterThan(60);
}, 120_000);
