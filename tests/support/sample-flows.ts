import type { Flow, FlowNode, Trigger } from '../../runtime/contract/index.ts';

/** A flow from its nodes, each going on to the next through `next`. */
export const chain = (
  id: string,
  trigger: Trigger,
  nodes: Pick<FlowNode, 'id' | 'type' | 'config'>[],
  more: Partial<Flow> = {},
): Flow => ({
  schemaVersion: 1,
  id,
  name: id,
  languages: ['es'],
  nodes: nodes.map((node) => ({ version: 1, ...node })),
  edges: nodes
    .slice(1)
    .map((node, index) => ({ id: `e${index}`, from: { node: nodes[index]?.id ?? '', port: 'next' }, to: node.id })),
  triggers: [trigger],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
  ...more,
});

export const keyword = (...words: string[]): Trigger => ({ id: 'k', kind: 'keyword', match: 'starts-with', words });
export const unhandled: Trigger = { id: 'u', kind: 'unhandled' };

/** Answers `pong vN`, where N counts this contact's pings. */
export const echo: Flow = chain('echo', keyword('ping'), [
  {
    id: 'count',
    type: 'update-contact',
    config: { fields: [{ name: 'pings', expression: '(contact.fields.pings ? contact.fields.pings : 0) + 1' }] },
  },
  { id: 'pong', type: 'send-text', config: { body: 'pong v{{ contact.fields.pings }}' } },
]);
