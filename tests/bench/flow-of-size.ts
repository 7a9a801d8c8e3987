import type { Flow, FlowNode } from '../../runtime/contract/index.ts';

/**
 * A flow of so many nodes in which every message takes the same path, whatever the size: one ask that answers with the number in
 * what was written and waits again. All other nodes are on the canvas, joined and valid, and never visited: whatever a step costs
 * more in a large flow it costs for looking at them.
 */
export function flowOfSize(id: string, word: string, size: number): Flow {
  const answering: FlowNode = {
    id: 'answering',
    type: 'ask',
    version: 1,
    config: {
      body: 'pong #{{ $substringAfter(message.text, " ") }} v0',
      answerType: 'text',
      resultName: 'last',
    },
  };
  const others: FlowNode[] = Array.from({ length: size - 1 }, (_, index) => ({
    id: `other-${index}`,
    type: 'send-text',
    version: 1,
    config: { body: `Nodo ${index}: {{ contact.name }}` },
  }));
  return {
    schemaVersion: 1,
    id,
    name: `Bench, ${size} nodes`,
    languages: ['es'],
    // Last, so that whoever searches a list finds it last.
    nodes: [...others, answering],
    edges: [
      { id: 'again', from: { node: 'answering', port: 'next' }, to: 'answering' },
      { id: 'aside', from: { node: 'answering', port: 'timeout' }, to: 'other-0' },
      ...others.slice(1).map((node, index) => ({
        id: `edge-${index}`,
        from: { node: `other-${index}`, port: 'next' },
        to: node.id,
      })),
    ],
    triggers: [{ id: 'word', kind: 'keyword', match: 'starts-with', words: [word] }],
    variables: [],
    settings: { start: 'answering', ignoreTriggers: true },
    layout: {},
    notes: [],
  };
}
