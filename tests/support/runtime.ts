import { createHmac } from 'node:crypto';
import mongoose, { type Connection, type Schema } from 'mongoose';
import { createRuntime, type Runtime, type RuntimeOptions } from '../../api/runtime.ts';
import { aliasSchema, contactSchema } from '../../api/store/contacts.ts';
import { conversationSchema, stateOf, type ConversationDocument } from '../../api/store/conversations.ts';
import { budgetSchema } from '../../api/store/budgets.ts';
import { eventSchema, traceSchema } from '../../api/store/events.ts';
import { processSchema } from '../../api/store/fleet.ts';
import { flowFactSchema, resultFactSchema } from '../../api/store/flow-facts.ts';
import { flowAlertSchema } from '../../api/store/flow-alerts.ts';
import { inboundSchema } from '../../api/store/inbound.ts';
import { messageSchema, type MessageDocument } from '../../api/store/messages.ts';
import {
  startFakeGraph,
  type FakeGraph,
  type FakeGraphOptions,
} from '../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { closeConnections } from '../../runtime/channels/whatsapp-cloud/http.ts';
import {
  asId,
  deliveryStateOf,
  type ChannelId,
  type DeliveryState,
  type Flow,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { ConversationState } from '../../runtime/conversations/state.ts';
import type { ChannelRecord, PublishedFlow, WorkspaceRecord } from '../../runtime/ports.ts';
import { openTestStore } from './store.ts';
import { until } from './until.ts';

export const workspaceId = asId<WorkspaceId>('test');
export const channelId = asId<ChannelId>('test-whatsapp');

const schemas = {
  aliasSchema,
  contactSchema,
  conversationSchema,
  eventSchema,
  traceSchema,
  processSchema,
  inboundSchema,
  messageSchema,
  budgetSchema,
  flowAlertSchema,
  flowFactSchema,
  resultFactSchema,
};

export const workspace: WorkspaceRecord = {
  id: workspaceId,
  name: 'Test',
  businessName: 'Tienda',
  flowsRevision: 1,
  botPaused: false,
  timeZone: 'America/Bogota',
  language: 'es',
  exitWords: ['menú', 'salir'],
  optOutWords: ['baja', 'stop'],
  optInWords: ['alta'],
  texts: {
    optedOut: { es: 'Listo, no le enviaremos más promociones.' },
    optedIn: { es: 'Listo, volverá a recibir promociones.' },
  },
};

const settings = {
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  accessToken: 'demo-token',
  appSecret: 'demo-app-secret',
  verifyToken: 'demo-verify',
  conversationPerSecond: 10_000,
  bulkPerMinute: 10,
  pairLimit: 'off',
  messagesPerContactAndDay: 'off',
  markRead: false,
  typing: false,
};

export type TestWorld = {
  graph: FakeGraph;
  connection: Connection;
  runtime: Runtime;
  workspace: WorkspaceRecord;
  channel: ChannelRecord;
  flows: PublishedFlow[];
  /** A person writes; resolves when the webhook is answered. */
  say(from: string, text: string): Promise<number>;
  /** The provider tells of a message. */
  status(id: string, effectId: string, state: string): Promise<void>;
  /** Texts that the fake provider has taken for a person, in order. */
  heard(to: string): string[];
  /** Resolves when nothing waits, nothing is performed and everything is tidied. */
  quiet(): Promise<void>;
  /** The same, but an uncertain message may still hold its conversation. */
  quietButUncertain(): Promise<void>;
  conversations(): Promise<ConversationState[]>;
  states(): Promise<DeliveryState[]>;
  messages(): Promise<MessageDocument[]>;
  /** Another process on the same store and provider. */
  another(overrides?: Partial<RuntimeOptions>): Promise<Runtime>;
  close(): Promise<void>;
};

/** The runtime over a real store and the fake provider, without HTTP: webhooks go straight to the receiver. */
export async function startWorld(
  published: { flow: Flow; version?: number; paused?: boolean }[],
  options: {
    channel?: { [key: string]: unknown };
    graph?: FakeGraphOptions;
    roles?: ('web' | 'worker')[];
    runtime?: Partial<RuntimeOptions>;
    start?: boolean;
  } = {},
): Promise<TestWorld> {
  const store = await openTestStore();
  const connection = await mongoose.createConnection(store.uri, { autoIndex: false }).asPromise();
  for (const [name, schema] of Object.entries(schemas)) await connection.model(name, schema as Schema).createIndexes();
  const graph = await startFakeGraph({ ...options.graph });
  const world = { ...workspace };
  const channel: ChannelRecord = {
    id: channelId,
    workspaceId,
    type: 'whatsapp-cloud',
    name: 'Test',
    settings: { ...settings, ...options.channel },
    paused: false,
  };
  const flows: PublishedFlow[] = published.map(({ flow, version = 1, paused = false }) => ({
    flowId: flow.id,
    version,
    flow,
    paused,
  }));

  const make = (overrides: Partial<RuntimeOptions> = {}): Runtime =>
    createRuntime({
      connection,
      roles: options.roles ?? ['web', 'worker'],
      appSecret: 'a secret for tests',
      soleOwner: true,
      jobLockMs: 1_000,
      graph: { baseUrl: graph.url, version: 'v25.0' },
      outboundAllow: ['127.0.0.1'],
      workspaces: { readMany: async () => [{ ...world }], ids: async () => [workspaceId] },
      flows: {
        published: async () => flows,
        version: async (_workspaceId, flowId, version) =>
          flows.find((flow) => flow.flowId === flowId && flow.version === version)?.flow,
      },
      channels: { byId: async (id) => (id === channelId ? channel : undefined), note: () => {} },
      secrets: { read: async () => undefined },
      meters: silentMeters,
      log: {
        info: () => {},
        warn: () => {},
        error: ({ error, ...fields }, message) =>
          process.stderr.write(
            `${message} ${JSON.stringify(fields)} ${error instanceof Error ? error.stack : String(error)}\n`,
          ),
      },
      ...options.runtime,
      ...overrides,
    });
  const runtime = make();
  const others: Runtime[] = [];
  if (options.start !== false) await runtime.start();

  const collection = (name: string) => connection.collection(name);
  let count = 0;

  /** Looks until nothing waits in the mailbox and no conversation is as described. Timers of sessions count as busy, too. */
  async function settled(busy: { [field: string]: unknown }): Promise<void> {
    for (;;) {
      const [waiting, working] = await Promise.all([
        collection('inbound').countDocuments({ waiting: true }),
        collection('conversations').countDocuments(busy),
      ]);
      if (waiting === 0 && working === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  return {
    graph,
    connection,
    runtime,
    workspace: world,
    channel,
    flows,
    async say(from, text) {
      count += 1;
      const body = Buffer.from(
        JSON.stringify(webhook(from, { id: `wamid.${from}.${count}`, type: 'text', text: { body: text } })),
      );
      const signature = `sha256=${createHmac('sha256', settings.appSecret).update(body).digest('hex')}`;
      const received = await runtime.receive(channelId, 'whatsapp-cloud', {
        headers: { 'x-hub-signature-256': signature },
        rawBody: body,
      });
      return received === 'stored' ? 200 : 401;
    },
    async status(id, effectId, state) {
      await runtime.receive(channelId, 'whatsapp-cloud', signed(JSON.stringify(statusWebhook(id, effectId, state))));
    },
    heard: (to) =>
      graph.messages
        .filter((message) => message.to === to)
        .map(({ payload }) => String((payload['text'] as { body?: string } | undefined)?.body ?? payload['type'])),
    quiet: () => settled({ $or: [{ leaseUntil: { $gt: 0 } }, { dueAt: { $gt: 0 } }] }),
    quietButUncertain: () => settled({ leaseUntil: { $gt: 0 } }),
    conversations: async () =>
      (await collection('conversations').find().toArray()).map((document) =>
        stateOf(document as unknown as ConversationDocument),
      ),
    messages: async () =>
      (await collection('messages')
        .find({}, { sort: { at: 1, _id: 1 } })
        .toArray()) as unknown as MessageDocument[],
    states: async () =>
      (
        await collection('messages')
          .find({ direction: 'out' }, { sort: { at: 1, _id: 1 } })
          .toArray()
      ).map(({ rank }) => deliveryStateOf(Number(rank))),
    async another(overrides) {
      const other = make(overrides);
      others.push(other);
      await other.start();
      return other;
    },
    async close() {
      await Promise.all([runtime, ...others].map((one) => Promise.race([one.stop(), aMoment()])));
      await closeConnections();
      await connection.close();
      await graph.close();
      await store.close();
    },
  };
}

/** A body with the signature that the provider would put on it. */
export const signed = (body: string) => ({
  rawBody: Buffer.from(body),
  headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', settings.appSecret).update(body).digest('hex')}` },
});

/** One message in Meta's envelope. */
export const webhook = (from: string, message: { [key: string]: unknown }) =>
  envelope({
    contacts: [{ profile: { name: 'Ana' }, wa_id: from }],
    messages: [{ from, timestamp: String(Math.floor(Date.now() / 1_000)), ...message }],
  });

const statusWebhook = (id: string, effectId: string, state: string) =>
  envelope({
    statuses: [
      {
        id,
        status: state,
        timestamp: String(Math.floor(Date.now() / 1_000)),
        recipient_id: '5491100000001',
        biz_opaque_callback_data: effectId,
        ...(state === 'failed' && { errors: [{ code: 131_026, title: 'Message undeliverable' }] }),
      },
    ],
  });

const envelope = (value: { [key: string]: unknown }) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: settings.wabaId,
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550000001', phone_number_id: settings.phoneNumberId },
            ...value,
          },
        },
      ],
    },
  ],
});

export const silentMeters: RuntimeOptions['meters'] = {
  webhooksStored: () => {},
  webhooksRefused: () => {},
  webhooksUnreadable: () => {},
  step: () => {},
  guardLost: () => {},
  sent: () => {},
  answered: () => {},
};

/** A runtime that died in a test answers no stop. */
const aMoment = () => new Promise<void>((resolve) => setTimeout(resolve, 500));

/** Waits until something in the store or at the provider is so; fails after five seconds. */
export const eventually = (isSo: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> =>
  until(isSo, { timeoutMs, everyMs: 10, describe: () => isSo.toString() });
