import type { Flow, Port, TraceEntry } from '../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';

/** How a card's part in a turn ended. `port` is a key of the catalogues, or the author's words where `literal`. */
export type StepOutcome =
  | { kind: 'left'; port: string; literal: boolean; to: string | undefined }
  /** It went on at a card that no way out leads to. */
  | { kind: 'jumped'; to: string }
  /** It went on in another flow. */
  | { kind: 'into'; flow: { id: string; version: number } }
  | { kind: 'waits' }
  | { kind: 'ended' }
  | { kind: 'failed' };

/** @param next what came after it in the same turn. */
export function outcomeOf(entry: TraceEntry, flow: Flow | undefined, isLast: boolean, next?: TraceEntry): StepOutcome {
  const { node, port, problem, values } = entry;
  if (port !== undefined) {
    const { label, literal = false } = portOf(flow, node, port) ?? { label: port, literal: true };
    // Traces from before they told where they led are read with the flow.
    const to = entry.to ?? flow?.edges.find(({ from }) => from.node === node && from.port === port)?.to;
    return { kind: 'left', port: label, literal, to };
  }
  if (problem) return { kind: 'failed' };
  if (entry.to !== undefined) {
    const other = next?.flow;
    return other && other.id !== entry.flow?.id ? { kind: 'into', flow: other } : { kind: 'jumped', to: entry.to };
  }
  const mayWait = nodeTypes.get(entry.type)?.resume !== undefined;
  return isLast && mayWait && values?.['exitWord'] === undefined ? { kind: 'waits' } : { kind: 'ended' };
}

function portOf(flow: Flow | undefined, nodeId: string, portId: string): Port | undefined {
  const node = flow?.nodes.find(({ id }) => id === nodeId);
  const nodeType = node && nodeTypes.get(node.type);
  if (!nodeType || nodeType.version !== node.version) return undefined;
  return nodeType.ports(node.config as never).find(({ id }) => id === portId);
}
