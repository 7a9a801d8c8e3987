import {
  flowSchemaVersion,
  type Flow,
  type FlowNode,
  type Json,
  type NodeTypes,
  type OutboundContent,
} from '../../runtime/contract/index.ts';
import { elementId, type NewId } from '../flow/ids.ts';

/** The cards that a new flow may begin with. */
export const firstCards = ['send-text', 'ask-buttons', 'ask'] as const;
export type FirstCard = (typeof firstCards)[number];

/** The first place of the canvas, clear of its palette. */
const firstPlace = { x: 96, y: 96 };

/** A flow with one card that says `greeting`, and the words that begin it, when there are any. */
export function blankFlow(
  {
    id,
    name,
    language,
    first,
    greeting,
    words = [],
  }: { id: string; name: string; language: string; first: FirstCard; greeting: string; words?: readonly string[] },
  nodeTypes: NodeTypes,
  newId: NewId,
): Flow {
  const nodeType = nodeTypes.get(first);
  const card = elementId('n', newId);
  const config: FlowNode['config'] = { ...nodeType?.initial, body: greeting };
  return {
    schemaVersion: flowSchemaVersion,
    id,
    name,
    languages: [language],
    nodes: [{ id: card, type: first, version: nodeType?.version ?? 1, config }],
    edges: [],
    triggers: words.length > 0 ? [{ id: elementId('t', newId), kind: 'keyword', match: 'is', words: [...words] }] : [],
    variables: [],
    settings: {},
    layout: { [card]: firstPlace },
    notes: [],
  };
}

/** The same flow as one of its own. */
export const renamed = (flow: Flow, id: string, name: string): Flow => ({ ...flow, id, name });

/** A flow as the body of a request. */
export const bodyOf = (flow: Flow): { [key: string]: Json } => ({ ...flow }) as { [key: string]: Json };

/** The first message that a flow sends, as its author wrote it; null when it says nothing on the way that is taken first. */
export function firstMessage(flow: Flow, nodeTypes: NodeTypes): OutboundContent | null {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  let waiting = [flow.settings.start ?? flow.nodes[0]?.id];
  while (waiting.length > 0) {
    const [id, ...rest] = waiting;
    waiting = rest;
    const node = id === undefined || seen.has(id) ? undefined : nodes.get(id);
    if (!node) continue;
    seen.add(node.id);
    const message = previewOf(node, nodeTypes);
    if (message) return message;
    waiting.push(...flow.edges.filter(({ from }) => from.node === node.id).map(({ to }) => to));
  }
  return null;
}

function previewOf({ type, config }: FlowNode, nodeTypes: NodeTypes): OutboundContent | null {
  try {
    return nodeTypes.get(type)?.editor.preview(config) ?? null;
  } catch {
    // A config that its type cannot read shows nothing.
    return null;
  }
}
