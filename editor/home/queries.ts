import { useQuery } from '@tanstack/react-query';
import { call, type AnswerOf } from '../client/http.ts';
import { useMay } from '../client/me.ts';

export type FlowRow = AnswerOf<'GET /flows'>['items'][number];
export type ConversationRow = AnswerOf<'GET /conversations'>['items'][number];

/** Rows of each short list on this page. */
const few = 5;

/** The flows that were changed last. */
export const useRecentFlows = () =>
  useQuery({
    queryKey: ['flows', { sort: 'updatedAt', limit: few }],
    queryFn: () => call('GET /flows', { query: { sort: 'updatedAt', limit: few } }),
    enabled: useMay('flows.read'),
  });

export const usePausedFlows = () =>
  useQuery({
    queryKey: ['flows', { status: 'paused', limit: few }],
    queryFn: () => call('GET /flows', { query: { status: 'paused', limit: few } }),
    enabled: useMay('flows.read'),
  });

/** Conversations that people are asked to look at, or with messages of which nobody knows whether they left. */
export const useConversationsThat = (mark: 'flagged' | 'uncertain') =>
  useQuery({
    queryKey: ['conversations', { [mark]: true, limit: few }],
    queryFn: () => call('GET /conversations', { query: { [mark]: true, limit: few } }),
    enabled: useMay('conversations.read'),
  });

/** Whether anybody has written yet. */
export const useHasConversations = (): boolean | undefined => {
  const { data } = useQuery({
    queryKey: ['conversations', { limit: 1 }],
    queryFn: () => call('GET /conversations', { query: { limit: 1 } }),
    enabled: useMay('conversations.read'),
  });
  return data && data.items.length > 0;
};
