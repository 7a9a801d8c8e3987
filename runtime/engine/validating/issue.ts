import type { Edit, Flow, FlowEdge, FlowNode, Issue, Json, NodeType, NodeTypes, Port } from '../../contract/index.ts';
import { schemaProblems } from '../check-schema.ts';
import type { ScopeProblem } from '../expressions/check.ts';
import { upgradedConfig } from '../migrate.ts';

export const error = (code: string, message: string, more: Partial<Issue> = {}): Issue => ({
  code,
  severity: 'error',
  message,
  ...more,
});
export const warning = (code: string, message: string, more: Partial<Issue> = {}): Issue => ({
  ...error(code, message, more),
  severity: 'warning',
});

/** What mends an issue: the key of its words and the edits. */
export const fixedBy = (key: string, edits: Edit[]): Pick<Issue, 'fix'> => ({ fix: { key, edits } });

export const withoutEdge = (edge: FlowEdge, index: number): Edit => ({
  op: 'remove',
  kind: 'edge',
  id: edge.id,
  path: [],
  before: edge as unknown as Json,
  index,
});

/** A card and all edges to and from it, the last of the list first, so that each comes back to its own place. */
export function withoutNode(flow: Flow, node: FlowNode): Edit[] {
  const edges = flow.edges
    .map((edge, index) => ({ edge, index }))
    .filter(({ edge }) => edge.from.node === node.id || edge.to === node.id)
    .toReversed();
  return [
    ...edges.map(({ edge, index }) => withoutEdge(edge, index)),
    {
      op: 'remove',
      kind: 'node',
      id: node.id,
      path: [],
      before: node as unknown as Json,
      index: flow.nodes.indexOf(node),
    },
  ];
}

/** What the reader of expressions found, at a place in the flow. */
export const ofText = (
  { code, severity, message, position, length, params }: ScopeProblem,
  at: Partial<Issue>,
): Issue => ({
  code,
  severity,
  message: `${message} (character ${position + 1})`,
  ...at,
  params: { ...at.params, ...params, position, length },
});

/** A node with what its type says about it. Without `config` nothing more can be said than `problems`. */
export type Inspected = {
  node: FlowNode;
  path: string;
  nodeType?: NodeType;
  config?: FlowNode['config'];
  /** Undefined when they cannot be known: any edge may be right then. */
  ports?: Port[];
  problems: Issue[];
};

export function inspected(node: FlowNode, index: number, nodeTypes: NodeTypes): Inspected {
  const path = `/nodes/${index}`;
  const at = { node: node.id, path };
  const nodeType = nodeTypes.get(node.type);
  if (!nodeType) {
    const message = `There is no node type "${node.type}".`;
    return { node, path, problems: [error('node.unknown', message, { ...at, params: { type: node.type } })] };
  }
  const upgraded = upgradedConfig(node, nodeType);
  if (!('config' in upgraded)) {
    const params = { type: node.type, version: node.version };
    const problem =
      'newer' in upgraded
        ? error('node.newer', `A newer program wrote this card (version ${node.version}).`, { ...at, params })
        : error('node.not-upgradable', `Version ${node.version} of this card cannot be read any more.`, {
            ...at,
            params,
          });
    return { node, path, nodeType, problems: [problem] };
  }
  const { config } = upgraded;
  const problems = schemaProblems(nodeType.config, config).map(({ path: inner, message }) =>
    error('node.config-invalid', `${inner || 'The config'} ${message}`, {
      node: node.id,
      path: `${path}/config${inner}`,
      params: { reason: message },
    }),
  );
  if (problems.length > 0) return { node, path, nodeType, problems };
  return { node, path, nodeType, config, ports: nodeType.ports(config), problems };
}
