import type { Flow, FlowEdge, FlowNode, Json, Transcript } from '../../runtime/contract/index.ts';
import { runTranscript } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

/** A flow with one thing changed that a conversation goes over. */
export type FlowMutant = { what: string; flow: Flow };

/** What conversations have gone over: ways out that were taken, and cards that were entered. */
export type Covered = { cards: Set<string>; ways: Set<string> };

/** The cards and ways that transcripts cover. A way leads from one card of the route to the next. */
export async function coveredBy(flow: Flow, transcripts: readonly Transcript[]): Promise<Covered> {
  const covered: Covered = { cards: new Set(), ways: new Set() };
  for (const transcript of transcripts) {
    const { turns } = await runTranscript(flow, transcript, nodeTypes);
    const route = turns.flatMap(({ seen }) => seen.route ?? []);
    for (const [index, card] of route.entries()) {
      covered.cards.add(card);
      const next = route[index + 1];
      if (next !== undefined && next !== card) covered.ways.add(`${card} ${next}`);
    }
  }
  return covered;
}

/** Fields that say something, keep something or call somebody whenever their card is entered. */
const telling: { [type: string]: readonly string[] } = {
  'send-text': ['body'],
  'send-media': ['caption', 'source.link'],
  'send-location': ['place.name', 'place.latitude'],
  'send-link-button': ['body', 'title', 'url'],
  ask: ['body', 'variableName', 'resultName'],
  'ask-buttons': ['body', 'buttons.*.title', 'resultName', 'variableName'],
  'ask-list': ['body', 'button', 'resultName', 'variableName'],
  'ask-location': ['body', 'resultName'],
  'set-variable': ['assignments.*.text', 'assignments.*.name'],
  'save-result': ['resultName', 'value.text', 'category'],
  'update-contact': ['fields.*.text', 'fields.*.name'],
  'call-webhook': ['url', 'method'],
  'notify-person': ['note'],
  'change-groups': ['add.*', 'remove.*'],
  'change-labels': ['add.*', 'remove.*'],
  'send-email': ['subject', 'body'],
  'hand-off': ['note', 'queue'],
};

/** Every single change of meaning at a card or way that is covered. */
export function mutantsOf(flow: Flow, covered: Covered): FlowMutant[] {
  return [
    ...flow.edges.flatMap((edge) => edgeMutants(flow, edge, covered)),
    ...flow.nodes.flatMap((node) => nodeMutants(flow, node, covered)),
  ];
}

function edgeMutants(flow: Flow, edge: FlowEdge, { ways }: Covered): FlowMutant[] {
  const { from, to } = edge;
  // Where two ways out of a card lead to the same one, nobody knows which of them was taken.
  const twins = flow.edges.filter((other) => other.from.node === from.node && other.to === to);
  if (!ways.has(`${from.node} ${to}`) || twins.length > 1) return [];
  const elsewhere = flow.nodes.find(({ id }) => id !== to && id !== from.node);
  const others = flow.edges.filter((other) => other !== edge);
  return [
    { what: `${from.node}.${from.port} leads nowhere`, flow: { ...flow, edges: others } },
    ...(elsewhere
      ? [
          {
            what: `${from.node}.${from.port} leads to ${elsewhere.id}`,
            flow: { ...flow, edges: [...others, { ...edge, to: elsewhere.id }] },
          },
        ]
      : []),
  ];
}

function nodeMutants(flow: Flow, node: FlowNode, { cards }: Covered): FlowMutant[] {
  if (!cards.has(node.id)) return [];
  return (telling[node.type] ?? []).flatMap((key) =>
    changedAt(node.config, key.split('.')).map((config) => ({
      what: `${node.id} (${node.type}) says something else in ${key}`,
      flow: {
        ...flow,
        nodes: flow.nodes.map((other) => (other === node ? { ...node, config: config as FlowNode['config'] } : other)),
      },
    })),
  );
}

/** The value with one string or number at the key changed, in every way the key can be read. */
function changedAt(value: Json | undefined, [part, ...rest]: readonly string[]): Json[] {
  if (part === undefined) {
    if (typeof value === 'string') return value === '' ? [] : [changedText(value)];
    return typeof value === 'number' ? [value + 1] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    if (part !== '*') return [];
    return value.flatMap((item, index) => changedAt(item, rest).map((changed) => value.with(index, changed)));
  }
  return changedAt(Object.hasOwn(value, part) ? value[part] : undefined, rest).map((changed) => ({
    ...value,
    [part]: changed,
  }));
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const changedText = (text: string): string => (methods.includes(text) ? (text === 'GET' ? 'POST' : 'GET') : `${text}x`);
