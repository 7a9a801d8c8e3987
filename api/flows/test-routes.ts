import { Type } from '@sinclair/typebox';
import { FlowTest, JsonValue, ProblemError } from '../../runtime/contract/index.ts';
import { mayDo } from '../http/access.ts';
import { created, ok, route } from '../http/route.ts';
import { FlowDocument, FlowParams, tag } from './answers.ts';

export const FlowTestResultAnswer = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    ok: Type.Boolean(),
    turns: Type.Integer({ description: 'How many were played' }),
    firstDifference: Type.Optional(
      Type.Object(
        {
          turn: Type.Integer({ description: 'Counted from 0' }),
          path: Type.String({ description: 'JSON pointer: /bot/0/body, /expect/route/1' }),
          expected: JsonValue,
          said: JsonValue,
          node: Type.Optional(Type.String({ description: 'The card that the bot stood at' })),
        },
        { additionalProperties: false },
      ),
    ),
    failure: Type.Optional(
      Type.Object(
        { code: Type.String(), node: Type.Optional(Type.String()), message: Type.String() },
        { additionalProperties: false },
      ),
    ),
    unplayed: Type.Optional(
      Type.Unsafe<'time' | 'broken'>(
        Type.String({ enum: ['time', 'broken'], description: 'Time ran out, or it cannot be played at all' }),
      ),
    ),
  },
  { additionalProperties: false },
);

export const flowTestRoutes = [
  route({
    on: 'POST /flows/:flowId/tests/run',
    may: 'flows.read',
    tag,
    summary: "Play the draft's tests; a red one forbids publishing",
    params: FlowParams,
    answers: {
      200: Type.Object(
        { revision: Type.Integer(), ok: Type.Boolean(), tests: Type.Array(FlowTestResultAnswer) },
        { additionalProperties: false },
      ),
    },
    async handle({ workspaceId, params }, { flows }) {
      return ok(await flows.runTests(workspaceId, params.flowId));
    },
  }),
  route({
    on: 'POST /flows/:flowId/tests/from-conversation',
    may: 'flows.edit',
    tag,
    summary:
      'Put a conversation that the flow really had into the draft as a test, without what tells who the person is; for who may read conversations too',
    params: FlowParams,
    body: Type.Object(
      {
        conversationId: Type.String({ minLength: 1, maxLength: 300 }),
        sessionId: Type.Optional(
          Type.String({ minLength: 1, maxLength: 300, description: 'The latest with this flow without it' }),
        ),
        name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
      },
      { additionalProperties: false },
    ),
    answers: {
      201: Type.Object(
        { revision: Type.Integer(), test: FlowTest, result: FlowTestResultAnswer },
        { additionalProperties: false },
      ),
    },
    async handle({ workspaceId, params, body, principal }, { testMaker }) {
      if (!mayDo(principal, 'conversations.read') || !mayDo(principal, 'contacts.read'))
        throw new ProblemError('access.forbidden');
      return created(await testMaker.make(workspaceId, params.flowId, body, principal.id));
    },
  }),
  route({
    on: 'GET /flows/:flowId/sub-flows',
    may: 'flows.read',
    tag,
    summary: 'The published flows that the draft goes into, and those that they go into; as its tests see them',
    params: FlowParams,
    answers: { 200: Type.Object({ items: Type.Array(FlowDocument) }, { additionalProperties: false }) },
    async handle({ workspaceId, params }, { flows }) {
      return ok({ items: await flows.subFlows(workspaceId, params.flowId) });
    },
  }),
];
