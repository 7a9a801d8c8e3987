import type { Flow, FlowNode, NodeTypes } from '../../contract/index.ts';
import { equal } from '../edits.ts';
import { indexOf, playable } from '../flow-index.ts';

/**
 * What became of a card in another version for somebody who waits there: it is gone, or it asks or leads elsewhere. Its name and its
 * place on the canvas mean nothing to them; a way out that leads elsewhere does, since that is where their answer would take them.
 */
export function cardDifference(
  before: Flow,
  after: Flow,
  id: string,
  nodeTypes: NodeTypes,
): 'removed' | 'changed' | null {
  const [was, is] = [before, after].map((flow) => indexOf(flow).nodes.get(id));
  if (!was) return null;
  if (!is) return 'removed';
  const same =
    was.type === is.type &&
    equal(configOf(was, nodeTypes), configOf(is, nodeTypes)) &&
    equal(waysFrom(before, id), waysFrom(after, id)) &&
    equal(wordsOf(before, id), wordsOf(after, id));
  return same ? null : 'changed';
}

/** A config as its type reads it today: raised to a newer form it says the same. */
const configOf = (node: FlowNode, nodeTypes: NodeTypes): FlowNode['config'] =>
  playable(node, nodeTypes)?.config ?? node.config;

const waysFrom = (flow: Flow, id: string): { [port: string]: string } =>
  Object.fromEntries(flow.edges.flatMap(({ from, to }) => (from.node === id ? [[from.port, to]] : [])));

const wordsOf = ({ translations = {} }: Flow, id: string): { [language: string]: { [key: string]: string } } =>
  Object.fromEntries(
    Object.entries(translations).flatMap(([language, nodes]) => {
      const own = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
      return own && Object.keys(own).length > 0 ? [[language, own]] : [];
    }),
  );

/**
 * Where people who wait at a card would most likely be moved to: the same card in its new form, else what now stands where it stood, else
 * what came after it. Undefined when nothing of that is there.
 */
export function suggestedMove(before: Flow, after: Flow, id: string): string | undefined {
  const [old, now] = [indexOf(before), indexOf(after)];
  const was = old.nodes.get(id);
  if (!was) return undefined;
  if (now.nodes.get(id)?.type === was.type) return id;
  const instead = before.edges
    .filter(({ from, to }) => to === id && from.node !== id)
    .map(({ from }) => now.next(from.node, from.port));
  const next = before.edges.filter(({ from, to }) => from.node === id && to !== id).map(({ to }) => to);
  return [...instead, ...next].find((to) => to !== undefined && to !== id && now.nodes.has(to));
}
