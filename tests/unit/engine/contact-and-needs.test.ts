import { describe, expect, test } from '@jest/globals';
import type { ContactPatch, ContactView, Flow, InboundContent, NodeTypes } from '../../../runtime/contract/index.ts';
import { flowNeeds } from '../../../runtime/engine/flow-needs.ts';
import { calledFlows, subFlows } from '../../../runtime/engine/flow-tests.ts';
import { compilePattern, matchPattern, searchCost } from '../../../runtime/engine/pattern.ts';
import { seededRandom } from '../../../runtime/engine/random.ts';
import { contactChanges } from '../../../runtime/engine/triggers/contact-changes.ts';
import { contactData, messageView, patchedContact } from '../../../runtime/engine/views.ts';
import { envOf, flowOf, littleTypes } from '../../support/engine.ts';

const { contact } = envOf();

describe('a contact after a patch', () => {
  test.each<[string, ContactPatch, Partial<ContactView>]>([
    ['of nothing', {}, {}],
    ['of the name', { name: ' Luz  Marina ' }, { name: ' Luz  Marina ', firstName: 'Luz' }],
    ['to no name', { name: '  ' }, { name: '  ', firstName: null }],
    ['of the language', { language: 'pt' }, { language: 'pt' }],
    ['of fields', { fields: { old: null, city: 'Lima' } }, { fields: { plan: 'gold', city: 'Lima' } }],
    ['of groups', { groups: { vip: true, gone: false } }, { groups: ['vip'] }],
    ['of labels', { labels: { new: true } }, { labels: ['new'] }],
  ])('%s', (_what, patch, after) => {
    expect(patchedContact(contact, patch)).toEqual({ ...contact, ...after });
  });
});

test('expressions see what is known of a contact', () => {
  expect(contactData(contact)).toEqual({
    id: 'c1',
    name: 'Ana Gómez',
    firstName: 'Ana',
    phone: '+573001112233',
    fields: { old: 1, plan: 'gold' },
    groups: [],
    labels: [],
  });
});

describe('a message as expressions see it', () => {
  const raw = (size: number): InboundContent =>
    ({
      kind: 'form',
      text: 'mine',
      data: { a: 'x'.repeat(size - '{"a":""}'.length) },
    }) as unknown as InboundContent;
  test.each<[string, InboundContent, object]>([
    ['words', { kind: 'text', body: 'hola' }, { text: 'hola', kind: 'text', body: 'hola' }],
    [
      'a choice',
      { kind: 'choice', source: 'button', id: 'b1', title: 'Sí' },
      { text: 'Sí', kind: 'choice', source: 'button', id: 'b1', title: 'Sí', choiceId: 'b1' },
    ],
    [
      'a place without a name',
      { kind: 'location', latitude: 1, longitude: 2 },
      { text: '', kind: 'location', latitude: 1, longitude: 2 },
    ],
  ])('%s', (_what, content, view) => {
    expect(messageView(content)).toEqual(view);
  });

  test('is without what is larger than 16 KB', () => {
    expect(messageView(raw(16 * 1_024))).toHaveProperty('data');
    expect(messageView(raw(16 * 1_024 + 1))).not.toHaveProperty('data');
    expect(messageView(raw(10))['text']).not.toBe('mine');
  });
});

test('what is different in a contact is told by fields, groups and labels', () => {
  const before = { fields: { same: { a: 1 }, other: 1, gone: 'x' }, groups: ['a', 'b'], labels: ['x', 'y'] };
  const after = { fields: { new: [1], other: 2, same: { a: 1 } }, groups: ['b', 'c'], labels: ['z', 'x'] };
  expect(contactChanges(before, after)).toEqual([
    { what: 'field', field: 'other', value: 2 },
    { what: 'field', field: 'gone', value: null },
    { what: 'field', field: 'new', value: [1] },
    { what: 'group-joined', group: 'c' },
    { what: 'group-left', group: 'a' },
    { what: 'label-added', label: 'z' },
    { what: 'label-removed', label: 'y' },
  ]);
  expect(contactChanges(before, structuredClone(before))).toEqual([]);
  expect(contactChanges({ fields: {} }, { fields: {} })).toEqual([]);
  expect(contactChanges({ fields: {} }, { fields: {}, groups: ['g'], labels: ['l'] })).toEqual([
    { what: 'group-joined', group: 'g' },
    { what: 'label-added', label: 'l' },
  ]);
  expect(contactChanges({ fields: {}, groups: ['g'], labels: ['l'] }, { fields: {} })).toEqual([
    { what: 'group-left', group: 'g' },
    { what: 'label-removed', label: 'l' },
  ]);
});

const stop = littleTypes.get('stop');
if (!stop) throw new Error('There is no type "stop".');
const types: NodeTypes = new Map([
  ...littleTypes,
  [
    'names',
    {
      ...stop,
      references: ({ flows = [], queue = '' }) => [
        ...(Array.isArray(flows) ? flows : []).map((id) => ({ kind: 'flow' as const, id: String(id), path: '/flows' })),
        { kind: 'queue' as const, id: String(queue), path: '/queue' },
      ],
    },
  ],
]);

describe('what flows need beside themselves', () => {
  test('is what their cards, triggers and texts name, by kind, each once, in order', () => {
    const one: Flow = flowOf(
      {
        a: ['names', { flows: ['z', 'b', 'b'], queue: 'ventas' }],
        b: ['say', { text: '{{ globals.shop_1 }} {{contact.fields.city}} {{ secrets.Token }} {{ myglobals.no }}' }],
        c: ['names', {}],
        d: ['unknown', { text: 'globals.alfa' }],
      },
      {
        triggers: [
          { id: 'k', kind: 'keyword', match: 'is', words: ['x'], joinGroup: 'club' },
          { id: 'u', kind: 'unhandled', groups: { only: ['vip'], never: ['out', 'vip'] } },
          { id: 'w', kind: 'webhook', contact: 'globals.number' },
          { id: 'l', kind: 'keyword', match: 'is', words: ['y'] },
        ],
      },
    );
    const other = flowOf({ a: ['names', { flows: ['a'], queue: 'ayuda' }] });
    expect(flowNeeds([one, other], types)).toEqual({
      flow: ['a', 'b', 'z'],
      queue: ['ayuda', 'ventas'],
      group: ['club', 'out', 'vip'],
      global: ['alfa', 'number', 'shop_1'],
      field: ['city'],
      secret: ['Token'],
    });
    expect(flowNeeds([flowOf({ a: ['stop'] })], types)).toEqual({});
    expect(flowNeeds([], types)).toEqual({});
  });

  test('are the flows that they go into, and those that these go into, without their triggers', () => {
    const calling = (id: string, ...flows: string[]): Flow =>
      flowOf({ a: ['names', { flows }], b: ['unknown', {}] }, { id, triggers: [{ id: 't', kind: 'unhandled' }] });
    const root = calling('root', 'b', 'root', 'b', 'gone');
    const published = [calling('a', 'b'), calling('b', 'c', 'root'), calling('c', 'b'), calling('d')];
    expect(calledFlows(root, types)).toEqual(['b', 'root', 'gone']);
    expect(subFlows(root, published, types)).toEqual([
      { ...published[1], triggers: [] },
      { ...published[2], triggers: [] },
    ]);
    expect(subFlows(calling('x'), published, types)).toEqual([]);
    expect(subFlows(calling('root', 'root'), [calling('root', 'd'), calling('d')], types)).toEqual([]);
  });
});

describe('a pattern', () => {
  test.each([
    ['abc', false],
    ['\\s+abc', false],
    ['a\\s*b', false],
    ['abc*', false],
    ['[a-z]+', false],
    ['[^*]+', false],
    ['\\*x', false],
    ['\\d+', false],
    ['a{2}', false],
    ['a{2,3}', false],
    ['a+b', true],
    ['a*b', true],
    ['(a)+', true],
    ['(ab)*', true],
    ['[a-z]*x', true],
    ['\\d+x', true],
    ['a{2,}', true],
    ['a{12,}b', true],
  ])('%s may look far: %s', (source, far) => {
    expect(compilePattern(source).looksFar).toBe(far);
  });

  test('has flags, and is remembered apart for each', () => {
    const finds = (source: string, text: string, flags?: Parameters<typeof compilePattern>[1]) =>
      compilePattern(source, flags).compiled.matcher(text).find();
    expect(finds('^b', 'a\nB')).toBe(false);
    expect(finds('^b', 'a\nB', { ignoreCase: true })).toBe(false);
    expect(finds('^b', 'a\nB', { multiline: true })).toBe(false);
    expect(finds('^b', 'a\nB', { ignoreCase: true, multiline: true })).toBe(true);
    expect(finds('^b', 'B', { ignoreCase: true })).toBe(true);
    expect(finds('^b', 'a\nb', { multiline: true })).toBe(true);
    expect(compilePattern('^b')).toBe(compilePattern('^b', {}));
    expect(compilePattern('^b')).not.toBe(compilePattern('^b', { ignoreCase: true }));
  });

  test('is at most so long, and so large', () => {
    expect(compilePattern('x'.repeat(1_000)).size).toBeGreaterThan(1_000);
    expect(() => compilePattern('x'.repeat(1_001))).toThrow('at most 1000 characters');
    expect(compilePattern('x{1000}').size).toBe(1_002);
    expect(() => compilePattern('(xy){512}')).toThrow('too large');
    expect(() => compilePattern('(')).toThrow('(');
    try {
      compilePattern('(');
    } catch (error) {
      expect(error).toMatchObject({ name: 'PatternError', code: 'pattern.invalid' });
    }
  });

  test('costs its size times the text', () => {
    const pattern = { ...compilePattern('x'), size: 1_000 };
    expect(searchCost(pattern, 0)).toBe(1_000);
    expect(searchCost(pattern, 1_499)).toBe(1_500_000);
    expect(() => searchCost(pattern, 1_500)).toThrow('too long');
    expect(matchPattern('(a)(x)?(b)', 'cab')).toEqual({ text: 'ab', groups: ['a', '', 'b'] });
  });
});

test('the dice of a seed fall so', () => {
  const first = (seed: string) => Array.from({ length: 3 }, seededRandom(seed)).map((value) => value.toFixed(6));
  expect({ '': first(''), a: first('a'), 's1.1': first('s1.1') }).toEqual({
    '': ['0.908254', '0.485537', '0.430149'],
    a: ['0.575688', '0.001675', '0.457289'],
    's1.1': ['0.562528', '0.096451', '0.823877'],
  });
});
