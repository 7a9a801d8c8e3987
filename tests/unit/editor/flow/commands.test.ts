import { describe, expect, test } from '@jest/globals';
import type { Edit, Flow } from '../../../../runtime/contract/index.ts';
import { applyAll, invert, validateFlow } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import {
  addNode,
  arrange,
  connect,
  copyNodes,
  disconnect,
  duplicateNodes,
  insertOnEdge,
  moveNodes,
  paste,
  removeNodes,
  removeNotes,
  rename,
  renameFlow,
  setConfig,
  setLanguages,
  setTrigger,
} from '../../../../editor/flow/commands.ts';

const typeOf = (name: string) => nodeTypes.get(name)!;
const ids = () => {
  let serial = 0;
  return () => `${(serial += 1)}`;
};
const buttons = (...names: string[]) => names.map((name) => ({ id: `b_${name}`, title: name }));

const flow: Flow = {
  schemaVersion: 1,
  id: 'test',
  name: 'Test',
  languages: ['es'],
  nodes: [
    {
      id: 'menu',
      type: 'ask-buttons',
      version: 1,
      config: { body: '¿?', buttons: buttons('si', 'no', 'otro'), retries: 1 },
    },
    { id: 'si', type: 'send-text', version: 1, config: { body: 'Sí' } },
    { id: 'fin', type: 'end', version: 1, config: {} },
  ],
  edges: [
    { id: 'e1', from: { node: 'menu', port: 'b_si' }, to: 'si' },
    { id: 'e2', from: { node: 'menu', port: 'b_no' }, to: 'fin' },
    { id: 'e3', from: { node: 'si', port: 'next' }, to: 'fin' },
  ],
  triggers: [
    { id: 't1', kind: 'unhandled', to: 'menu' },
    { id: 't2', kind: 'new-conversation', to: 'fin' },
  ],
  variables: [],
  settings: { start: 'menu' },
  layout: { menu: { x: 0, y: 0 }, si: { x: 400, y: 0 }, fin: { x: 800, y: 0 } },
  notes: [],
};

function after(edits: readonly Edit[], from = flow): Flow {
  const result = applyAll(from, edits);
  if ('conflict' in result) throw new Error(JSON.stringify(result.conflict));
  expect(applyAll(result.flow, edits.toReversed().map(invert))).toEqual({ flow: from });
  return result.flow;
}
const ways = ({ edges }: Flow) => edges.map(({ from, to }) => `${from.node}.${from.port} → ${to}`);

describe('a new card', () => {
  test('stands where it was put, connected, with the config its type begins with', () => {
    const { edits, nodeId } = addNode(
      flow,
      typeOf('send-text'),
      { x: 400, y: 803 },
      {
        from: { node: 'menu', port: 'b_otro' },
        newId: ids(),
      },
    );
    const next = after(edits);
    expect(next.nodes.at(-1)).toEqual({ id: nodeId, type: 'send-text', version: 1, config: { body: '' } });
    expect(next.layout[nodeId]).toEqual({ x: 400, y: 800 });
    expect(ways(next)).toContain(`menu.b_otro → ${nodeId}`);
  });

  test('covers no other', () => {
    let current = flow;
    for (let count = 0; count < 12; count += 1)
      current = after(addNode(current, typeOf('ask'), { x: 390, y: 10 }, { newId: () => `c${count}` }).edits, current);
    const tops = Object.values(current.layout)
      .filter(({ x }) => x > 300 && x < 500)
      .map(({ y }) => y)
      .toSorted((one, other) => one - other);
    const gaps = tops.slice(1).map((top, index) => top - (tops[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(100);
  });

  test('without a place stands right of the card it follows', () => {
    const { edits, nodeId } = addNode(flow, typeOf('end'), null, { from: { node: 'si', port: 'error' }, newId: ids() });
    const place = after(edits).layout[nodeId];
    expect(place?.x).toBeGreaterThan(400 + 264);
  });

  test('on an edge leads on to where the edge led', () => {
    const { edits, nodeId } = insertOnEdge(flow, 'e1', typeOf('send-text'), null, { newId: ids() });
    expect(ways(after(edits))).toEqual(
      expect.arrayContaining([`menu.b_si → ${nodeId}`, `${nodeId}.next → si`, 'si.next → fin']),
    );
  });
});

test('a way out leads to one card', () => {
  expect(ways(after(connect(flow, { node: 'menu', port: 'b_si' }, 'fin')))).toEqual([
    'menu.b_no → fin',
    'si.next → fin',
    'menu.b_si → fin',
  ]);
  expect(connect(flow, { node: 'menu', port: 'b_si' }, 'si')).toEqual([]);
});

test('edges or notes that go together come back each to its place', () => {
  expect(ways(after(disconnect(flow, 'e1', 'e2')))).toEqual(['si.next → fin']);
  const notes = ['a', 'b', 'c'].map((id) => ({ id, text: id, x: 0, y: 0 }));
  const noted = { ...flow, notes };
  expect(after(removeNotes(noted, 'a', 'b'), noted).notes).toEqual(notes.slice(2));
});

test('a card goes with its edges, its place, the start and the triggers that lead to it', () => {
  const next = after(removeNodes(flow, ['menu', 'fin']));
  expect(next).toEqual({
    ...flow,
    nodes: [flow.nodes[1]],
    edges: [],
    triggers: [
      { id: 't1', kind: 'unhandled' },
      { id: 't2', kind: 'new-conversation' },
    ],
    settings: {},
    layout: { si: { x: 400, y: 0 } },
  });
});

describe('a config', () => {
  test('takes a value at a path or at a form field', () => {
    expect(after(setConfig(flow, 'menu', ['buttons', 1, 'title'], 'No')).nodes[0]?.config['buttons']).toMatchObject([
      { title: 'si' },
      { title: 'No' },
      { title: 'otro' },
    ]);
    const titled = after(setConfig(flow, 'menu', 'header.text', 'Hola'));
    expect(titled.nodes[0]?.config['header']).toEqual({ text: 'Hola' });
    expect(after(setConfig(titled, 'menu', 'header', undefined), titled)).toEqual(flow);
  });

  test('that says the same changes nothing', () => {
    expect(setConfig(flow, 'menu', 'buttons', buttons('si', 'no', 'otro'))).toEqual([]);
    expect(setConfig(flow, 'menu', 'header.text', undefined)).toEqual([]);
    expect(setConfig(flow, 'nobody', 'body', 'x')).toEqual([]);
  });

  test('that loses a way out loses its edge', () => {
    const next = after(setConfig(flow, 'menu', ['buttons', 0], undefined));
    expect(next.nodes[0]?.config['buttons']).toEqual(buttons('no', 'otro'));
    expect(ways(next)).toEqual(['menu.b_no → fin', 'si.next → fin']);
  });
});

test('names: an empty one leaves a card to its type, and a flow as it was', () => {
  const named = after(rename(flow, 'si', 'Respuesta'));
  expect(named.nodes[1]?.name).toBe('Respuesta');
  expect(after(rename(named, 'si', ' '), named)).toEqual(flow);
  expect(renameFlow(flow, ' ')).toEqual([]);
  expect(setLanguages(flow, [])).toEqual([]);
});

test('a trigger changes field by field', () => {
  const edits = setTrigger(flow, { id: 't1', kind: 'keyword', match: 'is', words: ['hola'], to: 'menu' });
  expect(edits.map(({ path }) => path)).toEqual([['kind'], ['match'], ['words']]);
  after(edits);
});

test('cards move to whole places, and only those that exist', () => {
  expect(after(moveNodes(flow, { si: { x: 1.4, y: 2.6 }, nobody: { x: 0, y: 0 } })).layout).toEqual({
    ...flow.layout,
    si: { x: 1, y: 3 },
  });
});

describe('copied cards', () => {
  test('come with the edges among them, and ids of their own', () => {
    const { edits, nodeIds } = duplicateNodes(flow, ['menu', 'si'], ids());
    const next = after(edits);
    expect(next.nodes).toHaveLength(5);
    expect(ways(next).slice(3)).toEqual([`${nodeIds[0]}.b_si → ${nodeIds[1]}`]);
    expect(next.layout[nodeIds[0]!]).toEqual({ x: 32, y: 32 });
  });

  test('can be pasted into another flow, around a place', () => {
    const other: Flow = { ...flow, nodes: [], edges: [], triggers: [], settings: {}, layout: {} };
    const pasted = paste(other, copyNodes(flow, ['si', 'fin']), { x: 1_000, y: 50 }, ids())!;
    const next = after(pasted.edits, other);
    expect(next.layout).toEqual({ [pasted.nodeIds[0]!]: { x: 800, y: 50 }, [pasted.nodeIds[1]!]: { x: 1_200, y: 50 } });
    expect(ways(next)).toEqual([`${pasted.nodeIds[0]}.next → ${pasted.nodeIds[1]}`]);
  });

  test.each(['', 'hola', '{"nodes":[]}', '{"is":"cauce-cards-1","nodes":[{"id":"__proto__"}],"edges":[],"layout":{}}'])(
    'are told from other text: %s',
    (text) => {
      expect(paste(flow, text, null)).toBeNull();
    },
  );
});

test('arranging goes from left to right and lets no card cover another', () => {
  const { layout } = after(arrange({ ...flow, layout: {} }), { ...flow, layout: {} });
  const [menu, si, fin] = ['menu', 'si', 'fin'].map((id) => layout[id]!.x) as [number, number, number];
  expect(si - menu).toBeGreaterThan(264);
  expect(fin - si).toBeGreaterThan(264);
});

test('what the commands make is sound', () => {
  const { edits } = addNode(flow, typeOf('end'), null, { from: { node: 'menu', port: 'b_otro' } });
  const codes = validateFlow(after(edits), nodeTypes).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['port.open']));
});
