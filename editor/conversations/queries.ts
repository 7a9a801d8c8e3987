import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  asId,
  type ContactId,
  type ConversationId,
  type FlowId,
  type SessionId,
} from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';

export type ConversationRow = AnswerOf<'GET /conversations'>['items'][number];
export type Conversation = AnswerOf<'GET /conversations/:conversationId'>;
export type MessageOf = AnswerOf<'GET /conversations/:conversationId/messages'>['items'][number];
export type LineOf = AnswerOf<'GET /conversations/:conversationId/lines'>['items'][number];
export type Contact = AnswerOf<'GET /contacts/:contactId'>;
export type FlowVersion = AnswerOf<'GET /flows/:flowId/versions/:version'>;

export type ListFilter = { show: 'all' | 'flagged' | 'uncertain'; q: string };

/** A list's beginning has no cursor. */
const firstPage = (): string | null => null;
const rowsOfPage = 50;

/** Conversations, the latest first, a page at a time. */
export const useConversations = ({ show, q }: ListFilter) =>
  useInfiniteQuery({
    queryKey: ['conversations', { show, q }],
    queryFn: ({ pageParam: cursor, signal }) =>
      call('GET /conversations', {
        query: {
          limit: rowsOfPage,
          ...(cursor !== null && { cursor }),
          ...(show === 'flagged' && { flagged: true }),
          ...(show === 'uncertain' && { uncertain: true }),
          ...(q !== '' && { q }),
        },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });

const keyOf = (id: string, ...rest: string[]) => ['conversation', id, ...rest];

export const useConversation = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) =>
      call('GET /conversations/:conversationId', { params: { conversationId: asId<ConversationId>(id) }, signal }),
  });

/** Messages, the newest first. */
export const useMessages = (id: string | undefined) =>
  useInfiniteQuery({
    queryKey: keyOf(id ?? '', 'messages'),
    queryFn: ({ pageParam: cursor, signal }) =>
      call('GET /conversations/:conversationId/messages', {
        params: { conversationId: asId<ConversationId>(id ?? '') },
        query: { limit: rowsOfPage, order: 'newest', ...(cursor !== null && { cursor }) },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: id !== undefined,
  });

/** What happened beside messages, the newest first. */
export const useLines = (id: string) =>
  useInfiniteQuery({
    queryKey: keyOf(id, 'lines'),
    queryFn: ({ pageParam: cursor, signal }) =>
      call('GET /conversations/:conversationId/lines', {
        params: { conversationId: asId<ConversationId>(id) },
        query: { limit: rowsOfPage, ...(cursor !== null && { cursor }) },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const useTrace = (id: string, sessionId: string) =>
  useQuery({
    queryKey: keyOf(id, 'trace', sessionId),
    queryFn: ({ signal }) =>
      call('GET /conversations/:conversationId/sessions/:sessionId/trace', {
        params: { conversationId: asId<ConversationId>(id), sessionId: asId<SessionId>(sessionId) },
        signal,
      }),
  });

/** The contact of a conversation; read again whenever the conversation changes. */
export const useContact = (conversationId: string, contactId: string | undefined) =>
  useQuery({
    queryKey: keyOf(conversationId, 'contact'),
    queryFn: ({ signal }) =>
      call('GET /contacts/:contactId', { params: { contactId: asId<ContactId>(contactId ?? '') }, signal }),
    enabled: contactId !== undefined,
  });

/** A published version never changes. */
export const useFlowVersion = (flowId: string | undefined, version: number | undefined) =>
  useQuery({
    queryKey: ['flow-version', flowId, version],
    queryFn: ({ signal }) =>
      call('GET /flows/:flowId/versions/:version', {
        params: { flowId: asId<FlowId>(flowId ?? ''), version: String(version) },
        signal,
      }),
    enabled: flowId !== undefined && version !== undefined,
    staleTime: Infinity,
  });
