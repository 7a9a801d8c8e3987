import { channels } from '../../runtime/channels/index.ts';
import { applyAll } from '../../runtime/engine/edits.ts';
import { parseFlow } from '../../runtime/engine/read.ts';
import { validateFlow } from '../../runtime/engine/validate.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import type { FlowTools } from './service.ts';

/** The engine's own reading, checking and editing of flows, with the node types and channels of this program. */
export const flowTools: FlowTools = {
  parse: (document) => parseFlow(document, nodeTypes),
  validate: (flow, workspace) =>
    validateFlow(flow, nodeTypes, {
      ...(workspace && { workspace }),
      // A flow may answer on any channel: what one of them would refuse is wrong.
      checkContent: (content, at) => [...channels.values()].flatMap((channel) => channel.check(content, at)),
      now: new Date().toISOString(),
    }),
  applyAll,
  nodeTypes,
};
