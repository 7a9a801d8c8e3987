import { describe, expect, test } from '@jest/globals';
import type { Flow, Transcript } from '../../../runtime/contract/index.ts';
import { recordTranscript, runTranscript, transcriptProblems, type Move } from '../../../runtime/engine/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';

const flow: Flow = {
  ...flowOf({
    ask: ['question', { text: '¿Qué?', variable: 'what' }, 'name'],
    name: ['rename', { name: 'Eva' }, 'call'],
    call: ['call', { url: 'https://example.com/a' }, 'letter'],
    letter: ['letter', {}, { next: 'people', error: 'oops' }],
    people: ['people', {}, 'bye'],
    bye: ['say', { text: 'Adiós, {{ contact.firstName }}: {{ variables.what }}' }],
    oops: ['say', { text: 'oops' }],
  }),
  triggers: [{ id: 't', kind: 'unhandled' }],
};
const begin = { now: testNow, contact: { fields: { old: 1 }, groups: ['vip'] } };
const moves: Move[] = [
  { contact: 'hola' },
  { contact: 'pan' },
  { http: { ok: true, status: 200, headers: {}, body: { id: 7 }, durationMs: 12 } },
  { done: { ok: true, durationMs: 1 } },
  { ticketClosed: true },
];
const end = { variables: { what: 'pan' }, results: { what: { value: 'pan', category: 'said' } } };
const known = { fields: { city: 'Lima' }, groups: ['vip'], labels: [] };

describe('a recorded transcript', () => {
  test('says everything that could be seen, and plays', async () => {
    const transcript = await recordTranscript(flow, begin, moves, littleTypes);
    expect(transcriptProblems(transcript)).toEqual([]);
    const first = { variables: {}, results: {}, fields: { old: 1 }, groups: ['vip'], labels: [] };
    expect(transcript).toEqual({
      ...begin,
      turns: [
        { contact: 'hola', bot: ['¿Qué?'], expect: { ...first, route: ['ask'], effects: [], status: 'waiting' } },
        {
          contact: 'pan',
          bot: [],
          expect: {
            ...end,
            ...known,
            route: ['ask', 'name', 'call'],
            effects: [
              { kind: 'contact.update', patch: { name: 'Eva', fields: { city: 'Lima', old: null } } },
              {
                kind: 'http.request',
                request: {
                  method: 'GET',
                  url: 'https://example.com/a',
                  headers: {},
                  timeoutSeconds: 10,
                  retries: 0,
                  safeToRepeat: false,
                },
              },
            ],
            status: 'waiting',
          },
        },
        {
          http: { ok: true, status: 200, body: { id: 7 } },
          bot: [],
          expect: {
            ...end,
            ...known,
            route: ['call', 'letter'],
            effects: [{ kind: 'email.send', email: { to: ['ana@example.com'], subject: 'Hola', body: '…' } }],
            status: 'waiting',
          },
        },
        {
          done: { ok: true, durationMs: 1 },
          bot: [],
          expect: {
            ...end,
            ...known,
            route: ['letter', 'people'],
            effects: [{ kind: 'ticket.open', note: 'Help' }],
            status: 'waiting',
          },
        },
        {
          ticketClosed: true,
          bot: ['Adiós, Eva: pan'],
          expect: { ...end, ...known, route: ['people', 'bye'], effects: [], status: 'ended' },
        },
      ],
    });
    expect((await runTranscript(flow, transcript, littleTypes)).ok).toBe(true);
  });

  test('ends where the next move has nothing to answer', async () => {
    const transcript = await recordTranscript(flow, begin, [...moves.slice(0, 1), ...moves.slice(2)], littleTypes);
    expect(transcript.turns).toHaveLength(1);
    const refused = await recordTranscript(flow, begin, [...moves.slice(0, 2), { ticketClosed: true }], littleTypes);
    expect(refused.turns).toHaveLength(2);
  });

  test('keeps a link preview and the headers of an answer', async () => {
    const preview = { ...flow, nodes: flow.nodes.slice(2, 3), edges: [] };
    const { turns } = await recordTranscript(
      preview,
      begin,
      [
        { begin: { trigger: 'api', variables: { a: 1 } } },
        { http: { ok: true, status: 201, headers: { etag: '1' }, body: null, durationMs: 3 } },
      ],
      littleTypes,
    );
    expect(turns[0]).toMatchObject({ begin: { trigger: 'api', variables: { a: 1 } }, expect: { variables: { a: 1 } } });
    expect(turns[1]).toMatchObject({ http: { ok: true, status: 201, headers: { etag: '1' }, body: null } });
  });
});

describe('what a transcript expects beside messages', () => {
  const play = (expected: NonNullable<Transcript['turns'][number]['expect']>) =>
    runTranscript(
      flow,
      {
        ...begin,
        turns: [
          { contact: 'hola', bot: ['¿Qué?'] },
          { contact: 'pan', bot: [], expect: expected },
        ],
      },
      littleTypes,
    );

  test.each<[string, Parameters<typeof play>[0]]>([
    ['nothing', {}],
    ['the route', { route: ['ask', 'name', 'call'] }],
    ['a variable among others', { variables: { what: 'pan', nothing: null } }],
    ['a result', { results: { what: { value: 'pan', category: 'said' } } }],
    ['a field that is gone', { fields: { old: null, city: 'Lima' } }],
    ['groups and labels', { groups: ['vip'], labels: [] }],
    ['the status', { status: 'waiting' }],
  ])('holds: %s', async (_what, expected) => {
    expect((await play(expected)).ok).toBe(true);
  });

  test.each<[string, Parameters<typeof play>[0], string, unknown, unknown]>([
    ['another route', { route: ['ask', 'oops', 'call'] }, '/expect/route/1', 'oops', 'name'],
    ['a longer route', { route: ['ask', 'name', 'call', 'x'] }, '/expect/route/3', 'x', undefined],
    ['another variable', { variables: { what: 'vino' } }, '/expect/variables/what', 'vino', 'pan'],
    ['a variable that must not be', { variables: { what: null } }, '/expect/variables/what', null, 'pan'],
    ['another category', { results: { what: { value: 'pan' } } }, '/expect/results/what/category', undefined, 'said'],
    ['a missing result', { results: { 'a/b': { value: 1 } } }, '/expect/results/a~1b', { value: 1 }, undefined],
    ['another field', { fields: { city: 'Quito' } }, '/expect/fields/city', 'Quito', 'Lima'],
    ['another group', { groups: [] }, '/expect/groups/0', undefined, 'vip'],
    ['another label', { labels: ['x'] }, '/expect/labels/0', 'x', undefined],
    [
      'no effects',
      { effects: [] },
      '/expect/effects/0',
      undefined,
      expect.objectContaining({ kind: 'contact.update' }),
    ],
    ['another status', { status: 'ended' }, '/expect/status', 'ended', 'waiting'],
  ])('differs: %s', async (_what, wanted, path, expected, said) => {
    expect(await play(wanted)).toMatchObject({
      ok: false,
      firstDifference: { turn: 1, path, expected, said, node: 'call' },
    });
  });
});
