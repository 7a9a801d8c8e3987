import type { Channel, ChannelIo } from '../channels/channel.ts';
import type {
  ChannelRecord,
  ChannelSource,
  FileStore,
  InboundRow,
  InboundStore,
  Logger,
  MailboxItem,
  MessageStore,
} from '../ports.ts';
import { createRowReader, orderToMs } from './mailbox.ts';

/** The provider's address of a received file lives 5 minutes, its id 7 days: fetched at once, then with growing gaps. */
const firstRetryMs = 2_000;
const longestRetryMs = 60 * 60 * 1_000;
const giveUpMs = 7 * 24 * 60 * 60 * 1_000;
/** A fetch in hand is not taken by anyone else for so long; a download is cut off before. */
const leaseMs = 60_000;
const downloadMs = 45_000;
const sweepMs = 2_000;
const atOnce = 4;

export type MediaDeps = {
  inbound: InboundStore;
  files: FileStore;
  messages: Pick<MessageStore, 'setFile'>;
  channels: ChannelSource;
  channelTypes: ReadonlyMap<string, Channel>;
  io(channel: ChannelRecord): ChannelIo;
  log: Logger;
  now(): number;
};

/**
 * Fetches the files of received messages and keeps them under the message's id. The pending fetch stands in the stored update,
 * so a crash before, during or after it only means another try; the file store ignores a second copy.
 */
export function createMediaFetcher({ inbound, files, messages, channels, channelTypes, io, log, now }: MediaDeps) {
  const itemOf = createRowReader(channels, channelTypes);
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function fetchOne(row: InboundRow): Promise<void> {
    const item = await itemOf(row, now()).catch(() => undefined);
    const content = item?.event.kind === 'message' ? item.event.message.content : undefined;
    if (content?.kind !== 'media') return inbound.mediaDone(row.id);
    const record = await channels.byId(row.channelId);
    const channel = record && channelTypes.get(record.type);
    const age = now() - orderToMs(row.order);
    try {
      if (!record || !channel) throw new Error('the channel is gone');
      const { providerMediaId, url, sha256, filename } = content;
      const media = { providerMediaId, ...(url && { url }), ...(sha256 && { sha256 }) };
      const { bytes, mimeType } = await channel.fetchMedia(media, record.settings, {
        ...io(record),
        signal: AbortSignal.timeout(downloadMs),
      });
      await files.put(row.id, { workspaceId: row.workspaceId, bytes, mimeType, ...(filename && { filename }) });
      await messages.setFile(row.id, { fileId: row.id, mimeType });
      await inbound.mediaDone(row.id);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      log.warn({ inboundId: row.id, problem }, 'a received file could not be fetched');
      if (age > giveUpMs) {
        await messages.setFile(row.id, { problem });
        await inbound.mediaDone(row.id);
        return;
      }
      await inbound.mediaRetryAt(row.id, now() + Math.min(longestRetryMs, Math.max(firstRetryMs, age)));
    }
  }

  async function drain(): Promise<void> {
    for (;;) {
      again = false;
      const rows = await inbound.takeMedia(now(), leaseMs, atOnce);
      await Promise.all(rows.map(fetchOne));
      if (stopped || (rows.length === 0 && !again)) return;
    }
  }

  function run(): void {
    again = true;
    running ??= drain()
      .catch((error: unknown) => log.warn({ error }, 'fetching received files failed; it goes on'))
      .finally(() => {
        running = null;
      });
  }

  return {
    start(): void {
      run();
      timer = setInterval(run, sweepMs);
    },
    /** Looks at once when something with a file was stored in this process. */
    stored(items: readonly MailboxItem[]): void {
      if (items.some(({ event }) => event.kind === 'message' && event.message.content.kind === 'media')) run();
    },
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
export type MediaFetcher = ReturnType<typeof createMediaFetcher>;
