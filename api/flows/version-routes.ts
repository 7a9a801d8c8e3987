import { Type } from '@sinclair/typebox';
import { ProblemError } from '../../runtime/contract/index.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { created, ok, route } from '../http/route.ts';
import {
  FlowParams,
  FlowVersionAnswer,
  FlowVersionDocumentAnswer,
  FlowVersionRowAnswer,
  revisionOf,
  tag,
  VersionParams,
} from './answers.ts';

const PublishFlow = Type.Object(
  {
    revision: Type.Optional(Type.Integer({ minimum: 1, description: 'The same as If-Match' })),
    note: Type.Optional(Type.String({ maxLength: 500, description: 'What changed, in your words' })),
  },
  { additionalProperties: false },
);
const headers = { 'If-Match': 'The ETag of the draft that was looked at; or `revision` in the body' };

/** The draft that somebody looked at before they published, and what they say of it. */
function askedFor(
  flowId: string,
  { revision: inBody, note }: { revision?: number; note?: string },
  ifMatch: string | undefined,
): { revision: number; options: { note?: string } } {
  const revision = ifMatch === undefined ? inBody : revisionOf(ifMatch);
  if (revision === undefined) throw new ProblemError('flow.revision-required', { flowId });
  const words = note?.trim();
  return { revision, options: words ? { note: words } : {} };
}

export const flowVersionRoutes = [
  route({
    on: 'POST /flows/:flowId/versions',
    may: 'flows.publish',
    tag,
    summary: 'Publish the draft as a new version, which answers people from now on',
    params: FlowParams,
    body: PublishFlow,
    bodyOptional: true,
    headers,
    answers: { 201: FlowVersionAnswer },
    async handle({ workspaceId, params: { flowId }, body, header, principal }, { flows }) {
      const { revision, options } = askedFor(flowId, body, header('if-match'));
      const version = await flows.publish(workspaceId, flowId, revision, principal.id, options);
      return created(version, { location: `/api/v1/flows/${flowId}/versions/${version.version}` });
    },
  }),
  route({
    on: 'GET /flows/:flowId/versions',
    may: 'flows.read',
    tag,
    summary: 'Published versions, newest first',
    params: FlowParams,
    query: Type.Object(PageQuery, { additionalProperties: false }),
    answers: { 200: PageOf(FlowVersionRowAnswer) },
    async handle({ workspaceId, params, query: { cursor, limit } }, { flowOverview }) {
      const after = positionOf(cursor, 'number');
      return ok(
        pageAnswer(
          await flowOverview.versions(workspaceId, params.flowId, {
            limit,
            ...(after && { before: Number(after.key) }),
          }),
        ),
      );
    },
  }),
  route({
    on: 'GET /flows/:flowId/versions/:version',
    may: 'flows.read',
    tag,
    summary: 'A published version; it never changes',
    params: VersionParams,
    answers: { 200: FlowVersionDocumentAnswer },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.version(workspaceId, params.flowId, Number(params.version)));
    },
  }),
  route({
    on: 'POST /flows/:flowId/versions/:version/restoration',
    may: 'flows.publish',
    tag,
    summary: 'Make an earlier version the draft and publish it as a new version',
    params: VersionParams,
    body: PublishFlow,
    bodyOptional: true,
    headers,
    answers: { 201: FlowVersionAnswer },
    async handle({ workspaceId, params: { flowId, version: earlier }, body, header, principal }, { flows }) {
      const { revision, options } = askedFor(flowId, body, header('if-match'));
      const version = await flows.restoreVersion(workspaceId, flowId, Number(earlier), {
        revision,
        by: principal.id,
        ...options,
      });
      return created(version, { location: `/api/v1/flows/${flowId}/versions/${version.version}` });
    },
  }),
];
