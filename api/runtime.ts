import { hkdfSync, randomUUID } from 'node:crypto';
import { MongoBackend } from '@agendajs/mongo-backend';
import type { Connection } from 'mongoose';
import type { Channel } from '../runtime/channels/channel.ts';
import { channels as allChannels } from '../runtime/channels/index.ts';
import type { WorkspaceId } from '../runtime/contract/index.ts';
import { clockSkewMs, createFleet } from '../runtime/conversations/fleet.ts';
import { createHttpCaller, type HttpCaller } from '../runtime/conversations/http-call.ts';
import { createIdentities } from '../runtime/conversations/identity.ts';
import { createLanes } from '../runtime/conversations/lanes.ts';
import { rowOf } from '../runtime/conversations/mailbox.ts';
import { createMediaFetcher } from '../runtime/conversations/media.ts';
import { createAlerts, type AlertLetter } from '../runtime/conversations/alerts.ts';
import { createDayBudgets } from '../runtime/conversations/budgets.ts';
import type { Mailer } from '../runtime/conversations/mail.ts';
import type { Model } from '../runtime/conversations/model.ts';
import { createPerformer } from '../runtime/conversations/perform.ts';
import { createReceiver, type Receiver } from '../runtime/conversations/receive.ts';
import { createStartElsewhere } from '../runtime/conversations/start-elsewhere.ts';
import { createSubmitter, type Submitter } from '../runtime/conversations/submit.ts';
import { createWorker, type Worker } from '../runtime/conversations/worker.ts';
import { jobs } from '../runtime/jobs/index.ts';
import { createJobQueue } from '../runtime/jobs/queue.ts';
import { nodeTypes } from '../runtime/nodes/index.ts';
import type {
  ChannelRecord,
  ChannelSource,
  EventListener,
  FileStore,
  FlowAlert,
  FlowSource,
  InboundStore,
  Logger,
  MailboxItem,
  MessageStore,
  Meters,
  SecretSource,
} from '../runtime/ports.ts';
import { createConversationStore, type WorkspaceReader } from './store/conversations.ts';
import { createBudgetStore } from './store/budgets.ts';
import { createEventLog } from './store/events.ts';
import { createFileStore } from './store/files.ts';
import { createFleetStore } from './store/fleet.ts';
import { createFlowAlertStore } from './store/flow-alerts.ts';
import { createInboundStore } from './store/inbound.ts';
import { createMessageStore } from './store/messages.ts';
import { createAudienceSource, createTriggerProgressStore } from './store/timed-triggers.ts';
import { createUpkeep } from './store/upkeep.ts';
import { createPolicyStore } from './store/waiting.ts';

/** Liveness is said so often; three beats missed and others take over (see `fleet.ts`). */
const beatMs = 1_000;

export type RuntimeOptions = {
  connection: Connection;
  roles: readonly ('web' | 'worker')[];
  appSecret: string;
  /** The store is ours alone (embedded): whoever held leases or said it lived is dead. */
  soleOwner: boolean;
  graph: { baseUrl: string; version: string };
  outboundAllow: readonly string[];
  workspaces: WorkspaceReader & { ids(): Promise<WorkspaceId[]> };
  flows: FlowSource;
  channels: ChannelSource;
  /** Kinds of channel; all of them without it. */
  channelTypes?: ReadonlyMap<string, Channel>;
  secrets: SecretSource;
  /** Without it no letter leaves. */
  mailer?: Mailer | undefined;
  /** Without it no model is asked. */
  model?: Model | undefined;
  /** What the owners of a stopped flow are written; without it nothing. */
  letterFor?: (alert: FlowAlert) => Promise<AlertLetter | undefined>;
  meters: Meters;
  log: Logger;
  listener?: EventListener;
  /** Told when a received file has come, or cannot be had. */
  fileListener?: (messageId: string) => void;
  /** Agenda keeps a timer of half as long after each job, which holds up a process that does not exit by itself. */
  jobLockMs?: number;
};

export type Runtime = {
  receive: Receiver;
  inbound: InboundStore;
  messages: MessageStore;
  files: FileStore;
  submit: Submitter;
  /** Calls other systems by the rules of those that flows make. */
  http: HttpCaller;
  /** Conversations that the worker has in memory. */
  size(): number;
  start(): Promise<void>;
  /** Ready: a worker, where this process has one, has taken over what was left. */
  isReady(): boolean;
  stop(): Promise<void>;
};

/** Puts the runtime together for the roles asked for. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { connection, roles, channels, channelTypes = allChannels, log, meters } = options;
  const now = () => Date.now();
  const identities = createIdentities(Buffer.from(hkdfSync('sha256', options.appSecret, '', 'cauce contact ids', 32)));
  const me = randomUUID();
  const fleet = createFleet({ id: me, roles: [...roles] }, createFleetStore(connection));
  const inbound = createInboundStore(connection);
  const messages = createMessageStore(connection);
  const files = createFileStore(connection);
  const events = createEventLog(connection);
  const conversations = createConversationStore(connection, options.workspaces, identities);
  const http = createHttpCaller(options.outboundAllow);
  const io = (_channel: ChannelRecord) => options.graph;

  let worker: Worker | undefined;
  const filing: Pick<MessageStore, 'setFile'> = {
    async setFile(messageId, file) {
      await messages.setFile(messageId, file);
      options.fileListener?.(messageId);
    },
  };
  const media = createMediaFetcher({ inbound, files, messages: filing, channels, channelTypes, io, log, now });
  const works = roles.includes('worker');
  const stored = (items: MailboxItem[]): void => {
    worker?.offer(items);
    if (works) media.stored(items);
  };
  const submit = createSubmitter({
    conversations,
    now,
    async store(items) {
      const fresh = await inbound.insert(items.map(rowOf));
      stored(items.filter(({ id }) => fresh.has(id)));
      return fresh;
    },
  });
  if (works) {
    worker = createWorker({
      me,
      conversations,
      messages,
      flows: options.flows,
      channels,
      identities,
      performer: createPerformer({
        channelTypes,
        io,
        http: http.call,
        secrets: options.secrets,
        files,
        meters,
        mailer: options.mailer,
        model: options.model,
      }),
      startElsewhere: createStartElsewhere(submit),
      budgets: createDayBudgets(createBudgetStore(connection), now),
      alerts: createAlerts({
        store: createFlowAlertStore(connection),
        mailer: options.mailer,
        letterFor: options.letterFor ?? (() => Promise.resolve(undefined)),
        log,
      }),
      lanes: createLanes(() => fleet.workersAlive()),
      nodeTypes,
      meters,
      log,
      now,
      inbound,
      events,
      policies: createPolicyStore(connection),
      fleet,
      channelTypes,
      soleOwner: options.soleOwner,
      ...(options.listener && { listener: options.listener }),
    });
  }
  const queue = createJobQueue(
    new MongoBackend({ mongo: connection.db as never, collection: 'jobs' }),
    jobs,
    {
      upkeep: createUpkeep(connection),
      workspaces: () => options.workspaces.ids(),
      now,
      triggers: {
        flows: options.flows,
        workspacesById: (ids) => options.workspaces.readMany(ids),
        progress: createTriggerProgressStore(connection),
        audience: createAudienceSource(connection),
        startAll: (starts) => submit.startAll(starts),
        log,
      },
    },
    log,
    options.jobLockMs,
  );
  let beats: NodeJS.Timeout | undefined;
  let ready = false;
  let stopped: Promise<void> | undefined;
  let upkeep: Promise<void> = Promise.resolve();

  return {
    receive: createReceiver({ channels, channelTypes, inbound, meters, now, stored }),
    inbound,
    messages,
    files,
    http: http.call,
    size: () => worker?.size() ?? 0,
    submit,
    async start() {
      if (options.soleOwner) await fleet.takeOver();
      const ahead = await fleet.beat();
      if (works && Math.abs(ahead) > clockSkewMs)
        throw new Error(
          `this machine's clock is ${Math.round(ahead)} ms off the store's; set it right and start again`,
        );
      beats = setInterval(() => {
        fleet.beat().catch((error: unknown) => log.warn({ error }, 'the store was not told that this process lives'));
      }, beatMs);
      if (worker) {
        await worker.start();
        media.start();
        // Upkeep is on nobody's path: a queue that cannot start is told of, and the rest goes on.
        upkeep = queue.start().catch((error: unknown) => log.error({ error }, 'the job queue did not start'));
      }
      ready = true;
    },
    isReady: () => ready,
    stop: () => (stopped ??= stop()),
  };

  async function stop(): Promise<void> {
    ready = false;
    clearInterval(beats);
    await upkeep;
    if (worker) await Promise.all([worker.stop(), media.stop(), queue.stop()]);
    await fleet.leave();
    await http.close();
  }
}
