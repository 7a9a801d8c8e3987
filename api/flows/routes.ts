import { Type } from '@sinclair/typebox';
import { Edit, HttpOutcome, Issue, ProblemError, type Json } from '../../runtime/contract/index.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { created, etagOf, noContent, ok, route } from '../http/route.ts';
import {
  FlowDocument,
  FlowDraftAnswer,
  FlowParams,
  FlowRowAnswer,
  FlowSummaryAnswer,
  revisionOf,
  StatusSchema,
  tag,
} from './answers.ts';
import { TryCall } from './calls.ts';
import { bundleRoutes } from './bundle-routes.ts';
import { flowTestRoutes } from './test-routes.ts';
import { translationRoutes } from './translation-routes.ts';
import { flowVersionRoutes } from './version-routes.ts';

/** A flow file has at most 4 MB (`flowLimits.bytes`); as JSON on the wire it may be somewhat longer. */
const flowBodyLimit = 5_000_000;

const Document = Type.Unsafe<{ [key: string]: Json }>(Type.Object({}, { additionalProperties: true, title: 'Flow' }));
const EditFlow = Type.Object(
  {
    baseRevision: Type.Integer({ minimum: 1, description: 'The revision that the edits were made from' }),
    edits: Type.Array(Edit, { minItems: 1, maxItems: 1_000 }),
  },
  { additionalProperties: false },
);
/** Names that no path of an edit may go through: they are not data. */
const notData = new Set<string | number>(['__proto__', 'constructor', 'prototype']);

export const flowRoutes = [
  route({
    on: 'GET /flows',
    may: 'flows.read',
    tag,
    summary: 'Flows: by id, by name, or the latest changed first',
    query: Type.Object(
      {
        ...PageQuery,
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Part of a name or id' })),
        status: Type.Optional(StatusSchema),
        archived: Type.Optional(Type.Boolean({ description: 'Those that are archived instead of those that are not' })),
        sort: Type.Optional(
          Type.Unsafe<'name' | 'updatedAt'>(
            Type.String({
              enum: ['name', 'updatedAt'],
              description: 'By id without it; `updatedAt`: the latest first',
            }),
          ),
        ),
      },
      { additionalProperties: false },
    ),
    answers: { 200: PageOf(FlowRowAnswer) },
    async handle({ workspaceId, query: { cursor, ...query } }, { flowOverview }) {
      const after = positionOf(cursor, query.sort === 'updatedAt' ? 'number' : 'string');
      return ok(pageAnswer(await flowOverview.list(workspaceId, { ...query, ...(after && { after }) })));
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
  route({
    on: 'POST /flows/:flowId/restoration',
    may: 'flows.delete',
    tag,
    summary: 'Bring an archived flow back as it was',
    params: FlowParams,
    answers: { 200: FlowSummaryAnswer },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.restore(workspaceId, params.flowId));
    },
  }),
  route({
    on: 'POST /flows/:flowId/copies',
    may: 'flows.edit',
    tag,
    summary: 'Make another flow of the draft, under a free id made from its name',
    params: FlowParams,
    body: Type.Object(
      { name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: "The copy's name" })) },
      { additionalProperties: false },
    ),
    bodyOptional: true,
    answers: { 201: FlowSummaryAnswer },
    async handle({ workspaceId, params: { flowId }, body, principal }, { flows }) {
      const { flow: _flow, ...summary } = await flows.copy(workspaceId, flowId, body.name, principal.id);
      return created(summary, { location: `/api/v1/flows/${summary.id}` });
    },
  }),
  route({
    on: 'POST /flows/:flowId/calls',
    may: 'flows.edit',
    tag,
    summary: 'Try a webhook card: make one call as the card would, and see what comes back',
    params: FlowParams,
    body: TryCall,
    answers: { 200: HttpOutcome },
    async handle({ workspaceId, params, body, principal }, { flows, calls }) {
      await flows.draft(workspaceId, params.flowId);
      return ok(await calls.call(workspaceId, principal.id, body));
    },
  }),
  ...bundleRoutes,
  ...flowTestRoutes,
  ...translationRoutes,
  ...flowVersionRoutes,
];
