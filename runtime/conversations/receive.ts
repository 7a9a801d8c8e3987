import { createHash } from 'node:crypto';
import type { Channel } from '../channels/channel.ts';
import type { ChannelId } from '../contract/index.ts';
import type { ChannelSource, InboundStore, MailboxItem, Meters } from '../ports.ts';
import { nextOrder, rowOf } from './mailbox.ts';

/** Largest body taken (provider's own limit: 3 MB); beyond it 413. */
export const webhookMaxBytes = 3 * 1024 * 1024;

export type ReceiveDeps = {
  channels: ChannelSource;
  channelTypes: ReadonlyMap<string, Channel>;
  inbound: InboundStore;
  meters: Meters;
  now(): number;
  /** Told of what has been stored: the worker in this process, if there is one. */
  stored(items: MailboxItem[]): void;
};

/** How a webhook was met. `stored` is answered 200: everything in it is durable. */
export type Received = 'stored' | 'unknown-channel' | 'bad-signature';

/**
 * A webhook from the provider: verified over the raw bytes, split, stored under the updates' own ids. A repeat changes nothing.
 * Signed but unreadable is stored raw and counted, for a refusal would make the provider repeat it for days. Throws when the
 * store does not answer: then the provider must repeat it.
 */
export function createReceiver({ channels, channelTypes, inbound, meters, now, stored }: ReceiveDeps) {
  return async function receive(
    channelId: ChannelId,
    type: string,
    request: { headers: { [name: string]: string | string[] | undefined }; rawBody: Buffer },
  ): Promise<Received> {
    const record = await channels.byId(channelId);
    const channel = record && channelTypes.get(record.type);
    if (!record || !channel || record.type !== type) {
      meters.webhooksRefused('unknown-channel');
      return 'unknown-channel';
    }
    if (!channel.verify(request, record.settings)) {
      meters.webhooksRefused('signature');
      return 'bad-signature';
    }
    const receivedAt = now();
    const at = new Date(receivedAt).toISOString();
    const { workspaceId } = record;
    const read = readJson(request.rawBody);
    const events = read.ok ? channel.parse(read.body, at) : [];
    const items: MailboxItem[] =
      events.length > 0
        ? events.map((event) => ({
            id: `${channelId}:${event.id}`,
            workspaceId,
            channelId,
            order: nextOrder(receivedAt),
            seenAt: receivedAt,
            event,
          }))
        : [unreadable(request.rawBody, receivedAt, record)];
    if (events.length === 0) {
      meters.webhooksUnreadable();
      channels.note(channelId, {
        error: { at, code: 'webhook.unreadable', message: 'A signed webhook could not be read; it is kept.' },
      });
    }
    const fresh = await inbound.insert(items.map(rowOf));
    meters.webhooksStored(fresh.size);
    channels.note(channelId, { webhookAt: at });
    stored(fresh.size === items.length ? items : items.filter((item) => fresh.has(item.id)));
    return 'stored';
  };
}
export type Receiver = ReturnType<typeof createReceiver>;

function readJson(bytes: Buffer): { ok: true; body: unknown } | { ok: false } {
  try {
    return { ok: true, body: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return { ok: false };
  }
}

/** What nobody could read, kept as text. */
function unreadable(
  bytes: Buffer,
  receivedAt: number,
  { id, workspaceId }: { id: ChannelId; workspaceId: MailboxItem['workspaceId'] },
): MailboxItem {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return {
    id: `${id}:${hash}`,
    workspaceId,
    channelId: id,
    order: nextOrder(receivedAt),
    seenAt: receivedAt,
    event: {
      kind: 'notice',
      id: hash,
      at: new Date(receivedAt).toISOString(),
      raw: bytes.toString('utf8'),
      field: '',
      summary: 'unreadable',
    },
  };
}
