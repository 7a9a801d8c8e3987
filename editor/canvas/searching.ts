import { textOf, type Flow } from '../../runtime/contract/index.ts';
import { wordsOf } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { cardFace } from './card-face.ts';
import { flowOrder } from './flow-order.ts';

/** True when every word of the query stands in the text, without case or accents. */
export function matches(text: string, query: string): boolean {
  const words = wordsOf(text).join(' ');
  return wordsOf(query).every((part) => words.includes(part));
}

export type FoundCard = { id: string; name: string; excerpt: string };

const around = 32;

/** Cards whose name, texts or ways out have the query, in flow order; `excerpt` is where it stands. */
export function findCards(flow: Flow, query: string, nameOf: (nodeId: string) => string): FoundCard[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return flowOrder(flow).flatMap((id): FoundCard[] => {
    const node = nodes.get(id);
    if (!node) return [];
    const name = nameOf(id);
    const face = cardFace(node, nodeTypes, []);
    const texts = [
      ...(face.content ? [textOf(face.content)] : []),
      ...face.ports.flatMap(({ literal, label }) => (literal ? [label] : [])),
      ...stringsIn(node.config),
    ];
    if (matches(name, query)) return [{ id, name, excerpt: texts[0] ?? '' }];
    const text = texts.find((candidate) => matches(candidate, query));
    return text === undefined ? [] : [{ id, name, excerpt: excerptOf(text, query) }];
  });
}

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

function excerptOf(text: string, query: string): string {
  const at = text.toLowerCase().indexOf(query.trim().toLowerCase());
  if (at <= around) return text;
  return `…${text.slice(at - around)}`;
}
