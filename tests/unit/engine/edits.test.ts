import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Edit, Flow, Json } from '../../../runtime/contract/index.ts';
import { apply, applyAll, invert, isConflict, parseFlow } from '../../../runtime/engine/index.ts';
import { flowOf } from '../../support/engine.ts';

const flow: Flow = {
  ...flowOf({
    a: ['say', { text: 'uno', list: [1, 2, 3] }, 'b'],
    b: ['say', { text: 'dos' }, 'c'],
    c: ['stop'],
  }),
  triggers: [{ id: 't', kind: 'keyword', match: 'is', words: ['hola'] }],
  layout: { a: { x: 1, y: 2 } },
};

const edited = (from: Flow, edit: Edit): Flow => {
  const result = apply(from, edit);
  if (isConflict(result)) throw new Error(`conflict at ${JSON.stringify(result)}`);
  return result;
};
const set = (id: string, path: Edit['path'], before: Json | undefined, after: Json | undefined): Edit => ({
  op: 'set',
  kind: id === 'flow' ? 'flow' : 'node',
  id,
  path,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

describe('an edit', () => {
  test('changes one place and shares the rest', () => {
    const next = edited(flow, set('b', ['config', 'text'], 'dos', 'two'));
    expect(next.nodes[1]?.config).toEqual({ text: 'two' });
    expect(flow.nodes[1]?.config).toEqual({ text: 'dos' });
    expect(next.nodes[0]).toBe(flow.nodes[0]);
    expect(next.edges).toBe(flow.edges);
  });

  test('puts a place in where nothing stood, and takes one away', () => {
    const next = edited(flow, set('b', ['config', 'extra'], undefined, { a: 1 }));
    expect(next.nodes[1]?.config).toEqual({ text: 'dos', extra: { a: 1 } });
    expect(edited(next, set('b', ['config', 'extra'], { a: 1 }, undefined))).toEqual(flow);
  });

  test('adds to the end of a list and takes from it', () => {
    const longer = edited(flow, set('a', ['config', 'list', 3], undefined, 4));
    expect(longer.nodes[0]?.config['list']).toEqual([1, 2, 3, 4]);
    expect(edited(longer, set('a', ['config', 'list', 3], 4, undefined))).toEqual(flow);
  });

  test('changes the fields beside the lists', () => {
    const next = edited(flow, set('flow', ['layout', 'a', 'x'], 1, 9));
    expect(next.layout).toEqual({ a: { x: 9, y: 2 } });
    expect(edited(flow, set('flow', ['name'], 'Test', 'Nuevo')).name).toBe('Nuevo');
  });

  test('inserts at its index, and what it removes comes back to its place', () => {
    const node = { id: 'd', type: 'stop', version: 1, config: {} };
    const insert: Edit = { op: 'insert', kind: 'node', id: 'd', path: [], after: node, index: 1 };
    const next = edited(flow, insert);
    expect(next.nodes.map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
    expect(edited(next, invert(insert))).toEqual(flow);
  });

  test.each<[string, Edit]>([
    ['made from something else', set('b', ['config', 'text'], 'tres', 'x')],
    ['made from nothing where something stands', set('b', ['config', 'text'], undefined, 'x')],
    ['of an element that is gone', set('z', ['config', 'text'], 'dos', 'x')],
    ['below what is no object', set('b', ['config', 'text', 'deep'], undefined, 'x')],
    ['of an id', set('b', ['id'], 'b', 'x')],
    ['of a whole element', set('b', [], undefined, {})],
    ['in the middle of a list', set('a', ['config', 'list', 0], 1, undefined)],
    ['far behind the end of a list', set('a', ['config', 'list', 7], undefined, 1)],
    ['with a name where an index stands', set('a', ['config', 'list', 'length'], 3, 0)],
    ['of the lists themselves', set('flow', ['nodes'], flow.nodes, [])],
    ['of the id of the flow', set('flow', ['id'], 'test', 'x')],
    ['that inserts what is there', { op: 'insert', kind: 'node', id: 'a', path: [], after: { id: 'a' } }],
    ['that inserts under another id', { op: 'insert', kind: 'node', id: 'x', path: [], after: { id: 'y' } }],
    ['that removes what has changed', { op: 'remove', kind: 'node', id: 'c', path: [], before: { id: 'c' } }],
  ])('%s is a conflict', (_what, edit) => {
    const result = apply(flow, edit);
    expect(result).toMatchObject({ conflict: true, edit });
  });

  test.each<[Edit['path']]>([
    [['config', '__proto__', 'polluted']],
    [['config', 'constructor', 'prototype', 'polluted']],
    [['__proto__']],
    [['config', '__proto__']],
  ])('of %j reaches no prototype', (path) => {
    expect(isConflict(apply(flow, set('a', path, undefined, true)))).toBe(true);
    expect(isConflict(apply(flow, set('flow', path, undefined, true)))).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('of many that do not all fit changes nothing and tells the first that does not', () => {
    const good = set('a', ['config', 'text'], 'uno', 'one');
    const bad = set('b', ['config', 'text'], 'tres', 'x');
    expect(applyAll(flow, [good, bad])).toEqual({ conflict: { conflict: true, edit: bad, found: 'dos' } });
    expect(applyAll(flow, [good])).toMatchObject({ flow: { nodes: [{ config: { text: 'one' } }, {}, {}] } });
  });
});

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', 'y'), fc.integer()),
);

type Wish = { kind: 'set' | 'insert' | 'remove'; pick: number; name: string; value: Json; index: number };
const wishes = fc.array(
  fc.record({
    kind: fc.constantFrom<Wish['kind']>('set', 'set', 'insert', 'remove'),
    pick: fc.nat(20),
    name: fc.constantFrom('text', 'list', 'p', 'q'),
    value,
    index: fc.nat(5),
  }),
  { maxLength: 12 },
);

/** The edit that a wish means for a flow as it stands. */
function editFor(from: Flow, { kind, pick, name, value: after, index }: Wish, serial: number): Edit | undefined {
  if (kind === 'insert') {
    const id = `new${serial}`;
    const node = { id, type: 'say', version: 1, config: { p: after } };
    return { op: 'insert', kind: 'node', id, path: [], after: node, index: Math.min(index, from.nodes.length) };
  }
  const at = pick % Math.max(1, from.nodes.length);
  const node = from.nodes[at];
  if (!node) return undefined;
  if (kind === 'remove')
    return { op: 'remove', kind: 'node', id: node.id, path: [], before: node as unknown as Json, index: at };
  return set(node.id, ['config', name], node.config[name], after);
}

describe('edits in any number', () => {
  test('and their inverses backwards give the flow there was', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        let current = flow;
        const done: Edit[] = [];
        for (const [serial, wish] of list.entries()) {
          const edit = editFor(current, wish, serial);
          if (!edit) continue;
          current = edited(current, edit);
          done.push(edit);
          expect(parseFlow(current).flow).toBe(current);
        }
        const back = applyAll(current, done.toReversed().map(invert));
        expect(back).toEqual({ flow });
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  test('to different places give the same in either order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 4 }), (values) => {
        const edits = values.flatMap(([one, other], index): Edit[] => [
          set('a', ['config', `n${index}`], undefined, one),
          set('b', ['config', `n${index}`], undefined, other),
        ]);
        expect(applyAll(flow, edits)).toEqual(applyAll(flow, edits.toReversed()));
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  test('to one place: the second of two that were made from the same is a conflict', () => {
    const [one, other] = [set('a', ['config', 'text'], 'uno', '1'), set('a', ['config', 'text'], 'uno', 'I')];
    expect(apply(edited(flow, one), other)).toEqual({ conflict: true, edit: other, found: '1' });
  });
});
