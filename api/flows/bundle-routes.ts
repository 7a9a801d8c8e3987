import { Type } from '@sinclair/typebox';
import { FlowBundle, ProblemError } from '../../runtime/contract/index.ts';
import { mayDo } from '../http/access.ts';
import { ok, route } from '../http/route.ts';
import { FlowParams, tag } from './answers.ts';

const Items = Type.Array(Type.Object({ kind: Type.String(), id: Type.String() }, { additionalProperties: false }));
/** Several flows of the largest size there may be. */
const bundleBodyLimit = 16 * 1024 * 1024;

export const bundleRoutes = [
  route({
    on: 'GET /flows/:flowId/export',
    may: 'flows.read',
    tag,
    summary:
      'The draft with all it needs elsewhere: flows it goes into, groups, labels, fields, queues, constants; of secrets the names',
    params: FlowParams,
    answers: { 200: FlowBundle },
    async handle({ workspaceId, params }, { bundles }) {
      return ok(await bundles.export(workspaceId, params.flowId));
    },
  }),
  route({
    on: 'POST /flows/import',
    may: 'flows.edit',
    tag,
    summary:
      'Put an exported flow in with all it needs: what was made, what was here already, what must be seen to by hand',
    body: Type.Object(
      { bundle: FlowBundle, dryRun: Type.Optional(Type.Boolean({ description: 'Only say what would happen' })) },
      { additionalProperties: false },
    ),
    bodyLimit: bundleBodyLimit,
    answers: {
      200: Type.Object(
        { flowId: Type.String(), created: Items, matched: Items, missed: Items },
        { additionalProperties: false },
      ),
    },
    async handle({ workspaceId, body: { bundle, dryRun = false }, principal }, { bundles }) {
      if (!mayDo(principal, 'definitions.edit') || !mayDo(principal, 'globals.edit'))
        throw new ProblemError('access.forbidden');
      return ok(await bundles.import(workspaceId, bundle, principal.id, dryRun));
    },
  }),
];
