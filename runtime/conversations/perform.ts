import type { Channel, ChannelIo, OutgoingMessage, SendOutcome } from '../channels/channel.ts';
import { paceOf } from '../channels/pace.ts';
import type { Effect, HttpOutcome } from '../contract/index.ts';
import type { ChannelRecord, FileStore, Meters, SecretSource } from '../ports.ts';
import type { HttpCaller } from './http-call.ts';
import { openedRequest } from './opened-secrets.ts';
import type { ContactRecord, ConversationState } from './state.ts';

/** The provider must have answered by then (DESIGN: leases last 10 s, provider timeout 8 s). */
export const providerTimeoutMs = 8_000;

type MessageSend = Extract<Effect, { kind: 'message.send' }>;
type HttpCall = Extract<Effect, { kind: 'http.request' }>;

export type PerformDeps = {
  channelTypes: ReadonlyMap<string, Channel>;
  io(channel: ChannelRecord): ChannelIo;
  http: HttpCaller;
  secrets: SecretSource;
  files: FileStore;
  meters: Meters;
};

/** The two effects that reach the world. Each is called once per mark in the outbox, by whoever wrote the mark. */
export function createPerformer({ channelTypes, io, http, secrets, files, meters }: PerformDeps) {
  return {
    async send(
      effect: MessageSend,
      state: ConversationState,
      contact: ContactRecord,
      record: ChannelRecord,
    ): Promise<SendOutcome> {
      const channel = channelTypes.get(record.type);
      const to = addressOf(contact);
      if (!channel || !to) {
        const error = { code: 'contact.unreachable', message: 'There is no number or id to send to.' };
        return { kind: 'refused', error, retry: { after: 'never' } };
      }
      const message: OutgoingMessage = {
        effectId: effect.id,
        to,
        content: effect.content,
      };
      if (effect.content.kind === 'media' && effect.content.fileId !== undefined) {
        const file = await files.get(state.workspaceId, effect.content.fileId);
        if (!file) {
          const error = { code: 'file.not-found', message: `There is no file ${effect.content.fileId}.` };
          return { kind: 'refused', error, retry: { after: 'never' } };
        }
        message.file = file;
      }
      // One call is limited by the adapter; an upload before it counts towards the same lease.
      const limited = message.file && { signal: AbortSignal.timeout(providerTimeoutMs) };
      const outcome = await channel.send(message, record.settings, { ...io(record), ...limited });
      meters.sent(outcome.kind);
      return outcome;
    },

    /** Blue ticks and "typing…", where the channel is set to. Nobody waits for it and nothing depends on it. */
    markRead(state: ConversationState, record: ChannelRecord, heard: boolean): void {
      const { markRead, typing } = paceOf(record.settings);
      if (!heard || !markRead || !state.lastInboundMessageId) return;
      void channelTypes.get(record.type)?.markRead(state.lastInboundMessageId, { typing }, record.settings, io(record));
    },

    async call({ id, request }: HttpCall, state: ConversationState): Promise<HttpOutcome> {
      const opened = await openedRequest(request, state.workspaceId, secrets);
      if ('outcome' in opened) return opened.outcome;
      const { method, timeoutSeconds } = request;
      return opened.hide(await http({ method, ...opened.request, timeoutSeconds, idempotencyKey: id }));
    },
  };
}
export type Performer = ReturnType<typeof createPerformer>;

/** True when a call whose outcome is unknown may be made again. */
export const mayRepeat = ({ request: { method, safeToRepeat } }: HttpCall): boolean =>
  safeToRepeat || ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method);

/** The surest of a contact's names that can be written to: the number, else the provider's id. */
const addressOf = ({ aliases }: ContactRecord) =>
  aliases.find(({ kind }) => kind === 'phone') ?? aliases.find(({ kind }) => kind === 'bsuid') ?? aliases[0];
