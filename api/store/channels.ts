import { Schema, type Connection } from 'mongoose';
import { channels as channelTypes } from '../../runtime/channels/index.ts';
import type { ChannelId, Instant, WorkspaceId } from '../../runtime/contract/index.ts';
import type { ChannelRecord, ChannelSource, Logger } from '../../runtime/ports.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';
import { insertedFirst } from './duplicates.ts';
import type { Sealer } from './secrets.ts';

type ChannelDocument = {
  /** Unique across workspaces: it stands in the webhook's address. */
  _id: string;
  workspaceId: string;
  type: string;
  name: string;
  /** As JSON; those that are secrets are in `secrets`. */
  settings: string;
  /** Secret settings by name, each sealed. */
  secrets: { [name: string]: string };
  paused: boolean;
  createdAt: Date;
  lastWebhookAt?: Date;
  /** When the provider last took a message. */
  lastSentAt?: Date;
  lastError?: { at: Date; code: string; message: string };
};

export const channelSchema = new Schema<ChannelDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    type: { type: String, required: true },
    name: { type: String, required: true },
    settings: { type: String, required: true },
    secrets: Schema.Types.Mixed,
    paused: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    lastWebhookAt: Date,
    lastSentAt: Date,
    lastError: Schema.Types.Mixed,
  },
  { collection: 'channels', versionKey: false, autoIndex: false, minimize: false },
);
// The channels of a workspace.
channelSchema.index({ workspaceId: 1, _id: 1 }, { name: 'list' });

/** A channel as people see it: its secrets stay behind. */
export type ChannelView = {
  id: ChannelId;
  type: string;
  name: string;
  paused: boolean;
  settings: { [key: string]: unknown };
  /** Names of the secret settings that are set. */
  secretsSet: string[];
  lastWebhookAt: Instant | null;
  /** When the provider last took a message. */
  lastSentAt: Instant | null;
  /** `mended`: the same has succeeded since. */
  lastError: { at: Instant; code: string; message: string; mended: boolean } | null;
};

export type ChannelRepository = {
  list(workspaceId: WorkspaceId, options: { after?: string; limit: number }): Promise<ChannelView[]>;
  read(workspaceId: WorkspaceId, id: ChannelId): Promise<ChannelView | undefined>;
  setPaused(workspaceId: WorkspaceId, id: ChannelId, paused: boolean): Promise<ChannelView | undefined>;
  /** False when the id is taken, here or in another workspace. */
  create(workspaceId: WorkspaceId, channel: Omit<ChannelRecord, 'workspaceId' | 'paused'>): Promise<boolean>;
  /** Puts name and settings, secrets among them, in place of those kept. Undefined when there is no such channel. */
  update(
    workspaceId: WorkspaceId,
    id: ChannelId,
    channel: Pick<ChannelRecord, 'type' | 'name' | 'settings'>,
  ): Promise<ChannelView | undefined>;
  /** Across workspaces, for webhooks; with its secrets opened. Throws `SecretUnreadable`. */
  byId(id: ChannelId): Promise<ChannelRecord | undefined>;
  /** Keeps the latest time and the latest error. */
  noteStatus(
    id: ChannelId,
    status: { webhookAt?: Instant; sentAt?: Instant; error?: { at: Instant; code: string; message: string } },
  ): Promise<void>;
};

const purposeOf = (channelId: string, name: string): string => `channel:${channelId}:${name}`;

export function createChannelRepository(
  connection: Connection,
  sealer: Sealer,
  now: () => number = Date.now,
): ChannelRepository {
  const channels = connection.model('Channel', channelSchema);

  /** Settings as they are kept: what is secret apart and sealed. */
  function kept(id: ChannelId, type: string, settings: ChannelRecord['settings']) {
    const secretNames = new Set<string>(channelTypes.get(type)?.secrets ?? []);
    const entries = Object.entries(settings);
    const secret = entries.filter(([key]) => secretNames.has(key));
    return {
      settings: JSON.stringify(Object.fromEntries(entries.filter(([key]) => !secretNames.has(key)))),
      secrets: Object.fromEntries(secret.map(([key, value]) => [key, sealer.seal(String(value), purposeOf(id, key))])),
    };
  }

  return {
    async list(workspaceId, { after, limit }) {
      const found = await channels
        .find({ workspaceId, ...(after !== undefined && { _id: { $gt: after } }) })
        .sort({ _id: 1 })
        .limit(limit)
        .lean();
      return found.map(viewOf);
    },
    async read(workspaceId, id) {
      const found = await channels.findOne({ _id: id, workspaceId }).lean();
      return found ? viewOf(found) : undefined;
    },
    async setPaused(workspaceId, id, paused) {
      const found = await channels
        .findOneAndUpdate({ _id: id, workspaceId }, { $set: { paused } }, { returnDocument: 'after' })
        .lean();
      return found ? viewOf(found) : undefined;
    },
    async create(workspaceId, { id, type, name, settings }) {
      return insertedFirst(
        channels.updateOne(
          { _id: id },
          {
            $setOnInsert: {
              workspaceId,
              type,
              name,
              ...kept(id, type, settings),
              paused: false,
              createdAt: new Date(now()),
            },
          },
          { upsert: true },
        ),
      );
    },
    async update(workspaceId, id, { type, name, settings }) {
      const found = await channels
        .findOneAndUpdate(
          { _id: id, workspaceId, type },
          { $set: { name, ...kept(id, type, settings) } },
          { returnDocument: 'after' },
        )
        .lean();
      return found ? viewOf(found) : undefined;
    },
    async byId(id) {
      const found = await channels.findById(id).lean();
      if (!found) return undefined;
      const opened = Object.entries(found.secrets ?? {}).map(([name, sealed]) => [
        name,
        sealer.open(sealed, purposeOf(id, name)),
      ]);
      return {
        id: found._id as ChannelId,
        workspaceId: found.workspaceId as WorkspaceId,
        type: found.type,
        name: found.name,
        settings: { ...settingsOf(found), ...(Object.fromEntries(opened) as { [name: string]: string }) },
        paused: found.paused,
      };
    },
    async noteStatus(id, { webhookAt, sentAt, error }) {
      const latest = {
        ...(webhookAt !== undefined && { lastWebhookAt: new Date(webhookAt) }),
        ...(sentAt !== undefined && { lastSentAt: new Date(sentAt) }),
      };
      await channels.updateOne(
        { _id: id },
        {
          ...(Object.keys(latest).length > 0 && { $max: latest }),
          ...(error && { $set: { lastError: { ...error, at: new Date(error.at) } } }),
        },
      );
    },
  };
}

/** Tells screens that a channel has changed. */
export function announceChannel(announce: Announce, workspaceId: WorkspaceId, id: ChannelId): void {
  announce(workspaceId, 'channels');
  announce(workspaceId, `channel:${id}`);
}

/** How old a channel in memory may be: pausing it and changing its settings take effect within this. */
const freshMs = 1_000;
/** How often what a channel last heard is written. */
const noteEveryMs = 5_000;

/**
 * The runtime's view, on the path of every webhook and send: kept in memory for a second. A secret that cannot be opened is told
 * in the log and to the caller.
 */
export function createChannelSource(
  repository: Pick<ChannelRepository, 'byId' | 'noteStatus'>,
  log: Logger,
  now: () => number = Date.now,
  announce: Announce = announceToNobody,
): ChannelSource & { flush(): Promise<void> } {
  const known = new Map<string, { at: number; record: Promise<ChannelRecord | undefined> }>();
  const notes = new Map<ChannelId, Parameters<ChannelSource['note']>[1]>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const lot = [...notes];
    notes.clear();
    await Promise.all(
      lot.map(async ([id, status]) => {
        try {
          await repository.noteStatus(id, status);
          const record = await known.get(id)?.record;
          if (record) announceChannel(announce, record.workspaceId, id);
        } catch (error) {
          log.warn({ channelId: id, error }, "a channel's status was not kept");
        }
      }),
    );
  }

  return {
    byId(channelId) {
      const at = now();
      const found = known.get(channelId);
      if (found && at - found.at < freshMs) return found.record;
      const record = repository.byId(channelId);
      known.delete(channelId);
      known.set(channelId, { at, record });
      if (known.size > 1_000) known.delete(known.keys().next().value as string);
      record.catch((error: unknown) => {
        known.delete(channelId);
        log.error({ channelId, error }, 'a channel could not be read');
      });
      return record;
    },
    note(channelId, status) {
      notes.set(channelId, { ...notes.get(channelId), ...status });
      timer ??= setTimeout(() => void flush(), noteEveryMs).unref();
    },
    /** Writes what has not been written yet; for an orderly stop. */
    flush,
  };
}

const settingsOf = (document: ChannelDocument) => JSON.parse(document.settings) as { [key: string]: unknown };

const viewOf = (document: ChannelDocument): ChannelView => ({
  id: document._id as ChannelId,
  type: document.type,
  name: document.name,
  paused: document.paused,
  settings: settingsOf(document),
  secretsSet: Object.keys(document.secrets ?? {}).sort(),
  lastWebhookAt: document.lastWebhookAt?.toISOString() ?? null,
  lastSentAt: document.lastSentAt?.toISOString() ?? null,
  lastError: document.lastError
    ? { ...document.lastError, at: document.lastError.at.toISOString(), mended: isMended(document) }
    : null,
});

/** An unreadable webhook is mended by the next that can be read, a refused message by one that is taken. */
function isMended({ lastError, lastWebhookAt, lastSentAt }: ChannelDocument): boolean {
  const success = lastError?.code.startsWith('webhook.') ? lastWebhookAt : lastSentAt;
  return lastError !== undefined && success !== undefined && success > lastError.at;
}
