import { Type } from '@sinclair/typebox';
import { Slug, type ConversationId, type EffectId, type SessionId } from '../../runtime/contract/index.ts';
import { OpaqueId } from '../http/ids.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { ok, route } from '../http/route.ts';
import {
  ConversationDetail,
  ConversationRow,
  MessageRow,
  ResolutionOutcome,
  ThreadLine,
  TurnTrace,
} from './service.ts';

const tag = 'Conversations';
const ConversationParams = Type.Object({ conversationId: OpaqueId<ConversationId>('Id of the conversation') });
const MessageAnswer = Type.Object(
  { ...MessageRow.properties, trace: Type.Optional(Type.String({ description: 'Where "why?" is answered' })) },
  { additionalProperties: false },
);

export const conversationRoutes = [
  route({
    on: 'GET /conversations',
    may: 'conversations.read',
    tag,
    summary: 'Conversations, the latest first',
    query: Type.Object(
      {
        ...PageQuery,
        flagged: Type.Optional(Type.Boolean({ description: 'Only those that people are asked to look at' })),
        uncertain: Type.Optional(Type.Boolean({ description: 'Only those with messages whose outcome is not known' })),
        flowId: Type.Optional(
          Type.Unsafe<string>({ ...Slug, description: 'Only those whose session waits in this flow' }),
        ),
        q: Type.Optional(
          Type.String({ minLength: 1, maxLength: 120, description: "Beginning of the contact's name or number" }),
        ),
      },
      { additionalProperties: false },
    ),
    answers: { 200: PageOf(ConversationRow) },
    async handle({ workspaceId, query: { cursor, ...query } }, { conversations }) {
      const after = positionOf(cursor, 'number');
      return ok(pageAnswer(await conversations.list(workspaceId, { ...query, ...(after && { after }) })));
    },
  }),
  route({
    on: 'GET /conversations/:conversationId',
    may: 'conversations.read',
    tag,
    summary: 'A conversation, with its session and what has not left yet',
    params: ConversationParams,
    answers: { 200: ConversationDetail },
    async handle({ workspaceId, params }, { conversations }) {
      return ok(await conversations.read(workspaceId, params.conversationId));
    },
  }),
  route({
    on: 'GET /conversations/:conversationId/messages',
    may: 'conversations.read',
    tag,
    summary: 'Messages of a conversation, the oldest first unless asked otherwise, with their delivery states',
    params: ConversationParams,
    query: Type.Object(
      {
        ...PageQuery,
        order: Type.Optional(
          Type.Union([Type.Literal('oldest'), Type.Literal('newest')], { description: 'Which come first' }),
        ),
      },
      { additionalProperties: false },
    ),
    answers: { 200: PageOf(MessageAnswer) },
    async handle({ workspaceId, params, query: { cursor, ...query } }, { conversations }) {
      const after = positionOf(cursor, 'number');
      return ok(
        pageAnswer(
          await conversations.messages(workspaceId, params.conversationId, { ...query, ...(after && { after }) }),
        ),
      );
    },
  }),
  route({
    on: 'GET /conversations/:conversationId/lines',
    may: 'conversations.read',
    tag,
    summary:
      'What happened beside messages, the newest first: notes, handing over, closing, consent, groups and labels',
    params: ConversationParams,
    query: Type.Object({ ...PageQuery }, { additionalProperties: false }),
    answers: { 200: PageOf(ThreadLine) },
    async handle({ workspaceId, params, query: { cursor, limit } }, { conversations }) {
      const after = positionOf(cursor, 'number');
      const page = await conversations.lines(workspaceId, params.conversationId, { limit, ...(after && { after }) });
      return ok(pageAnswer(page));
    },
  }),
  route({
    on: 'GET /conversations/:conversationId/sessions/:sessionId/trace',
    may: 'conversations.read',
    tag,
    summary: 'Why the bot did what it did: a session turn by turn, card by card',
    params: Type.Object({ ...ConversationParams.properties, sessionId: OpaqueId<SessionId>('Id of the session') }),
    answers: { 200: Type.Object({ turns: Type.Array(TurnTrace) }, { additionalProperties: false }) },
    async handle({ workspaceId, params: { conversationId, sessionId } }, { conversations }) {
      return ok({ turns: await conversations.trace(workspaceId, conversationId, sessionId) });
    },
  }),
  route({
    on: 'POST /conversations/:conversationId/flag-clearing',
    may: 'conversations.resolve',
    tag,
    summary: 'Say that a person has looked at it; a flag raised later stays',
    params: ConversationParams,
    answers: { 202: null },
    async handle({ workspaceId, params }, { conversations }) {
      await conversations.clearFlag(workspaceId, params.conversationId);
      return { status: 202 };
    },
  }),
  route({
    on: 'DELETE /conversations/:conversationId/ticket',
    may: 'tickets.close',
    tag,
    summary: 'Give the conversation back to the bot: people have finished with it',
    params: ConversationParams,
    answers: { 202: null },
    async handle({ workspaceId, params, principal }, { conversations }) {
      await conversations.closeTicket(workspaceId, params.conversationId, principal.id);
      return { status: 202 };
    },
  }),
  route({
    on: 'POST /messages/:messageId/resolution',
    may: 'messages.resolve',
    tag,
    summary: 'Say what became of a message whose outcome is not known, or have it sent once more',
    params: Type.Object({ messageId: OpaqueId<EffectId>('Id of the message') }),
    body: Type.Object({ outcome: ResolutionOutcome }, { additionalProperties: false }),
    answers: { 200: MessageAnswer },
    async handle({ workspaceId, params, body, principal }, { conversations }) {
      return ok(await conversations.resolve(workspaceId, params.messageId, body.outcome, principal.id));
    },
  }),
];
