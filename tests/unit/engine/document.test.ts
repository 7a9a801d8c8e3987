import { describe, expect, test } from '@jest/globals';
import { flowLimits, type Edit, type Flow, type Json } from '../../../runtime/contract/index.ts';
import { apply, equal, invert } from '../../../runtime/engine/edits.ts';
import { parseFlow, runTranscript } from '../../../runtime/engine/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';

const trigger = { id: 't', kind: 'unhandled' as const };
const note = { id: 'n', text: 'x', x: 1, y: 2 };
const flow: Flow = {
  ...flowOf({ a: ['say', { text: 'uno', list: [1, 2], deep: { x: null } }, 'b'], b: ['stop'] }),
  triggers: [trigger],
  notes: [note],
  variables: [{ name: 'v', type: 'text' }],
};
const [a, b] = flow.nodes;
const [edge] = flow.edges;
const json = (value: unknown) => value as Json;
const edit = (more: Partial<Edit> & Pick<Edit, 'op' | 'kind' | 'id'>): Edit => ({ path: [], ...more });
const set = (id: string, path: Edit['path'], before?: Json, after?: Json): Edit =>
  edit({
    op: 'set',
    kind: id === 'flow' ? 'flow' : 'node',
    id,
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  });

describe('an edit', () => {
  test.each<[string, Edit, Json]>([
    ['from another text', set('a', ['config', 'text'], 'dos', 'x'), 'uno'],
    ['from nothing', set('a', ['config', 'text'], undefined, 'x'), 'uno'],
    ['of what is not there', set('a', ['config', 'no'], 'x', 'y'), null],
    ['of an inherited name', set('a', ['config', 'toString'], 'x', 'y'), null],
    ['below a text', set('a', ['config', 'text', 'x'], undefined, 'y'), 'uno'],
    ['below nothing', set('a', ['config', 'deep', 'x', 'y'], undefined, 'y'), null],
    ['of a list by a name', set('a', ['config', 'list', '0'], 1, 2), [1, 2]],
    ['of an object by a number', set('a', ['config', 'deep', 0], undefined, 2), { x: null }],
    ['within a list that would close up', set('a', ['config', 'list', 0], 1, undefined), [1, 2]],
    ['two behind the end of a list', set('a', ['config', 'list', 3], undefined, 1), [1, 2]],
    ['of a card that is gone', set('z', ['config'], {}, {}), null],
    ['of a whole card', set('a', [], json(a), {}), json(a)],
    ['of its id', set('a', ['id'], 'a', 'z'), json(a)],
    ['of another flow', edit({ op: 'set', kind: 'flow', id: 'other', path: ['name'], before: 'Test' }), null],
    ['that removes the flow', edit({ op: 'remove', kind: 'flow', id: 'flow', path: ['name'] }), null],
    ['of the whole flow', set('flow', [], undefined, {}), null],
    ['of its lists', set('flow', ['edges'], json(flow.edges), []), null],
    ['of its version', set('flow', ['schemaVersion'], 1, 2), null],
    ['of a forbidden place', set('a', ['config', 'constructor'], undefined, 1), null],
    ['of a forbidden id', set('prototype', ['config'], {}, {}), null],
    ['that inserts what is there', edit({ op: 'insert', kind: 'node', id: 'b', after: json(b) }), json(b)],
    ['that inserts at a place', edit({ op: 'insert', kind: 'node', id: 'c', path: ['x'], after: { id: 'c' } }), null],
    ['that inserts a text', edit({ op: 'insert', kind: 'node', id: 'c', after: 'c' }), null],
    ['that inserts nothing', edit({ op: 'insert', kind: 'node', id: 'c' }), null],
    ['that inserts null', edit({ op: 'insert', kind: 'node', id: 'c', after: null }), null],
    ['that inserts without an id', edit({ op: 'insert', kind: 'node', id: 'c', after: {} }), null],
    ['that inserts another id', edit({ op: 'insert', kind: 'node', id: 'c', after: { id: 'd' } }), null],
    ['that removes what changed', edit({ op: 'remove', kind: 'node', id: 'b', before: { id: 'b' } }), json(b)],
    ['that removes what is gone', edit({ op: 'remove', kind: 'node', id: 'z', before: { id: 'z' } }), null],
    ['that removes a part', edit({ op: 'remove', kind: 'node', id: 'b', path: ['x'], before: json(b) }), json(b)],
  ])('%s is a conflict that says what it found', (_what, one, found) => {
    expect(apply(flow, one)).toEqual({ conflict: true, edit: one, found });
  });

  test.each<[Edit, Partial<Flow>]>([
    [set('flow', ['name'], 'Test', 'Otro'), { name: 'Otro' }],
    [set('flow', ['languages', 1], undefined, 'en'), { languages: ['es', 'en'] }],
    [set('flow', ['languages', 0], 'es', 'pt'), { languages: ['pt'] }],
    [set('flow', ['variables', 0], json(flow.variables[0]), undefined), { variables: [] }],
    [set('flow', ['settings', 'start'], undefined, 'b'), { settings: { start: 'b' } }],
    [set('flow', ['layout', 'a'], undefined, { x: 1, y: 2 }), { layout: { a: { x: 1, y: 2 } } }],
    [set('flow', ['translations'], undefined, { en: {} }), { translations: { en: {} } }],
    [edit({ op: 'remove', kind: 'edge', id: 'a-next', before: json(edge) }), { edges: [] }],
    [edit({ op: 'remove', kind: 'trigger', id: 't', before: trigger }), { triggers: [] }],
    [edit({ op: 'remove', kind: 'note', id: 'n', before: note }), { notes: [] }],
    [edit({ op: 'insert', kind: 'test', id: 'x', after: { id: 'x' } }), { tests: [{ id: 'x' }] as Flow['tests'] & {} }],
    [
      edit({ op: 'insert', kind: 'note', id: 'm', after: { id: 'm' }, index: 9 }),
      { notes: [note, { id: 'm' }] as Flow['notes'] },
    ],
    [
      edit({ op: 'insert', kind: 'note', id: 'm', after: { id: 'm' }, index: 0 }),
      { notes: [{ id: 'm' }, note] as Flow['notes'] },
    ],
  ])('%j is done, and undone by its inverse', (one, after) => {
    const next = apply(flow, one);
    expect(next).toEqual({ ...flow, ...after });
    const back = apply(next as Flow, invert({ ...one, ...(one.op === 'remove' && { index: 0 }) }));
    expect(back).toEqual(one.kind === 'test' ? { ...flow, tests: [] } : flow);
  });

  test('is taken back by its inverse, which has only what it had', () => {
    expect(invert(set('a', ['config', 'x'], 1))).toEqual(
      edit({ op: 'set', kind: 'node', id: 'a', path: ['config', 'x'], after: 1 }),
    );
    expect(invert(set('a', ['config', 'x'], undefined, 2))).toEqual(
      edit({ op: 'set', kind: 'node', id: 'a', path: ['config', 'x'], before: 2 }),
    );
  });

  test.each<[unknown, unknown, boolean]>([
    [1, 1, true],
    [1, '1', false],
    [null, null, true],
    [null, {}, false],
    [{}, null, false],
    [[], {}, false],
    [{}, [], false],
    [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [undefined, undefined, true],
    ['a', {}, false],
    [{}, 'a', false],
  ])('knows whether %j equals %j: %s', (one, other, same) => {
    expect(equal(one, other)).toBe(same);
  });
});

describe('a document', () => {
  const issues = (document: unknown) => parseFlow(document).issues.map(({ message: _message, ...issue }) => issue);
  const refused = (code: string, more: object = {}) => [{ code, severity: 'error', ...more }];
  const nested = (depth: number): Json => (depth === 0 ? {} : { a: nested(depth - 1) });

  test.each<[string, unknown, unknown]>([
    ['a text of JSON after a mark', `\uFEFF${JSON.stringify(flow)}`, []],
    ['a number', 5, refused('flow.schema-invalid', { path: '' })],
    ['a list', '[]', refused('flow.schema-invalid', { path: '' })],
    [
      'a newer one',
      { schemaVersion: 2 },
      refused('flow.newer-schema', { path: '/schemaVersion', params: { found: 2, known: 1 } }),
    ],
    ['64 deep', nested(64), expect.not.arrayContaining([expect.objectContaining({ code: 'flow.too-deep' })])],
    ['65 deep', nested(65), refused('flow.too-deep', { path: '/a/a/a/a/a/a/a', params: { max: 64 } })],
    [
      'a text of a list without end',
      `${'['.repeat(70)}${']'.repeat(70)}`,
      refused('flow.too-deep', { path: '/0/0/0/0/0/0/0', params: { max: 64 } }),
    ],
    ['a forbidden name', '{"a":{"b/c":{"__proto__":1}}}', refused('flow.forbidden-key', { path: '/a/b~1c' })],
    ['no JSON', '{"a":\n\n  1 2}', refused('flow.json-invalid', { params: { line: 3, column: 5 } })],
  ])('%s', (_what, document, expected) => {
    expect(issues(document)).toEqual(expected);
  });

  test.each(['nodes', 'edges', 'triggers', 'notes'] as const)('with more %s than may be is refused at once', (name) => {
    const most = flowLimits[name];
    const of = (length: number) => issues({ ...flow, [name]: Array.from({ length }, () => 0) });
    expect(of(most + 1)).toEqual(
      refused(`flow.too-many-${name}`, { path: `/${name}`, params: { max: most, found: most + 1 } }),
    );
    expect(of(most)[0]?.code).toBe('flow.schema-invalid');
  });

  test.each([
    ['x', 1],
    ['\u007f', 1],
    ['\u0080', 2],
    ['\u07ff', 2],
    ['\u0800', 3],
    ['\ud7ff', 3],
    ['😀', 4],
    ['\ue000', 3],
  ])('of %j has so many bytes: %i', (letter, bytes) => {
    const count = Math.floor((flowLimits.bytes - 2) / bytes);
    const rest = 'x'.repeat(flowLimits.bytes - 2 - count * bytes);
    const fits = `"${letter.repeat(count)}${rest}"`;
    expect(Buffer.byteLength(fits)).toBe(flowLimits.bytes);
    const code = (text: string) => issues(text)[0]?.code;
    expect(code(fits)).not.toBe('flow.too-large');
    expect(issues(`${fits} `)).toEqual(refused('flow.too-large', { params: { max: flowLimits.bytes } }));
  });
});

describe('a transcript that differs', () => {
  const asking: Flow = {
    ...flowOf({ q: ['question', { text: '?' }, 'c'], c: ['call', {}, 'q'] }),
    triggers: [trigger],
  };
  test.each<[string, Parameters<typeof runTranscript>[1]['turns'][number], string]>([
    [
      'an answer of a call',
      { http: { ok: false, code: 'http.timeout' }, bot: [] },
      'a call that waits for this answer',
    ],
    ['an outcome', { done: { ok: true, durationMs: 1 }, bot: [] }, 'an effect that is waited for'],
    ['a closed ticket', { ticketClosed: true, bot: [] }, 'a conversation that people have'],
  ])('because nobody waits for %s says so, and at which card', async (_what, turn, expected) => {
    const run = await runTranscript(
      asking,
      { now: testNow, turns: [{ contact: 'hola', bot: ['?'] }, turn, { contact: 'x', bot: [] }] },
      littleTypes,
    );
    expect(run).toMatchObject({
      ok: false,
      turns: [{ ok: true }, { ok: false, said: [], expected: [] }],
      firstDifference: { turn: 1, path: '/bot', expected, said: null, node: 'q' },
    });
    expect(run.turns).toHaveLength(2);
  });

  test('before anything has been said stands at no card', async () => {
    const run = await runTranscript(asking, { now: testNow, turns: [{ ticketClosed: true, bot: [] }] }, littleTypes);
    expect(run).toEqual({
      ok: false,
      turns: [
        {
          move: { ticketClosed: true },
          expected: [],
          said: [],
          ok: false,
          seen: {
            route: [],
            variables: {},
            results: {},
            fields: {},
            groups: [],
            labels: [],
            effects: [],
            status: 'none',
          },
        },
      ],
      firstDifference: { turn: 0, path: '/bot', expected: 'a conversation that people have', said: null },
    });
  });
});
