import type { Channel, ChannelIo, OutgoingMessage, SendOutcome } from '../channels/channel.ts';
import { paceOf } from '../channels/pace.ts';
import type { Effect, HttpOutcome } from '../contract/index.ts';
import type { ChannelRecord, FileStore, Meters, SecretSource } from '../ports.ts';
import type { HttpCaller } from './http-call.ts';
import type { Mailer } from './mail.ts';
import type { Model } from './model.ts';
import { openedRequest } from './opened-secrets.ts';
import type { CallAnswer, CallEffect } from './outside-calls.ts';
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
  /** Without it no letter leaves. */
  mailer?: Mailer | undefined;
  /** Without it no model is asked. */
  model?: Model | undefined;
};

/** The effects that reach the world. Each is called once per mark in the outbox, by whoever wrote the mark. */
export function createPerformer({ channelTypes, io, http, secrets, files, meters, mailer, model }: PerformDeps) {
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

    /** Asks another system, within the limits of the effect; the answer is an input. */
    async call(effect: CallEffect, state: ConversationState): Promise<CallAnswer> {
      const { id: effectId } = effect;
      switch (effect.kind) {
        case 'http.request':
          return { kind: 'http', effectId, outcome: await callHttp(effect, state) };
        case 'email.send': {
          const off = { ok: false, code: 'email.not-configured', message: 'No mail server is set up.' } as const;
          return { kind: 'done', effectId, outcome: mailer ? await mailer.send(effectId, effect.email) : off };
        }
        case 'ai.ask': {
          const off = { ok: false, code: 'ai.not-configured', message: 'No language model is set up.' } as const;
          return { kind: 'done', effectId, outcome: model ? await model.ask(effectId, effect.request) : off };
        }
      }
    },
  };

  async function callHttp({ id, request }: HttpCall, state: ConversationState): Promise<HttpOutcome> {
    const opened = await openedRequest(request, state.workspaceId, secrets);
    if ('outcome' in opened) return opened.outcome;
    const { method, timeoutSeconds } = request;
    return opened.hide(await http({ method, ...opened.request, timeoutSeconds, idempotencyKey: id }));
  }
}
export type Performer = ReturnType<typeof createPerformer>;

/** The surest of a contact's names that can be written to: the number, else the provider's id. */
const addressOf = ({ aliases }: ContactRecord) =>
  aliases.find(({ kind }) => kind === 'phone') ?? aliases.find(({ kind }) => kind === 'bsuid') ?? aliases[0];
