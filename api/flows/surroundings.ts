import type { NodeTypes, Reference, WorkspaceId } from '../../runtime/contract/index.ts';
import { playable } from '../../runtime/engine/flow-index.ts';
import type { OtherFlow, WorkspaceView } from '../../runtime/engine/validate.ts';
import type { FlowSource, PublishedFlow } from '../../runtime/ports.ts';
import type { DefinitionStore } from '../definitions/service.ts';
import type { FlowRepository } from '../store/flows.ts';
import type { WorkspaceSecretRepository } from '../store/workspace-secrets.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';

export type SurroundingsDeps = {
  flows: Pick<FlowRepository, 'names'>;
  workspaces: Pick<WorkspaceRepository, 'read'>;
  published: Pick<FlowSource, 'published'>;
  definitions: Pick<DefinitionStore, 'ids'>;
  secrets: Pick<WorkspaceSecretRepository, 'names'>;
  nodeTypes: NodeTypes;
};

/** What a workspace has beside a flow, for the check of that flow. */
export type Surroundings = (workspaceId: WorkspaceId) => Promise<WorkspaceView>;

/**
 * Reads names only, at once, and of flows what answers people: that is kept in memory until something is published. A workspace that
 * defines no fields at all keeps none of their names: any may be right there.
 */
export function createSurroundings({
  flows,
  workspaces,
  published,
  definitions,
  secrets,
  nodeTypes,
}: SurroundingsDeps): Surroundings {
  const active = async (workspaceId: WorkspaceId): Promise<PublishedFlow[]> => {
    const workspace = await workspaces.read(workspaceId);
    return workspace ? published.published(workspaceId, workspace.flowsRevision) : [];
  };
  return async (workspaceId) => {
    const [ids, secretNames, names, running] = await Promise.all([
      definitions.ids(workspaceId),
      secrets.names(workspaceId),
      flows.names(workspaceId),
      active(workspaceId),
    ]);
    const byId = new Map(running.map((flow) => [flow.flowId, flow]));
    const { fields, globals, groups, labels, queues } = ids;
    return {
      groups,
      labels,
      queues,
      globals,
      ...(fields.length > 0 && { fields }),
      secrets: secretNames.map(({ name }) => name),
      flows: names.map(({ id, name }) => otherFlow(id, name, byId.get(id), nodeTypes)),
    };
  };
}

function otherFlow(id: string, name: string, running: PublishedFlow | undefined, nodeTypes: NodeTypes): OtherFlow {
  if (!running) return { id, name, published: false, triggers: [], calls: [] };
  const { triggers, nodes } = running.flow;
  const calls = nodes.flatMap((node): Reference[] => {
    const found = playable(node, nodeTypes);
    return found?.nodeType.references?.(found.config) ?? [];
  });
  return {
    id,
    name,
    published: true,
    triggers,
    calls: [...new Set(calls.filter(({ kind }) => kind === 'flow').map(({ id: called }) => called))],
  };
}
