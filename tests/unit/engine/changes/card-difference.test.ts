import { describe, expect, test } from '@jest/globals';
import type { Flow, FlowNode } from '../../../../runtime/contract/index.ts';
import { cardDifference, suggestedMove } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';

const ask = (id: string, body = id): FlowNode => ({
  id,
  type: 'ask',
  version: 1,
  config: { answerType: 'text', body },
});
const flow = (
  nodes: FlowNode[],
  ways: [from: string, to: string, port?: string][],
  more: Partial<Flow> = {},
): Flow => ({
  schemaVersion: 1,
  id: 'f',
  name: 'f',
  languages: ['es', 'en'],
  nodes,
  edges: ways.map(([from, to, port = 'next']) => ({ id: `${from}-${port}`, from: { node: from, port }, to })),
  triggers: [],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
  ...more,
});
const before = flow(
  [ask('a'), ask('b'), ask('c')],
  [
    ['a', 'b'],
    ['b', 'c'],
  ],
);
const differs = (after: Flow, id = 'b', from = before) => cardDifference(from, after, id, nodeTypes);
const withB = (node: FlowNode) => ({ ...before, nodes: before.nodes.map((one) => (one.id === 'b' ? node : one)) });

describe('for somebody who waits at it a card', () => {
  test('is the same whatever it is called and wherever it stands', () => {
    expect(differs(before)).toBeNull();
    expect(differs({ ...withB({ ...ask('b'), name: 'Otra' }), layout: { b: { x: 9, y: 9 } } })).toBeNull();
    expect(
      differs({ ...before, edges: before.edges.toReversed().map((edge) => ({ ...edge, id: `x${edge.id}` })) }),
    ).toBeNull();
  });

  test('is removed when it is gone, and nothing when it never was', () => {
    expect(differs(flow([ask('a'), ask('c')], [['a', 'c']]))).toBe('removed');
    expect(differs(before, 'nobody')).toBeNull();
  });

  test('is changed when it asks otherwise or is of another kind', () => {
    expect(differs(withB(ask('b', 'otra')))).toBe('changed');
    expect(differs(withB({ id: 'b', type: 'send-text', version: 1, config: { body: 'b' } }))).toBe('changed');
  });

  test('is changed when a way out of it leads elsewhere, opens or closes, but not when one of another card does', () => {
    const [first, second] = before.edges;
    if (!first || !second) throw new Error('two edges');
    expect(differs({ ...before, edges: [first, { ...second, to: 'a' }] })).toBe('changed');
    expect(differs({ ...before, edges: [first] })).toBe('changed');
    expect(
      differs({ ...before, edges: [...before.edges, { id: 't', from: { node: 'b', port: 'timeout' }, to: 'a' }] }),
    ).toBe('changed');
    expect(differs({ ...before, edges: [{ ...first, to: 'c' }, second] })).toBeNull();
  });

  test('is changed when another language says it otherwise, and not by words of other cards or by none', () => {
    const said = (node: string, body: string): Flow => ({ ...before, translations: { en: { [node]: { body } } } });
    expect(differs(said('b', 'where?'))).toBe('changed');
    expect(differs(said('b', 'when?'), 'b', said('b', 'where?'))).toBe('changed');
    expect(differs(said('a', 'where?'))).toBeNull();
    expect(differs({ ...before, translations: { en: { b: {} } } })).toBeNull();
  });
});

describe('people who wait at a card may be moved', () => {
  test('to the same card in its new form, unless it is of another kind now', () => {
    expect(suggestedMove(before, withB(ask('b', 'otra')), 'b')).toBe('b');
    expect(suggestedMove(before, withB({ ...ask('b'), type: 'send-text' }), 'b')).toBe('c');
  });

  test('to what stands where it stood, else to what came after it', () => {
    const replaced = flow(
      [ask('a'), ask('n'), ask('c')],
      [
        ['a', 'n'],
        ['n', 'c'],
      ],
    );
    expect(suggestedMove(before, replaced, 'b')).toBe('n');
    expect(suggestedMove(before, flow([ask('a'), ask('c')], []), 'b')).toBe('c');
  });

  test('nowhere when nothing of that is there', () => {
    expect(suggestedMove(before, flow([ask('z')], []), 'b')).toBeUndefined();
    expect(suggestedMove(before, before, 'nobody')).toBeUndefined();
    const alone = flow([ask('a')], [['a', 'a']]);
    expect(suggestedMove(alone, flow([ask('z')], []), 'a')).toBeUndefined();
  });
});
