import type { Json, NodeType, Outcome } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { nodeContext, type Scope } from './node-context.ts';

export type Config = { [key: string]: Json };

/** A type of the registry; throws when there is none of this name. */
export function typeOf(type: string): NodeType {
  const found = nodeTypes.get(type);
  if (!found) throw new Error(`${type} is not in the registry`);
  return found;
}

/** Enters a card of the registry, alone. */
export const enter = (type: string, config: Config, scope: Scope = {}): Promise<Outcome> =>
  typeOf(type).enter(config, nodeContext({ scope }));

/** How a card is left: its port, what it waits for, or the code of its failure. */
export function way(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'leave':
      return outcome.port;
    case 'fail':
      return outcome.code;
    case 'wait':
      return `waits for ${outcome.wait.for}`;
    default:
      return outcome.kind;
  }
}
