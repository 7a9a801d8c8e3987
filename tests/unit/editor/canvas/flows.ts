import type { Flow, FlowEdge, FlowNode } from '../../../../runtime/contract/index.ts';

export const says = (id: string, body = 'Hola'): FlowNode => ({ id, type: 'send-text', version: 1, config: { body } });

export const asksWithButtons = (id: string, ...titles: string[]): FlowNode => ({
  id,
  type: 'ask-buttons',
  version: 1,
  config: { body: '¿Qué quieres?', buttons: titles.map((title) => ({ id: `b_${title}`, title })) },
});

export const edge = (from: string, port: string, to: string): FlowEdge => ({
  id: `${from}-${port}`,
  from: { node: from, port },
  to,
});

export const flowOf = (nodes: FlowNode[], edges: FlowEdge[] = [], more: Partial<Flow> = {}): Flow => ({
  schemaVersion: 1,
  id: 'prueba',
  name: 'Prueba',
  languages: ['es'],
  nodes,
  edges,
  triggers: [],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
  ...more,
});
