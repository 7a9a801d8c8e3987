import { Type, type Static } from '@sinclair/typebox';
import { ProblemError, PublishPolicies, PublishPolicy } from '../../runtime/contract/index.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { created, ok, route } from '../http/route.ts';
import {
  FlowParams,
  FlowVersionAnswer,
  FlowVersionDocumentAnswer,
  FlowVersionRowAnswer,
  PublishPreviewAnswer,
  revisionOf,
  tag,
  VersionParams,
  VersionReportAnswer,
  WaitingAnswer,
} from './answers.ts';
import type { PublishRequest } from './service.ts';

const PublishFlow = Type.Object(
  {
    revision: Type.Optional(Type.Integer({ minimum: 1, description: 'The same as If-Match' })),
    note: Type.Optional(Type.String({ maxLength: 500, description: 'What changed, in your words' })),
    policies: Type.Optional(PublishPolicies),
    defaultPolicy: Type.Optional(PublishPolicy),
  },
  { additionalProperties: false },
);
const headers = { 'If-Match': 'The ETag of the draft that was looked at; or `revision` in the body' };

/** The draft that somebody looked at before they published, and what they say of it. */
function askedFor(
  flowId: string,
  { revision: inBody, note, policies, defaultPolicy }: Static<typeof PublishFlow>,
  ifMatch: string | undefined,
): { revision: number; said: PublishRequest } {
  const revision = ifMatch === undefined ? inBody : revisionOf(ifMatch);
  if (revision === undefined) throw new ProblemError('flow.revision-required', { flowId });
  const words = note?.trim();
  const said = {
    ...(words && { note: words }),
    ...(policies && { policies }),
    ...(defaultPolicy && { defaultPolicy }),
  };
  return { revision, said };
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
      const { revision, said } = askedFor(flowId, body, header('if-match'));
      const version = await flows.publish(workspaceId, flowId, revision, principal.id, said);
      return created(version, { location: `/api/v1/flows/${flowId}/versions/${version.version}` });
    },
  }),
  route({
    on: 'GET /flows/:flowId/waiting',
    may: 'flows.read',
    tag,
    summary: 'Who is mid-conversation: people by card and version, now',
    params: FlowParams,
    answers: { 200: WaitingAnswer },
    async handle({ workspaceId, params }, { flows, flowWaiting }) {
      await flows.draft(workspaceId, params.flowId);
      return ok(await flowWaiting.people(workspaceId, params.flowId));
    },
  }),
  route({
    on: 'POST /flows/:flowId/publish-preview',
    may: 'flows.read',
    tag,
    summary: 'What publishing would mean for people who are mid-conversation now, and what it changes',
    params: FlowParams,
    body: Type.Object(
      {
        revision: Type.Optional(Type.Integer({ minimum: 1, description: 'The draft that is looked at' })),
        version: Type.Optional(Type.Integer({ minimum: 1, description: 'Going back to this one instead' })),
      },
      { additionalProperties: false },
    ),
    bodyOptional: true,
    answers: { 200: PublishPreviewAnswer },
    async handle({ workspaceId, params, body }, { flows }) {
      return ok(await flows.publishPreview(workspaceId, params.flowId, body));
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
    on: 'GET /flows/:flowId/versions/:version/report',
    may: 'flows.read',
    tag,
    summary: 'What became of the people whom its policies name: moved, closed, finished, still waiting',
    params: VersionParams,
    answers: { 200: VersionReportAnswer },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.versionReport(workspaceId, params.flowId, Number(params.version)));
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
      const { revision, said } = askedFor(flowId, body, header('if-match'));
      const version = await flows.restoreVersion(workspaceId, flowId, Number(earlier), {
        revision,
        by: principal.id,
        ...said,
      });
      return created(version, { location: `/api/v1/flows/${flowId}/versions/${version.version}` });
    },
  }),
];
