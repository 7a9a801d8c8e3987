import type { Flow, Issue, NodeTypes } from '../contract/index.ts';
import { scopeOf } from './expressions/scope.ts';
import { duplicates, edgeIssues, settingsIssues, targetIssues } from './validating/edges.ts';
import { inspected } from './validating/issue.ts';
import { languageIssues } from './validating/languages.ts';
import { connectedPorts, nodeIssues, type ContentCheck } from './validating/nodes.ts';
import { shapeIssues } from './validating/shape.ts';
import { triggerIssues } from './validating/triggers.ts';
import { workspaceIssues, type WorkspaceView } from './validating/workspace.ts';

export type { OtherFlow, WorkspaceView } from './validating/workspace.ts';

export type ValidateOptions = ContentCheck & {
  /** What the flow's workspace has; without it only the flow itself is looked at. */
  workspace?: WorkspaceView;
};

/**
 * Everything that is wrong with a flow, in the order of the document: errors forbid publishing, warnings do not. Never throws. An unknown
 * node type is kept and told of. Paths are JSON pointers into the flow.
 */
export function validateFlow(flow: Flow, nodeTypes: NodeTypes, options: ValidateOptions = {}): Issue[] {
  const nodes = flow.nodes.map((node, index) => inspected(node, index, nodeTypes));
  const scope = scopeOf(flow, nodeTypes, options.workspace);
  const connected = connectedPorts(flow);
  return [
    ...duplicates(flow),
    ...nodes.flatMap((node) => nodeIssues(node, scope, connected, options)),
    ...edgeIssues(flow, nodes),
    ...triggerIssues(flow),
    ...settingsIssues(flow),
    ...targetIssues(nodes),
    ...shapeIssues(flow, nodes),
    ...languageIssues(flow, nodes, nodeTypes, scope, options),
    ...(options.workspace ? workspaceIssues(flow, nodes, options.workspace) : []),
  ];
}
