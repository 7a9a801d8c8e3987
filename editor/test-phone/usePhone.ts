import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asId, type ChannelId } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import type { Persona } from './people.ts';
import { type Pending, type PhoneContent } from './pending.ts';

/** Whether there is a channel that may be written to as a customer. */
export const useTestPhone = (may: boolean) =>
  useQuery({
    queryKey: ['channels', 'test-phone'],
    queryFn: ({ signal }) => call('GET /test-phone', { signal }),
    enabled: may,
  });

/** The conversation of a person on a channel; null while there is none. */
export const useConversationOf = (channelId: string, phone: string) =>
  useQuery({
    queryKey: ['conversations', { channelId, phone }],
    queryFn: async ({ signal }) => {
      const { items } = await call('GET /conversations', { query: { q: phone, limit: 20 }, signal });
      return items.find((row) => row.channelId === channelId && row.contact.phone === phone) ?? null;
    },
  });

let lastKey = 0;

/** Writes as a person, and remembers what has not arrived yet. */
export function useWriting(channelId: string, { name, phone }: Persona) {
  const [pending, setPending] = useState<Pending[]>([]);
  const change = (key: number, next: Partial<Pending>) =>
    setPending((all) => all.map((one) => (one.key === key ? { ...one, ...next } : one)));
  const { mutate } = useMutation({
    mutationFn: ({ content, replyTo }: { key: number; content: PhoneContent; replyTo: string | undefined }) =>
      call('POST /test-phone/messages', {
        body: {
          channelId: asId<ChannelId>(channelId),
          from: { name, phone },
          content,
          ...(replyTo !== undefined && { replyTo }),
        },
      }),
    onSuccess: ({ messageId }, { key }) => change(key, { state: 'taken', id: messageId }),
    onError: (error, { key }) => change(key, { state: 'refused', error }),
  });
  return {
    pending,
    write(content: PhoneContent, replyTo?: string) {
      lastKey += 1;
      const key = lastKey;
      setPending((all) => [...all, { key, content, at: new Date().toISOString(), state: 'sending' }]);
      mutate({ key, content, replyTo });
    },
    again({ key, content }: Pending) {
      change(key, { state: 'sending' });
      mutate({ key, content, replyTo: undefined });
    },
  };
}
