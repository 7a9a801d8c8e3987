import { randomUUID } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import { ProblemError, type Json } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import type { Logger } from '../../runtime/ports.ts';
import { AboutService } from '../about/service.ts';
import { AnalyticsService, type AnalyticsReader } from '../analytics/service.ts';
import { ApiKeyService } from '../api-keys/service.ts';
import { ChannelService, type ChannelStatus } from '../channels/service.ts';
import { ContactService, type ContactReader } from '../contacts/service.ts';
import { ConversationService, type ConversationReader, type MessageResolver } from '../conversations/service.ts';
import { DefinitionService, type DefinitionStore } from '../definitions/service.ts';
import { FileService, type FileReader } from '../files/service.ts';
import { FlowAlertService, type FlowAlertReader } from '../flow-alerts/service.ts';
import { CallService, type TryCallDeps } from '../flows/calls.ts';
import { FlowOverview, type RunCounter } from '../flows/overview.ts';
import { createSurroundings } from '../flows/surroundings.ts';
import { BundleService } from '../flows/bundles.ts';
import { TestMaker } from '../flows/from-conversation/service.ts';
import { FlowService, type FlowTools } from '../flows/service.ts';
import { TranslationService } from '../flows/translations.ts';
import { FlowWaiting, type WaitingReader } from '../flows/waiting.ts';
import { mountHealth, type Health } from '../health/routes.ts';
import { HookService, type HookReceiver } from '../hooks/service.ts';
import { InputService, type InputReader } from '../inputs/service.ts';
import { SetupService } from '../setup/service.ts';
import { SignInService } from '../sign-in/service.ts';
import type { Announce } from '../sockets/topics.ts';
import type { ApiKeyRepository } from '../store/api-keys.ts';
import type { ChannelRepository } from '../store/channels.ts';
import type { FlowRepository } from '../store/flows.ts';
import type { IdempotencyRepository } from '../store/idempotency.ts';
import type { SignInRepository } from '../store/sign-ins.ts';
import type { TriggerSampleStore } from '../store/trigger-samples.ts';
import type { UserRepository } from '../store/users.ts';
import type { WorkspaceSecretRepository } from '../store/workspace-secrets.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';
import { TestPhoneService, type StandIn } from '../test-phone/service.ts';
import { TriggerService, type TriggerServiceDeps } from '../triggers/service.ts';
import { WorkspaceService } from '../workspace/service.ts';
import { createAuthenticator, type Authenticator } from './authenticate.ts';
import { defaultBodyLimit, readJson } from './body.ts';
import { mountConsole } from './console.ts';
import { mountDocs } from './docs.ts';
import { idempotencyKeyOf, once } from './idempotency.ts';
import { openApiOf } from './openapi.ts';
import { problemHandler, requestIdOf } from './problems.ts';
import { apiBase, type Answer, type KnownRequest, type Route } from './route.ts';
import { routes } from './routes.ts';
import { createSchemaCompiler, type CompileSchema } from './schema.ts';
import { securityHeaders } from './security.ts';
import type { Services } from './services.ts';

/** Everything the application stands on. Repositories are in `api/store`; readers and the like are the runtime's side. */
export type AppDeps = {
  /** PUBLIC_URL. */
  publicUrl?: string;
  /** The demo workspace is here. */
  demo: boolean;
  /** Shown to strangers while the demo is here. */
  demoSignIn?: { email: string; password: string };
  version?: string;
  /** What the first person proves with that the installation is theirs (`setupCodeOf`); without it nobody sets up. */
  setupCode?: string;
  workspaces: WorkspaceRepository;
  users: UserRepository;
  signIns: SignInRepository;
  apiKeys: ApiKeyRepository;
  secrets: WorkspaceSecretRepository;
  channels: ChannelRepository;
  flows: FlowRepository;
  idempotency: IdempotencyRepository;
  flowTools: FlowTools;
  conversations: ConversationReader;
  messages: MessageResolver;
  contacts: ContactReader;
  inputs: InputReader;
  channelStatus: ChannelStatus;
  hooks: HookReceiver;
  /** What runs now, as workers read it. */
  published: TriggerServiceDeps['published'];
  people: TriggerServiceDeps['people'];
  samples: TriggerSampleStore;
  files: FileReader;
  flowAlerts: FlowAlertReader;
  definitions: DefinitionStore;
  runs: RunCounter;
  waiting: WaitingReader;
  analytics: AnalyticsReader;
  http: TryCallDeps['http'];
  /** Where WhatsApp is played by the built-in stand-in. */
  standIn?: () => StandIn | undefined;
  /** Tells screens that something has changed. */
  announce?: Announce;
  /** Closes what a sign-in holds open. */
  signedOut?: (token: string) => void;
  health: Health;
  /** prom-client's registry. */
  metrics: { contentType: string; metrics(): Promise<string> };
  log: Logger;
  /** Refuses answers that are not as the route says; for tests. */
  checkAnswers?: boolean;
};

const servicesOf = (deps: AppDeps): Services => {
  const flowWaiting = new FlowWaiting(deps);
  const definitions = new DefinitionService(deps);
  const flows = new FlowService({ ...deps, flowWaiting, surroundings: createSurroundings({ ...deps, nodeTypes }) });
  return {
    about: new AboutService(deps),
    setup: new SetupService(deps),
    signIns: new SignInService(deps),
    apiKeys: new ApiKeyService(deps),
    workspace: new WorkspaceService(deps),
    flows,
    flowWaiting,
    analytics: new AnalyticsService({ ...deps, flows }),
    flowOverview: new FlowOverview(deps, flows),
    flowAlerts: new FlowAlertService(deps),
    definitions,
    calls: new CallService(deps),
    conversations: new ConversationService(deps),
    contacts: new ContactService(deps),
    inputs: new InputService(deps),
    channels: new ChannelService(deps),
    hooks: new HookService(deps),
    files: new FileService(deps),
    testPhone: new TestPhoneService(deps),
    triggers: new TriggerService(deps),
    bundles: new BundleService(deps, flows, definitions, nodeTypes),
    testMaker: new TestMaker(deps, flows, nodeTypes),
    translations: new TranslationService(flows, nodeTypes),
  };
};

/** The whole HTTP side but webhooks, which the bare server takes first. */
export function createApp(deps: AppDeps): Express {
  const { log, publicUrl } = deps;
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  // A proxy on this machine or in the private network tells whom it speaks for.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);

  mountHealth(app, deps);
  app.use((request, response, next) => {
    const requestId = `req_${randomUUID()}`;
    const startedAt = performance.now();
    response.locals['requestId'] = requestId;
    response.setHeader('x-request-id', requestId);
    response.on('finish', () => {
      // The address without its query, and never a header: those may hold what is secret.
      log.info(
        {
          requestId,
          method: request.method,
          path: request.path,
          status: response.statusCode,
          ms: Math.round(performance.now() - startedAt),
          by: response.locals['by'] as unknown,
        },
        'answered',
      );
    });
    next();
  });
  app.use(securityHeaders({ https: publicOrigin?.startsWith('https:') === true }));

  const context: MountContext = {
    services: servicesOf(deps),
    authenticator: createAuthenticator({ ...deps, publicOrigin }),
    compile: createSchemaCompiler(),
    deps,
  };
  for (const one of routes) mount(app, one, context);
  const openApi = JSON.stringify(openApiOf(routes, publicUrl));
  app.get(`${apiBase}/openapi.json`, (_request, response) => {
    response.type('application/json').send(openApi);
  });
  mountDocs(app);
  mountConsole(app);
  app.use((request) => {
    throw new ProblemError('request.not-found', { path: request.path.slice(0, 200) });
  });
  app.use(problemHandler(log));
  return app;
}

type MountContext = { services: Services; authenticator: Authenticator; compile: CompileSchema; deps: AppDeps };

/** Who may, then what is accepted, then once only, then the handler. A stranger's body is not even read, but where it is the proof. */
function mount(app: Express, route: Route, { services, authenticator, compile, deps }: MountContext): void {
  const { may, bodyOptional = route.body === undefined } = route;
  const checkParams = route.params && compile(route.params);
  const checkQuery = compile(route.query ?? nothing, { coerce: true });
  const checkBody = compile(route.body ?? nothing);
  const checkAnswer = deps.checkAnswers ? answerChecks(route, compile) : undefined;

  const identify = async (request: Request, response: Response): Promise<void> => {
    const principal = may === 'public' ? undefined : await authenticator.require(request, may);
    response.locals['principal'] = principal;
    response.locals['by'] = principal?.id;
  };

  const answer = async (request: Request, response: Response): Promise<void> => {
    const params: unknown = checkParams ? demand(checkParams(request.params), 'params') : {};
    const query = demand(checkQuery({ ...request.query }), 'query');
    const given: unknown = request.body;
    const body = given === undefined && bodyOptional ? {} : demand(checkBody(given ?? null), 'body');
    const requestId = requestIdOf(response);
    const principal = response.locals['principal'] as KnownRequest<unknown, unknown, unknown>['principal'];
    const run = () =>
      route.handle(
        {
          params,
          query,
          body,
          principal,
          workspaceId: principal?.workspaceId,
          header: (name) => request.get(name),
          ip: request.ip ?? '',
          requestId,
        },
        services,
      );
    const key = idempotencyKeyOf(request);
    const made =
      key !== undefined && principal
        ? await once(deps.idempotency, principal, key, request, requestId, run)
        : await run();
    checkAnswer?.(made);
    send(response, made);
  };

  const read = route.method === 'GET' ? [] : [readJson(route.bodyLimit ?? defaultBodyLimit)];
  const inOrder = may === 'trigger' ? [...read, async_(identify)] : [async_(identify), ...read];
  const verb = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  app[verb](route.path, ...inOrder, (request: Request, response: Response) => answer(request, response));
}

const async_ =
  (step: (request: Request, response: Response) => Promise<void>) =>
  async (request: Request, response: Response, next: (error?: unknown) => void): Promise<void> => {
    await step(request, response);
    next();
  };

const nothing = { type: 'object', properties: {}, additionalProperties: false } as never;

function demand<Value>(
  checked: { ok: true; value: Value } | { ok: false; issues: { path: string; message: string }[] },
  where: 'params' | 'query' | 'body',
): Value {
  if (checked.ok) return checked.value;
  throw new ProblemError('request.invalid', { where, issues: checked.issues as unknown as Json });
}

function send(response: Response, { status, body, headers = {} }: Answer): void {
  response.status(status).set(headers);
  if (!response.hasHeader('cache-control')) response.set('cache-control', 'no-store');
  if (body === undefined) response.end();
  else if (Buffer.isBuffer(body)) response.end(body);
  else response.type(headers['content-type'] ?? 'application/json').send(JSON.stringify(body));
}

/** Holds a route to what it says that it answers. */
function answerChecks(route: Route, compile: CompileSchema): (answer: Answer) => void {
  const checks = new Map(
    Object.entries(route.answers).map(([status, schema]) => [
      Number(status),
      typeof schema === 'object' && schema !== null ? compile(schema) : undefined,
    ]),
  );
  return ({ status, body, headers }) => {
    if (headers?.['content-type'] === 'application/problem+json') return;
    if (!checks.has(status)) throw new Error(`${route.on} does not say that it answers ${status}`);
    const checked = checks.get(status)?.(JSON.parse(JSON.stringify(body)));
    if (checked && !checked.ok)
      throw new Error(`${route.on} answers ${status} in another form than it says: ${JSON.stringify(checked.issues)}`);
  };
}
