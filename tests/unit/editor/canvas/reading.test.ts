import { expect, test } from '@jest/globals';
import { cardFace } from '../../../../editor/canvas/card-face.ts';
import { durationText } from '../../../../editor/canvas/duration.ts';
import { flowOrder } from '../../../../editor/canvas/flow-order.ts';
import { nodeIcons } from '../../../../editor/canvas/NodeIcon.tsx';
import { outlineOf } from '../../../../editor/canvas/outline-items.ts';
import { foundItems, paletteItems, sectionsOf } from '../../../../editor/canvas/palette-items.ts';
import { findCards } from '../../../../editor/canvas/searching.ts';
import { joined, triggerWords } from '../../../../editor/canvas/trigger-words.ts';
import { nodeTypeList, nodeTypes } from '../../../../runtime/nodes/index.ts';
import { catalogue, textsOf } from '../../../support/node-folders.ts';
import { asksWithButtons, edge, flowOf, says } from './flows.ts';

const texts = textsOf(catalogue('es'));
const items = paletteItems(nodeTypeList, (key) => texts.get(key) ?? key);

test('a card shows its buttons as choices, then rows, then the rare ways out', () => {
  const face = cardFace(asksWithButtons('menu', 'sí', 'no'), nodeTypes, []);
  expect(face.ports.map(({ id }) => id)).toEqual(['b_sí', 'b_no', 'other', 'timeout', 'error']);
  expect([...face.choices]).toEqual(['b_sí', 'b_no']);
  expect(face.rare.map(({ id }) => id)).toEqual(['other', 'timeout', 'error']);
});

test('a config that its type cannot read is shown as such', () => {
  const broken = { id: 'x', type: 'ask-buttons', version: 1, config: {} };
  expect(cardFace(broken, nodeTypes, ['next'])).toMatchObject({ trouble: 'unreadable', content: null });
});

test('every node type has an icon that the console draws', () => {
  expect(nodeTypeList.map(({ editor }) => editor.icon).filter((icon) => !(icon in nodeIcons))).toEqual([]);
});

test('cards are read from the start along the first ways out, then those that nothing leads to', () => {
  const flow = flowOf(
    [says('z'), says('a'), says('b'), says('c')],
    [edge('a', 'next', 'c'), edge('a', 'error', 'b'), edge('c', 'next', 'a')],
    { settings: { start: 'a' } },
  );
  expect(flowOrder(flow)).toEqual(['a', 'c', 'b', 'z']);
});

test('the outline names each card once and says where its ways out lead', () => {
  const flow = flowOf([says('a'), says('b')], [edge('a', 'next', 'b')]);
  expect(
    outlineOf(flow, [], nodeTypes).map(({ node, depth, isStart, ways }) => [
      node.id,
      depth,
      isStart,
      ways.map(({ port, to }) => `${port.id}>${to}`),
    ]),
  ).toEqual([
    ['a', 0, true, ['next>b', 'error>null']],
    ['b', 1, false, ['next>null', 'error>null']],
  ]);
});

test('the palette finds without accents, by description too, labels first', () => {
  const found = foundItems(items, 'MENSAJE texto');
  expect(found.map(({ type }) => type)).toContain('send-text');
  expect(foundItems(items, 'ubicacion')[0]?.type).toBe('send-location');
  expect(foundItems(items, '')).toHaveLength(items.length);
  expect(foundItems(items, 'xyz')).toEqual([]);
});

test('the palette shows every type in its group', () => {
  expect(sectionsOf(items).flatMap(({ items: inGroup }) => inGroup.map(({ type }) => type))).toHaveLength(
    nodeTypeList.length,
  );
});

test('cards are found by name and by what they say', () => {
  const flow = flowOf([{ ...says('a', 'Bienvenida'), name: 'Saludo' }, says('b', 'Tu dirección, por favor')]);
  const names = (id: string) => flow.nodes.find((node) => node.id === id)?.name ?? 'Enviar texto';
  expect(findCards(flow, 'direccion', names).map(({ id }) => id)).toEqual(['b']);
  expect(findCards(flow, 'saludo', names).map(({ id }) => id)).toEqual(['a']);
});

test('a trigger says its words as the language joins them, and how many more there are', () => {
  const { key, words, more } = triggerWords({
    id: 't',
    kind: 'keyword',
    match: 'is',
    words: ['pizza', 'pedir', 'menú', 'carta'],
  });
  expect([key, more]).toEqual(['canvas.start.is', 1]);
  expect(
    joined(words, 'es')
      .map(({ text }) => text)
      .join(''),
  ).toBe('pizza, pedir o menú');
});

test('a stretch of time is told in the largest unit that states it whole', () => {
  expect(durationText(1_800, 'es')).toBe('30 min');
  expect(durationText(90, 'es')).toBe('90 s');
  expect(durationText(7_200, 'en')).toBe('2 hr');
});
