import { expect, test } from '@jest/globals';
import { toReactFlow } from '../../../../editor/canvas/to-react-flow.ts';
import type { Issue } from '../../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { asksWithButtons, edge, flowOf, says } from './flows.ts';

const menu = asksWithButtons('menu', 'pizza', 'bebida');
const flow = flowOf(
  [menu, says('hola'), says('adios')],
  [edge('menu', 'b_pizza', 'adios'), edge('adios', 'next', 'hola')],
  {
    layout: { menu: { x: 0, y: 0 }, hola: { x: 336, y: 0 }, adios: { x: 672, y: 48 } },
    triggers: [{ id: 't', kind: 'unhandled' }],
  },
);

const draw = (drawn: typeof flow, issues: Issue[] = [], before?: ReturnType<typeof toReactFlow>) =>
  toReactFlow(drawn, issues, nodeTypes, before);

const card = (drawn: ReturnType<typeof toReactFlow>, id: string) => {
  const node = drawn.nodes.find((each) => each.id === id);
  if (node?.type !== 'card') throw new Error(`There is no card ${id}.`);
  return node;
};

test('cards stand in flow order, where the flow puts them, with the ways out that lead somewhere', () => {
  const drawn = draw(flow);
  expect(drawn.nodes.map(({ id, position }) => [id, position.x])).toEqual([
    ['menu', 0],
    ['adios', 672],
    ['hola', 336],
  ]);
  expect(card(drawn, 'menu').data.connected).toEqual(new Set(['b_pizza']));
  expect(drawn.edges.map(({ source, sourceHandle, target }) => [source, sourceHandle, target])).toEqual([
    ['menu', 'b_pizza', 'adios'],
    ['adios', 'next', 'hola'],
  ]);
});

test('a trigger that names no card begins at the start of the flow', () => {
  const drawn = draw(flow);
  expect(card(drawn, 'menu').data.triggers.map(({ id }) => id)).toEqual(['t']);
  expect(card(drawn, 'hola').data.triggers).toEqual([]);
});

test('nothing is made anew when nothing changed', () => {
  const before = draw(flow);
  const after = draw({ ...flow }, [], before);
  expect(after.nodes).toBe(before.nodes);
  expect(after.edges).toBe(before.edges);
});

test('only the card that changed is made anew', () => {
  const before = draw(flow);
  const changed = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'hola' ? says('hola', 'Buenas') : node)) };
  const after = draw(changed, [], before);
  expect(after.nodes.map((node, index) => node === before.nodes[index])).toEqual([true, true, false]);
  expect(after.edges).toBe(before.edges);
});

test('a card that only moved keeps its data, so that it is not drawn again', () => {
  const before = draw(flow);
  const after = draw({ ...flow, layout: { ...flow.layout, hola: { x: 360, y: 24 } } }, [], before);
  expect(card(after, 'hola').data).toBe(card(before, 'hola').data);
  expect(card(after, 'hola').position).toEqual({ x: 360, y: 24 });
});

test('what was measured and chosen is carried over when a card changes', () => {
  const before = draw(flow);
  const [first, ...rest] = before.nodes;
  if (first?.type !== 'card') throw new Error('The first is a card.');
  const { handles: _, ...measured } = { ...first, measured: { width: 264, height: 333 }, selected: true };
  const named = { ...flow, nodes: flow.nodes.map((node) => (node.id === 'menu' ? { ...node, name: 'Menú' } : node)) };
  const after = card(draw(named, [], { ...before, nodes: [measured, ...rest] }), 'menu');
  expect(after.measured).toEqual({ width: 264, height: 333 });
  expect(after.selected).toBe(true);
  expect(after.data.node.name).toBe('Menú');
});

test('problems are counted on their card, once for a field and once for all ways out', () => {
  const path = '/nodes/0/config/body';
  const issues: Issue[] = [
    { code: 'text.empty', severity: 'error', message: '', node: 'hola', path },
    { code: 'text.other', severity: 'error', message: '', node: 'hola', path },
    { code: 'port.open', severity: 'warning', message: '', node: 'hola', path: '/nodes/0/ports/next' },
    { code: 'port.open', severity: 'warning', message: '', node: 'hola', path: '/nodes/0/ports/error' },
  ];
  expect(card(draw(flow, issues), 'hola').data).toMatchObject({ errors: 1, warnings: 1 });
  expect(card(draw(flow, issues), 'menu').data).toMatchObject({ errors: 0, warnings: 0 });
});

test('a card of an unknown type is shown as such, with the ways out that edges leave by', () => {
  const foreign = { id: 'x', type: 'teleport', version: 3, config: { to: 'moon' } };
  const drawn = draw(flowOf([foreign, says('hola')], [edge('x', 'arrived', 'hola')]));
  const { face, node } = card(drawn, 'x').data;
  expect(face.trouble).toBe('unknown-type');
  expect(face.ports.map(({ id }) => id)).toEqual(['arrived']);
  expect(node).toBe(foreign);
});

test('an edge from or to a card that is not there is not drawn', () => {
  expect(draw(flowOf([says('hola')], [edge('hola', 'next', 'nadie')])).edges).toEqual([]);
});

test('cards without a place stand under the others, none upon another', () => {
  const drawn = draw(flowOf([says('a'), says('b'), says('c')], [], { layout: { a: { x: 0, y: 100 } } }));
  expect(drawn.nodes.map(({ position }) => `${position.x} ${position.y}`)).toEqual(['0 100', '0 420', '344 420']);
});

test('notes are drawn beside the cards', () => {
  const drawn = draw(flowOf([], [], { notes: [{ id: 'n1', text: 'Ojo', x: 5, y: 6 }] }));
  expect(drawn.nodes).toMatchObject([{ id: 'note:n1', type: 'note', position: { x: 5, y: 6 }, data: { text: 'Ojo' } }]);
});
