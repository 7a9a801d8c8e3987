import { Type } from '@sinclair/typebox';
import {
  Edit,
  InstantSchema,
  Issue,
  ProblemError,
  Slug,
  type Flow,
  type FlowId,
  type Json,
} from '../../runtime/contract/index.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { created, etagOf, noContent, ok, route } from '../http/route.ts';

const tag = 'Flows';
/** A flow file has at most 4 MB (`flowLimits.bytes`); as JSON on the wire it may be somewhat longer. */
const flowBodyLimit = 5_000_000;

const FlowParams = Type.Object({ flowId: Type.Unsafe<FlowId>(Slug) });
const VersionParams = Type.Object({
  flowId: Type.Unsafe<FlowId>(Slug),
  version: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'Number of the version' }),
});
const Document = Type.Unsafe<{ [key: string]: Json }>(Type.Object({}, { additionalProperties: true, title: 'Flow' }));
/** Flows in answers are documents that were checked when they came in. */
const FlowDocument = Type.Unsafe<Flow>(Type.Object({}, { additionalProperties: true, title: 'Flow' }));

const summaryFields = {
  id: Slug,
  name: Type.String(),
  revision: Type.Integer({ description: 'Rises with every change of the draft; its entity tag' }),
  activeVersion: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that answers people' }),
  paused: Type.Boolean(),
  createdAt: InstantSchema,
  updatedAt: InstantSchema,
  updatedBy: Type.String(),
};
const FlowSummaryAnswer = Type.Object(summaryFields, { additionalProperties: false });
const FlowDraftAnswer = Type.Object({ ...summaryFields, flow: FlowDocument }, { additionalProperties: false });
const versionFields = {
  flowId: Slug,
  version: Type.Integer(),
  publishedAt: InstantSchema,
  publishedBy: Type.String(),
  fromRevision: Type.Integer(),
};
const FlowVersionAnswer = Type.Object(versionFields, { additionalProperties: false });

const EditFlow = Type.Object(
  {
    baseRevision: Type.Integer({ minimum: 1, description: 'The revision that the edits were made from' }),
    edits: Type.Array(Edit, { minItems: 1, maxItems: 1_000 }),
  },
  { additionalProperties: false },
);
const PublishFlow = Type.Object(
  { revision: Type.Optional(Type.Integer({ minimum: 1, description: 'The same as If-Match' })) },
  { additionalProperties: false },
);

/** The revision that an entity tag names. A weak or foreign tag names none and is stale by definition. */
function revisionOf(tagGiven: string): number {
  const digits = /^(?:W\/)?"(\d{1,12})"$/.exec(tagGiven.trim())?.[1] ?? /^\d{1,12}$/.exec(tagGiven.trim())?.[0];
  return digits === undefined ? 0 : Number(digits);
}

/** Names that no path of an edit may go through: they are not data. */
const notData = new Set<string | number>(['__proto__', 'constructor', 'prototype']);

export const flowRoutes = [
  route({
    on: 'GET /flows',
    may: 'flows.read',
    tag,
    summary: 'Flows, by id',
    query: Type.Object(
      {
        ...PageQuery,
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Part of a name or id' })),
      },
      { additionalProperties: false },
    ),
    answers: { 200: PageOf(FlowSummaryAnswer) },
    async handle({ workspaceId, query: { cursor, limit, q } }, { flows }) {
      const after = positionOf(cursor, 'string');
      return ok(
        pageAnswer(
          await flows.list(workspaceId, { limit, ...(after && { after: after.id }), ...(q !== undefined && { q }) }),
        ),
      );
    },
  }),
  route({
    on: 'GET /flows/:flowId',
    may: 'flows.read',
    tag,
    summary: 'A flow with its draft; ETag is its revision',
    params: FlowParams,
    answers: { 200: FlowDraftAnswer },
    async handle({ workspaceId, params }, { flows }) {
      const draft = await flows.draft(workspaceId, params.flowId);
      return ok(draft, etagOf(draft.revision));
    },
  }),
  route({
    on: 'PUT /flows/:flowId',
    may: 'flows.edit',
    tag,
    summary: 'Make a flow (If-None-Match: *) or put a whole document in place of its draft (If-Match)',
    params: FlowParams,
    body: Document,
    bodyLimit: flowBodyLimit,
    headers: {
      'If-Match': 'The ETag that was read; 412 when the draft has changed since',
      'If-None-Match': '`*` to make a flow; 409 when there is one',
    },
    answers: { 200: FlowDraftAnswer, 201: FlowDraftAnswer },
    async handle({ workspaceId, params: { flowId }, body, header, principal }, { flows }) {
      const [ifMatch, ifNoneMatch] = [header('if-match'), header('if-none-match')];
      if (ifMatch !== undefined) {
        const draft = await flows.replace(workspaceId, flowId, body, revisionOf(ifMatch), principal.id);
        return ok(draft, etagOf(draft.revision));
      }
      if (ifNoneMatch?.trim() !== '*') throw new ProblemError('flow.revision-required', { flowId });
      const draft = await flows.create(workspaceId, flowId, body, principal.id);
      return created(draft, { ...etagOf(draft.revision), location: `/api/v1/flows/${flowId}` });
    },
  }),
  route({
    on: 'DELETE /flows/:flowId',
    may: 'flows.delete',
    tag,
    summary: 'Archive a flow: it answers nobody any more; sessions under way keep their version',
    params: FlowParams,
    answers: { 204: null },
    async handle({ workspaceId, params }, { flows }) {
      await flows.archive(workspaceId, params.flowId);
      return noContent();
    },
  }),
  route({
    on: 'POST /flows/:flowId/edits',
    may: 'flows.edit',
    tag,
    summary: 'Change the draft by edits; edits of others to other places are kept',
    params: FlowParams,
    body: EditFlow,
    bodyLimit: flowBodyLimit,
    answers: {
      200: Type.Object(
        {
          revision: Type.Integer(),
          merged: Type.Boolean({
            description: 'Others had changed the draft since baseRevision; `flow` is the result',
          }),
          flow: Type.Optional(FlowDocument),
        },
        { additionalProperties: false },
      ),
    },
    async handle({ workspaceId, params, body, principal }, { flows }) {
      const odd = body.edits.findIndex(({ path }) => path.some((part) => notData.has(part)));
      if (odd >= 0)
        throw new ProblemError('request.invalid', {
          where: 'body',
          issues: [{ path: `/edits/${odd}/path`, message: 'goes through a name that is not data' }],
        });
      const saved = await flows.edit(workspaceId, params.flowId, body, principal.id);
      return ok(saved, etagOf(saved.revision));
    },
  }),
  route({
    on: 'POST /flows/:flowId/validation',
    may: 'flows.read',
    tag,
    summary: 'What is wrong with the draft; errors forbid publishing',
    params: FlowParams,
    answers: {
      200: Type.Object({ revision: Type.Integer(), issues: Type.Array(Issue) }, { additionalProperties: false }),
    },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.validation(workspaceId, params.flowId));
    },
  }),
  route({
    on: 'POST /flows/:flowId/versions',
    may: 'flows.publish',
    tag,
    summary: 'Publish the draft as a new version, which answers people from now on',
    params: FlowParams,
    body: PublishFlow,
    bodyOptional: true,
    headers: { 'If-Match': 'The ETag of the draft that was looked at; or `revision` in the body' },
    answers: { 201: FlowVersionAnswer },
    async handle({ workspaceId, params: { flowId }, body, header, principal }, { flows }) {
      const ifMatch = header('if-match');
      const revision = ifMatch === undefined ? body.revision : revisionOf(ifMatch);
      if (revision === undefined) throw new ProblemError('flow.revision-required', { flowId });
      const version = await flows.publish(workspaceId, flowId, revision, principal.id);
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
    answers: { 200: PageOf(FlowVersionAnswer) },
    async handle({ workspaceId, params, query: { cursor, limit } }, { flows }) {
      const after = positionOf(cursor, 'number');
      return ok(
        pageAnswer(
          await flows.versions(workspaceId, params.flowId, { limit, ...(after && { before: Number(after.key) }) }),
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
    answers: { 200: Type.Object({ ...versionFields, flow: FlowDocument }, { additionalProperties: false }) },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.version(workspaceId, params.flowId, Number(params.version)));
    },
  }),
  route({
    on: 'POST /flows/:flowId/pause',
    may: 'flows.pause',
    tag,
    summary: 'Stop this flow answering, at once',
    params: FlowParams,
    answers: { 200: FlowSummaryAnswer },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.setPaused(workspaceId, params.flowId, true));
    },
  }),
  route({
    on: 'POST /flows/:flowId/resume',
    may: 'flows.pause',
    tag,
    summary: 'Let this flow answer again',
    params: FlowParams,
    answers: { 200: FlowSummaryAnswer },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.setPaused(workspaceId, params.flowId, false));
    },
  }),
];
