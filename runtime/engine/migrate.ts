import type { Flow, FlowNode, Json, NodeType, NodeTypes } from '../contract/index.ts';

type Config = { [key: string]: Json };

/** The node's config in the form its type has now, or why it cannot be had: a newer program wrote it, or an upgrade is missing. */
export type Upgraded = { config: Config } | { newer: true } | { missing: number };

/** Takes a config from the version that wrote it to the type's own, a step at a time. Never changes what it is given. */
export function upgradedConfig({ version, config }: FlowNode, nodeType: NodeType): Upgraded {
  if (version > nodeType.version) return { newer: true };
  let upgraded = config;
  for (let from = version; from < nodeType.version; from += 1) {
    const upgrade = nodeType.upgrades?.[from];
    if (!upgrade) return { missing: from };
    upgraded = upgrade(structuredClone(upgraded));
  }
  return { config: upgraded };
}

/** The flow with every node in the form its type has now; what cannot be upgraded stays, for `validateFlow` to tell of. */
export function upgradedFlow(flow: Flow, nodeTypes: NodeTypes): Flow {
  let changed = false;
  const nodes = flow.nodes.map((node) => {
    const nodeType = nodeTypes.get(node.type);
    if (!nodeType || node.version >= nodeType.version) return node;
    const upgraded = upgradedConfig(node, nodeType);
    if (!('config' in upgraded)) return node;
    changed = true;
    return { ...node, version: nodeType.version, config: upgraded.config };
  });
  return changed ? { ...flow, nodes } : flow;
}
