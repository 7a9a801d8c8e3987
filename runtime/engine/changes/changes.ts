import { textOf, type Flow, type FlowNode, type Json, type NodeTypes, type Port } from '../../contract/index.ts';
import type { Change } from './change.ts';
import { configChanges } from './config-changes.ts';
import { equal } from '../edits.ts';
import { playable, portKey } from '../flow-index.ts';
import { settingChanges } from './setting-changes.ts';
import { hasPlaceholder, templateParts } from '../expressions/template.ts';
import { triggerChanges } from './trigger-changes.ts';

/** What people know a card by: its own name, else its type and the first words that it says. */
export type CardNamed = { name: string | null; type: string; text: string };

/** As many characters of a card's text as tell it from others. */
const shownText = 60;

export function cardNamed(node: FlowNode, nodeTypes: NodeTypes): CardNamed {
  const text = plain(shownOf(node, nodeTypes)).replaceAll(/\s+/g, ' ').trim();
  const cut = text.length > shownText ? `${text.slice(0, shownText).trimEnd()}…` : text;
  return { name: node.name ?? null, type: node.type, text: cut };
}

/** A text with its computed parts left out: what they yield is not known. */
const plain = (text: string): string =>
  hasPlaceholder(text)
    ? templateParts(text)
        .parts.map((part) => ('words' in part ? part.words : '…'))
        .join('')
    : text;

function shownOf(node: FlowNode, nodeTypes: NodeTypes): string {
  const known = playable(node, nodeTypes);
  try {
    const seen = known?.nodeType.editor.preview(known.config);
    return seen ? textOf(seen) : '';
  } catch {
    // A config that its type cannot read says nothing.
    return '';
  }
}

/**
 * What is different in `after`, card by card in its order: first the flow itself and how it begins, last the removed cards and what is
 * only for the eye, as one line. The same document gives none. Pure.
 */
export function flowChanges(before: Flow, after: Flow, nodeTypes: NodeTypes): Change[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const named = (id: string | undefined): Json => {
    const node = id === undefined ? undefined : (now.get(id) ?? old.get(id));
    return node ? cardNamed(node, nodeTypes) : null;
  };
  const ways = { before: waysOf(before), after: waysOf(after) };
  return [
    ...(before.name === after.name
      ? []
      : [{ code: 'flow-renamed', params: { before: before.name, after: after.name } }]),
    ...triggerChanges(before, after, named),
    ...after.nodes.flatMap((node): Change[] => {
      const about = { node: node.id };
      const was = old.get(node.id);
      if (!was) return [{ code: 'card-added', ...about, params: { card: named(node.id) } }];
      return [
        ...cardChanges(was, node, nodeTypes).map((change) => ({ ...change, ...about })),
        ...wayChanges(was, node, ways, nodeTypes, named).map((change) => ({ ...change, ...about })),
      ];
    }),
    ...before.nodes
      .filter(({ id }) => !now.has(id))
      .map(({ id }) => ({ code: 'card-removed', node: id, params: { card: named(id) } })),
    ...variableChanges(before, after),
    ...settingChanges(before, after, named),
    ...looks(before, after),
  ];
}

function cardChanges(was: FlowNode, is: FlowNode, nodeTypes: NodeTypes): Change[] {
  const changes: Change[] = [];
  if (was.name !== is.name)
    changes.push({ code: 'card-renamed', params: { before: was.name ?? null, after: is.name ?? null } });
  // Another type under the same id, as an imported file may have it: nothing in their configs compares.
  if (was.type !== is.type)
    return [...changes, { code: 'card-type-changed', params: { before: was.type, after: is.type } }];
  const [left, right] = [playable(was, nodeTypes), playable(is, nodeTypes)];
  return [...changes, ...configChanges(left?.config ?? was.config, right?.config ?? is.config, nodeTypes.get(is.type))];
}

type Ways = ReadonlyMap<string, string>;
const waysOf = (flow: Flow): Ways => new Map(flow.edges.map(({ from, to }) => [portKey(from.node, from.port), to]));

/** Ways out that lead elsewhere. A way out that went with its button is told with the button. */
function wayChanges(
  was: FlowNode,
  is: FlowNode,
  ways: { before: Ways; after: Ways },
  nodeTypes: NodeTypes,
  named: (id: string | undefined) => Json,
): Change[] {
  const ports = portsOf(is, nodeTypes);
  const earlier = portsOf(was, nodeTypes);
  return (ports ?? earlier ?? []).flatMap((port): Change[] => {
    const key = portKey(is.id, port.id);
    const [before, after] = [ways.before.get(key), ways.after.get(key)];
    if (before === after) return [];
    const code = before === undefined ? 'way-opened' : after === undefined ? 'way-closed' : 'way-moved';
    const { label, literal = false } = port;
    return [{ code, params: { port: label, literal, before: named(before), after: named(after) } }];
  });
}

function portsOf(node: FlowNode, nodeTypes: NodeTypes): Port[] | undefined {
  const known = playable(node, nodeTypes);
  try {
    return known?.nodeType.ports(known.config);
  } catch {
    return undefined;
  }
}

function variableChanges(before: Flow, after: Flow): Change[] {
  const old = new Map(before.variables.map((variable) => [variable.name, variable]));
  const kept = new Set(after.variables.map(({ name }) => name));
  const params = ({ name }: { name: string }) => ({ name });
  return [
    ...after.variables.flatMap((variable): Change[] => {
      const was = old.get(variable.name);
      if (!was) return [{ code: 'variable-added', params: params(variable) }];
      return equal(was, variable) ? [] : [{ code: 'variable-changed', params: params(variable) }];
    }),
    ...before.variables
      .filter(({ name }) => !kept.has(name))
      .map((variable) => ({ code: 'variable-removed', params: params(variable) })),
  ];
}

/** What means nothing to the people who write: where cards stand, and notes. */
function looks(before: Flow, after: Flow): Change[] {
  const moved = after.nodes.filter(({ id }) => before.layout[id] && !equal(before.layout[id], after.layout[id])).length;
  return [
    ...(moved > 0 ? [{ code: 'cards-moved', params: { count: moved } }] : []),
    ...(equal(before.notes, after.notes) ? [] : [{ code: 'notes-changed', params: {} }]),
  ];
}
