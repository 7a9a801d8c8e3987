import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { pino, type Logger as Pino } from 'pino';
import { closeConnections } from '../runtime/channels/whatsapp-cloud/http.ts';
import { channels as channelTypes } from '../runtime/channels/index.ts';
import { asId, type FlowId } from '../runtime/contract/index.ts';
import { createMailer } from '../runtime/conversations/mail.ts';
import { createModel } from '../runtime/conversations/model.ts';
import { readAppSecret } from './app-secret.ts';
import { assertNotRestoring } from './backup/restoring.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createMessageResolver } from './conversations/resolver.ts';
import { demo, seedDemo } from './demo/seed.ts';
import { createLetters } from './flow-alerts/letter.ts';
import { flowTools } from './flows/tools.ts';
import { createHookReceiver } from './hooks/receiver.ts';
import { createApp } from './http/app.ts';
import { createCookieReader } from './http/authenticate.ts';
import { createMeters } from './meters.ts';
import { createRuntime } from './runtime.ts';
import { setupCodeOf } from './setup/service.ts';
import { createFileAnnouncer } from './sockets/files.ts';
import { createSockets } from './sockets/sockets.ts';
import { createApiKeyRepository } from './store/api-keys.ts';
import { createChangeStore } from './store/changes.ts';
import { createChannelRepository, createChannelSource } from './store/channels.ts';
import { connectStore } from './store/connect.ts';
import { startEmbeddedStore } from './store/embedded/start.ts';
import { createDefinitionStore } from './store/definitions.ts';
import { createAnalyticsReader } from './store/flow-figures.ts';
import { createFlowAlertStore } from './store/flow-alerts.ts';
import { createRunCounter } from './store/flow-runs.ts';
import { createFlowRepository, createFlowSource } from './store/flows.ts';
import { createHistory } from './store/history.ts';
import { createIdempotencyRepository } from './store/idempotency.ts';
import { createAllIndexes } from './store/indexes.ts';
import { createSealer } from './store/secrets.ts';
import { createSignInRepository } from './store/sign-ins.ts';
import { createUserRepository } from './store/users.ts';
import { createWaitingReader } from './store/waiting.ts';
import { createWorkspaceSecretRepository } from './store/workspace-secrets.ts';
import { createWorkspaceRepository } from './store/workspaces.ts';
import type { StandIn } from './test-phone/service.ts';
import { programVersion } from './version.ts';
import { createTriggerSampleStore } from './store/trigger-samples.ts';
import { createPersonReader } from './store/trigger-ground.ts';
import { createWebhookHandler } from './webhooks/handler.ts';

/** After SIGTERM everything must have ended by then, or the process ends without it. */
const stopWithinMs = 20_000;

/** What must be closed again, in the order it was opened. */
type Opened = { name: string; close(): Promise<unknown> };

/** Configuration, store, runtime, HTTP, in this order; each step says what it opened. */
async function start(config: Config, log: Pino, opened: Opened[], fatal: (why: string) => void): Promise<void> {
  const { uri, soleOwner } = await openStore(config, log, opened, fatal);
  const connection = await connectStore(uri);
  opened.push({ name: 'store connection', close: () => connection.close() });
  if (connection.db) await assertNotRestoring(connection.db as never);
  await createAllIndexes(connection);

  const appSecret = await readAppSecret(config);
  const sealer = createSealer(appSecret);
  const workspaces = createWorkspaceRepository(connection);
  const flows = createFlowRepository(connection);
  const channels = createChannelRepository(connection, sealer);
  const secrets = createWorkspaceSecretRepository(connection, sealer);
  const definitions = createDefinitionStore(connection);
  const users = createUserRepository(connection);
  const apiKeys = createApiKeyRepository(connection);
  const signIns = createSignInRepository(connection);
  const publicOrigin = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).origin;
  const sockets = createSockets({
    readCookie: createCookieReader({ signIns, users, publicOrigin }),
    ...(!soleOwner && { changes: createChangeStore(connection) }),
    log,
  });
  const { announce } = sockets;
  const channelSource = createChannelSource(channels, log, Date.now, announce);
  const flowSource = createFlowSource(flows);
  opened.push({ name: 'channel notes', close: () => channelSource.flush() });

  const seeded =
    config.demo &&
    (await seedDemo({
      production: config.production,
      workspaces,
      users,
      apiKeys,
      channels,
      flows,
      flowTools,
      definitions,
      log,
    }));

  const mailer = config.mail && createMailer(config.mail);
  if (mailer) opened.push({ name: 'mail server', close: async () => mailer.close() });
  const model = config.ai && createModel(config.ai);
  if (model) opened.push({ name: 'language model', close: () => model.close() });
  const { meters, registry, watch } = createMeters();
  const graph = { baseUrl: config.graph.baseUrl, version: config.graph.version };
  const runtime = createRuntime({
    connection,
    roles: config.roles,
    appSecret,
    soleOwner,
    graph,
    outboundAllow: config.outboundAllow,
    workspaces,
    flows: flowSource,
    channels: channelSource,
    secrets,
    mailer,
    model,
    letterFor: createLetters(async ({ workspaceId, flowId }) => {
      const [owners, workspace, flow] = await Promise.all([
        users.owners(workspaceId),
        workspaces.read(workspaceId),
        flows.draft(workspaceId, asId<FlowId>(flowId)),
      ]);
      return workspace && { owners, flowName: flow?.flow.name ?? flowId, language: workspace.language };
    }, config.publicUrl),
    meters,
    log,
    listener: sockets.heard,
    fileListener: createFileAnnouncer(connection, sockets),
  });
  watch({ uncertain: () => runtime.messages.countUncertain(), conversations: () => runtime.size() });

  let standIn: StandIn | undefined;
  const history = createHistory(connection, flowSource);
  let stopping = false;
  const setupCode = setupCodeOf(appSecret);
  if ((await workspaces.ids()).length === 0)
    log.warn({ setupCode }, 'there is no workspace yet: POST /api/v1/setup with this code makes the first');
  const app = createApp({
    setupCode,
    ...(config.publicUrl && { publicUrl: config.publicUrl }),
    demo: seeded,
    demoSignIn: { email: demo.email, password: demo.password },
    version: await programVersion(),
    workspaces,
    users,
    signIns,
    apiKeys,
    secrets,
    channels,
    flows,
    idempotency: createIdempotencyRepository(connection, sealer),
    flowTools,
    ...history,
    messages: createMessageResolver(connection, history, runtime.submit),
    channelStatus: {
      async diagnose(channelId) {
        const record = await channels.byId(channelId);
        const type = record && channelTypes.get(record.type);
        return type ? type.diagnose(record.settings, graph) : [];
      },
      async templates(channelId) {
        const record = await channels.byId(channelId);
        const type = record && channelTypes.get(record.type);
        return type ? type.templates(record.settings, graph) : { ok: true, templates: [], more: false };
      },
    },
    hooks: createHookReceiver({ workspaces, flows: flowSource, channels, submit: runtime.submit }),
    published: flowSource,
    people: createPersonReader(connection),
    samples: createTriggerSampleStore(connection),
    files: runtime.files,
    flowAlerts: createFlowAlertStore(connection),
    definitions,
    runs: createRunCounter(connection),
    waiting: createWaitingReader(connection),
    analytics: createAnalyticsReader(connection),
    http: runtime.http,
    standIn: () => standIn,
    announce,
    signedOut: sockets.signedOut,
    health: {
      async unready() {
        if (stopping) return 'stopping';
        if (!runtime.isReady()) return 'starting';
        try {
          await connection.db?.command({ ping: 1 }, { timeoutMS: 2_000 });
          return null;
        } catch {
          return 'the store does not answer';
        }
      },
    },
    metrics: registry,
    log,
  });
  const webhooks = createWebhookHandler({
    receive: runtime.receive,
    channels: channelSource,
    meters,
    log,
    accepting: () => !stopping && config.roles.includes('web'),
  });
  const server = createServer((request, response) => {
    if (!webhooks(request, response)) app(request, response);
  });
  // A provider keeps its connections; a slow one must not hold one for ever.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  if (config.roles.includes('web')) sockets.attach(server);
  await listen(server, config);
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${(server.address() as AddressInfo).port}`;

  if (config.graph.builtIn) {
    const { startFakeGraph } = await import('../runtime/channels/whatsapp-cloud/fake/index.ts');
    const { createStandIn } = await import('./test-phone/stand-in.ts');
    const webhookOf = (channelId: string) => `${url}/webhooks/whatsapp/${channelId}`;
    const fake = await startFakeGraph({
      statuses: 'delivered',
      numbers: [{ webhookUrl: webhookOf(demo.channelId) }],
      keep: 1_000,
    });
    graph.baseUrl = fake.url;
    standIn = createStandIn(fake, webhookOf);
    opened.push({ name: 'stand-in for WhatsApp', close: () => fake.close() });
  }
  opened.push({
    name: 'runtime',
    async close() {
      stopping = true;
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Requests under way are answered; connections that only wait for the next one are not waited for.
        setTimeout(() => server.closeAllConnections(), 3_000).unref();
      });
      await runtime.stop();
      await closeConnections();
    },
  });
  await runtime.start();
  log.info(
    {
      url,
      roles: config.roles,
      store: soleOwner ? 'embedded' : 'mongodb',
      dataDir: soleOwner ? config.dataDir : undefined,
    },
    'ready',
  );
  if (seeded && process.stdout.isTTY) sayWhatToTry(url, config.graph.builtIn);
}

async function openStore(
  config: Config,
  log: Pino,
  opened: Opened[],
  fatal: (why: string) => void,
): Promise<{ uri: string; soleOwner: boolean }> {
  if (config.mongodbUri) return { uri: config.mongodbUri, soleOwner: false };
  const store = await startEmbeddedStore({
    dataDir: config.dataDir,
    onExit: (code) => fatal(`the embedded store ended by itself (code ${code}); starting again recovers`),
  });
  opened.push({ name: 'embedded store', close: () => store.stop() });
  log.info({ dataDir: config.dataDir }, 'using the embedded store; set MONGODB_URI for a MongoDB server');
  return { uri: store.uri, soleOwner: true };
}

const listen = (server: Server, { port, host }: Config): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

function sayWhatToTry(url: string, builtIn: boolean): void {
  process.stdout.write(
    [
      '',
      `  Cauce  ${url}`,
      '',
      `  Open it     and sign in: ${demo.email} / ${demo.password}`,
      `  Interface   ${url}/docs   (key ${demo.apiKey})`,
      `  WhatsApp    ${builtIn ? 'a built-in stand-in: nothing leaves this machine' : 'the address in WHATSAPP_GRAPH_URL'}`,
      '  Try         npm run chat            a flow in the terminal',
      '              README.md, "Try it"     a signed message, and what became of it',
      '',
      '',
    ].join('\n'),
  );
}

async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const log = pino({ level: config.logLevel, serializers: { error: pino.stdSerializers.err } });
  const opened: Opened[] = [];
  let stop: Promise<never> | undefined;

  const end = async (code: number): Promise<never> => {
    setTimeout(() => process.exit(code || 1), stopWithinMs).unref();
    for (const { name, close } of opened.toReversed()) {
      await close().catch((error: unknown) => log.error({ error }, `could not close: ${name}`));
    }
    process.exit(code);
  };
  const fatal = (why: string): void => {
    log.fatal(why);
    process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A second signal changes nothing: the first is being obeyed.
    process.on(signal, () => {
      if (stop) return;
      log.info({ signal }, 'stopping');
      stop = end(0);
    });
  }
  try {
    await start(config, log, opened, fatal);
  } catch (error) {
    if (stop) return;
    log.fatal({ error }, error instanceof Error ? error.message : 'could not start');
    stop = end(1);
  }
}

// V8 lets garbage of several times the living heap gather before it looks; a server on a small machine would rather have the memory.
setFlagsFromString('--heap-growing-percent=40');
await main();
