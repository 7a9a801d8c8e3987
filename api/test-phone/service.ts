import { Type, type Static } from '@sinclair/typebox';
import {
  JsonValue,
  MediaKind,
  ProblemError,
  Slug,
  type ChannelId,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { ChannelRecord } from '../../runtime/ports.ts';
import type { ChannelRepository } from '../store/channels.ts';
import { samples, type Sample } from './samples.ts';

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** What a person may do on a phone. Limits are WhatsApp's own or below. */
const PhoneContent = Type.Union([
  Type.Object({ kind: Type.Literal('text'), body: Words(4_096) }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('choice'),
      source: Type.Union([Type.Literal('button'), Type.Literal('list'), Type.Literal('template')]),
      id: Words(256),
      title: Words(256),
      description: Type.Optional(Words(256)),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('location'),
      latitude: Type.Number({ minimum: -90, maximum: 90 }),
      longitude: Type.Number({ minimum: -180, maximum: 180 }),
      name: Type.Optional(Words(1_000)),
      address: Type.Optional(Words(1_000)),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('form'),
      name: Type.Optional(Words(100)),
      fields: Type.Record(Type.String({ maxLength: 200 }), JsonValue, { maxProperties: 100 }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('order'),
      catalogId: Type.String({ maxLength: 200 }),
      text: Type.Optional(Words(1_000)),
      items: Type.Array(
        Type.Object(
          { productId: Words(200), quantity: Type.Integer({ minimum: 1, maximum: 999 }) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 30 },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('media'),
      media: MediaKind,
      caption: Type.Optional(Words(1_024)),
      file: Type.Optional(
        Type.Object(
          {
            base64: Type.String({ minLength: 4, maxLength: 1_400_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
            mimeType: Type.String({ pattern: '^[a-z]+/[A-Za-z0-9.+-]{1,80}(; codecs=[a-z0-9]+)?$' }),
            filename: Type.Optional(Words(240)),
          },
          { additionalProperties: false, description: 'At most 1 MB; without it a small one of our own' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
]);
export type PhoneContent = Static<typeof PhoneContent>;

export const PhoneMessage = Type.Object(
  {
    channelId: Type.Unsafe<ChannelId>(Slug),
    from: Type.Object(
      {
        name: Words(100),
        phone: Type.String({ pattern: '^\\+?[1-9][0-9]{6,14}$', description: 'International form' }),
      },
      { additionalProperties: false },
    ),
    content: PhoneContent,
    replyTo: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: "The provider's id of a message" }),
    ),
  },
  { additionalProperties: false },
);
export type PhoneMessage = Static<typeof PhoneMessage>;

/** The built-in stand-in for WhatsApp, seen from the person's side. */
export interface StandIn {
  /** Whether it serves this channel's number. */
  serves(channel: ChannelRecord): boolean;
  /** Has a person write over this channel. The status is that of the channel's own webhook; 0 when nobody answered. */
  write(channel: ChannelRecord, message: PhoneMessage, file?: Sample): Promise<{ id: string; status: number }>;
}

export type TestPhone = { available: boolean; channels: { id: string; name: string }[]; reason?: string };

export type TestPhoneServiceDeps = {
  channels: Pick<ChannelRepository, 'list' | 'read' | 'byId'>;
  /** Undefined where messages go to the real WhatsApp. */
  standIn?: () => StandIn | undefined;
};

const mostChannels = 50;
const mostBytes = 1_024 * 1_024;

/** Lets a user write to a channel as a customer would: through the real webhook, signed, over HTTP. */
export class TestPhoneService {
  readonly #channels: TestPhoneServiceDeps['channels'];
  readonly #standIn: () => StandIn | undefined;

  constructor({ channels, standIn = () => undefined }: TestPhoneServiceDeps) {
    this.#channels = channels;
    this.#standIn = standIn;
  }

  async read(workspaceId: WorkspaceId): Promise<TestPhone> {
    const standIn = this.#standIn();
    if (!standIn) return { available: false, channels: [], reason: 'no-stand-in' };
    const listed = await this.#channels.list(workspaceId, { limit: mostChannels });
    const records = await Promise.all(listed.map(({ id }) => this.#channels.byId(id)));
    const channels = records.flatMap((record) =>
      record && standIn.serves(record) ? [{ id: record.id, name: record.name }] : [],
    );
    return channels.length > 0 ? { available: true, channels } : { available: false, channels, reason: 'no-channel' };
  }

  /** Throws `test-phone.unavailable`, `test-phone.refused`, `channel.not-found`. Answers the provider's id of the message. */
  async write(workspaceId: WorkspaceId, message: PhoneMessage): Promise<{ messageId: string }> {
    const standIn = this.#standIn();
    if (!standIn) throw new ProblemError('test-phone.unavailable', { reason: 'no-stand-in' });
    const { channelId, content } = message;
    const known = await this.#channels.read(workspaceId, channelId);
    const record = known && (await this.#channels.byId(channelId));
    if (!record) throw new ProblemError('channel.not-found', { channelId });
    if (!standIn.serves(record)) throw new ProblemError('test-phone.unavailable', { reason: 'no-channel' });
    const { id, status } = await standIn.write(record, message, content.kind === 'media' ? fileOf(content) : undefined);
    if (status === 0 || status >= 500) throw new ProblemError('store.unavailable');
    if (status !== 200) throw new ProblemError('test-phone.refused', { channelId, status });
    return { messageId: id };
  }
}

function fileOf({ media, file }: Extract<PhoneContent, { kind: 'media' }>): Sample {
  if (!file) {
    if (media === 'image' || media === 'sticker') return samples.image();
    return media === 'voice' || media === 'audio' ? samples.voice() : samples.document();
  }
  const bytes = Buffer.from(file.base64, 'base64');
  if (bytes.length > mostBytes) throw new ProblemError('request.too-large', { max: mostBytes });
  return { bytes, mimeType: file.mimeType, ...(file.filename !== undefined && { filename: file.filename }) };
}
