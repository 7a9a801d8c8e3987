import type { Connection } from 'mongoose';
import type { Express } from 'express';
import { createApp, type AppDeps } from '../../api/http/app.ts';
import type { FlowTools } from '../../api/flows/service.ts';
import { createApiKeyRepository } from '../../api/store/api-keys.ts';
import { createChannelRepository } from '../../api/store/channels.ts';
import { connectStore } from '../../api/store/connect.ts';
import { createDefinitionStore } from '../../api/store/definitions.ts';
import { createAnalyticsReader } from '../../api/store/flow-figures.ts';
import { createFlowAlertStore } from '../../api/store/flow-alerts.ts';
import { createRunCounter } from '../../api/store/flow-runs.ts';
import { createFlowRepository, createFlowSource } from '../../api/store/flows.ts';
import { createIdempotencyRepository } from '../../api/store/idempotency.ts';
import { createAllIndexes } from '../../api/store/indexes.ts';
import { createSealer } from '../../api/store/secrets.ts';
import { createSignInRepository } from '../../api/store/sign-ins.ts';
import { createTriggerSampleStore } from '../../api/store/trigger-samples.ts';
import { createPersonReader } from '../../api/store/trigger-ground.ts';
import { createUserRepository } from '../../api/store/users.ts';
import { createWaitingReader } from '../../api/store/waiting.ts';
import { createWorkspaceSecretRepository } from '../../api/store/workspace-secrets.ts';
import { createWorkspaceRepository } from '../../api/store/workspaces.ts';
import type { ContactRow } from '../../api/contacts/service.ts';
import type { ConversationDetail, MessageRow } from '../../api/conversations/service.ts';
import type { InputRow } from '../../api/inputs/service.ts';
import { pageFrom } from '../../api/http/paging.ts';
import { hashPassword } from '../../api/sign-in/service.ts';
import type { Role, Permission } from '../../api/http/access.ts';
import { asId, ProblemError, type Json, type UserId, type WorkspaceId } from '../../runtime/contract/index.ts';
import { openTestStore } from './store.ts';

/** What the runtime's side would hold, per workspace. */
export type World = {
  conversations: { workspaceId: string; row: ConversationDetail }[];
  messages: { workspaceId: string; row: MessageRow }[];
  contacts: { workspaceId: string; row: ContactRow }[];
  inputs: { workspaceId: string; row: InputRow }[];
  files: { workspaceId: string; id: string; bytes: Uint8Array; mimeType: string; filename?: string }[];
  /** Triggers that a call may fire. */
  triggers: { workspaceId: string; id: string }[];
  fired: { workspaceId: string; triggerId: string; body: Json }[];
};

export type LogLine = { level: string; fields: { [key: string]: unknown }; message: string };

export type TestApi = {
  app: Express;
  deps: AppDeps;
  world: World;
  connection: Connection;
  logged: LogLine[];
  close(): Promise<void>;
  /** A workspace with an API key of that role; returns the key. */
  workspace(id: string, key: string, role?: Role, scopes?: Permission[]): Promise<WorkspaceId>;
  /** A person who may sign in. */
  person(workspaceId: WorkspaceId, email: string, password: string, role: Role): Promise<void>;
};

/** The application over a real store, with the runtime's side in memory. */
export async function startTestApi(
  flowTools: FlowTools,
  overrides: Partial<AppDeps> & { now?: () => number } = {},
): Promise<TestApi> {
  const store = await openTestStore();
  const connection = await connectStore(store.uri);
  await createAllIndexes(connection);
  const sealer = createSealer('a secret of tests');
  const world: World = {
    conversations: [],
    messages: [],
    contacts: [],
    inputs: [],
    files: [],
    triggers: [],
    fired: [],
  };
  const logged: LogLine[] = [];
  const log = (level: string) => (fields: { [key: string]: unknown }, message: string) => {
    logged.push({ level, fields, message });
  };
  const { now = Date.now, ...others } = overrides;
  const deps: AppDeps = {
    demo: true,
    workspaces: createWorkspaceRepository(connection),
    users: createUserRepository(connection),
    signIns: createSignInRepository(connection, now),
    apiKeys: createApiKeyRepository(connection),
    secrets: createWorkspaceSecretRepository(connection, sealer),
    channels: createChannelRepository(connection, sealer),
    flows: createFlowRepository(connection),
    idempotency: createIdempotencyRepository(connection, sealer, now),
    flowTools,
    ...readersOf(world),
    published: createFlowSource(createFlowRepository(connection)),
    people: createPersonReader(connection),
    samples: createTriggerSampleStore(connection, now),
    channelStatus: {
      diagnose: () => Promise.resolve([{ code: 'token-invalid', severity: 'error' as const, detail: 'expired' }]),
      templates: () => Promise.resolve({ ok: true, templates: [], more: false }),
    },
    health: { unready: () => Promise.resolve(null) },
    flowAlerts: createFlowAlertStore(connection),
    definitions: createDefinitionStore(connection),
    runs: createRunCounter(connection, countingClock()),
    waiting: createWaitingReader(connection),
    analytics: createAnalyticsReader(connection),
    http: () => Promise.resolve({ ok: false, code: 'http.refused', message: 'tests reach nobody' }),
    metrics: { contentType: 'text/plain; version=0.0.4', metrics: () => Promise.resolve('cauce_steps_total 0\n') },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    checkAnswers: true,
    ...others,
  };
  return {
    app: createApp(deps),
    deps,
    world,
    connection,
    logged,
    async close() {
      await connection.close();
      await store.close();
    },
    async workspace(id, key, role = 'owner', scopes) {
      const workspaceId = asId<WorkspaceId>(id);
      await deps.workspaces.create(workspaceId, { name: id });
      await deps.apiKeys.create(workspaceId, key, { name: 'test', role, ...(scopes && { scopes }) });
      return workspaceId;
    },
    async person(workspaceId, email, password, role) {
      await deps.users.create(workspaceId, {
        id: asId<UserId>(`usr_${email}`),
        email,
        name: 'Ana',
        role,
        language: 'es',
        passwordHash: await hashPassword(password),
      });
    },
  };
}

/** What is counted is kept for a while; in tests that while is over whenever it is asked for. */
function countingClock(): () => number {
  let at = 0;
  return () => (at += 60_000);
}

/** The read models over arrays. */
function readersOf(
  world: World,
): Pick<AppDeps, 'conversations' | 'messages' | 'contacts' | 'inputs' | 'files' | 'hooks'> {
  const mine = <Row>(rows: { workspaceId: string; row: Row }[], workspaceId: string): Row[] =>
    rows.filter((one) => one.workspaceId === workspaceId).map(({ row }) => row);
  const conversation = (workspaceId: string, id: string) =>
    mine(world.conversations, workspaceId).find((row) => row.id === id);
  const rowOf = ({
    revision: _revision,
    voice: _voice,
    variables: _variables,
    results: _results,
    outbox: _outbox,
    mergedInto: _mergedInto,
    ...row
  }: ConversationDetail) => row;
  return {
    conversations: {
      async list(workspaceId, { after, limit, flagged, uncertain, flowId, q }) {
        const rows = mine(world.conversations, workspaceId)
          .filter((row) => (flagged ? row.flagged !== null : true))
          .filter((row) => (uncertain ? row.uncertain > 0 : true))
          .filter((row) => flowId === undefined || row.session?.flowId === flowId)
          .filter((row) => q === undefined || row.contact.name?.startsWith(q) === true)
          .filter((row) => !after || Date.parse(row.lastAt) < Number(after.key));
        return pageFrom(rows.slice(0, limit + 1).map(rowOf), limit, ({ id, lastAt }) => ({
          key: Date.parse(lastAt),
          id,
        }));
      },
      read: async (workspaceId, id) => conversation(workspaceId, id),
      async messages(workspaceId, id, { after, limit, order = 'oldest' }) {
        if (!conversation(workspaceId, id)) return undefined;
        const rows = mine(world.messages, workspaceId)
          .filter((row) => row.conversationId === id)
          .sort((a, b) => (Date.parse(a.at) - Date.parse(b.at)) * (order === 'oldest' ? 1 : -1))
          .filter((row) => !after || Date.parse(row.at) > Number(after.key) === (order === 'oldest'));
        return pageFrom(rows.slice(0, limit + 1), limit, (row) => ({ key: Date.parse(row.at), id: row.id }));
      },
      lines: async (workspaceId, id) => (conversation(workspaceId, id) ? { rows: [] } : undefined),
      trace: async (workspaceId, id) => (conversation(workspaceId, id) ? [] : undefined),
    },
    messages: {
      async resolve(workspaceId, effectId, outcome, by) {
        const row = mine(world.messages, workspaceId).find(({ id }) => id === effectId);
        if (!row) throw new ProblemError('message.not-found', { messageId: effectId });
        if (row.state !== 'uncertain') throw new ProblemError('message.not-uncertain', { messageId: effectId });
        return { ...row, resolution: { outcome, by, at: '2026-01-05T09:00:00.000Z' } };
      },
      async clearFlag(workspaceId, conversationId) {
        const row = conversation(workspaceId, conversationId);
        if (!row) throw new ProblemError('conversation.not-found', { conversationId });
        if (!row.flagged) throw new ProblemError('conversation.not-flagged', { conversationId });
        row.flagged = null;
      },
      async closeTicket(workspaceId, conversationId) {
        const row = mine(world.conversations, workspaceId).find(({ id }) => id === conversationId);
        if (!row) throw new ProblemError('conversation.not-found', { conversationId });
        if (!row.ticket) throw new ProblemError('conversation.no-ticket', { conversationId });
        delete row.ticket;
      },
    },
    contacts: {
      async list(workspaceId, { limit, q, after }) {
        const rows = mine(world.contacts, workspaceId)
          .filter((row) => q === undefined || row.name?.startsWith(q) === true)
          .filter((row) => !after || Date.parse(row.createdAt) < Number(after.key));
        return pageFrom(rows.slice(0, limit + 1), limit, (row) => ({ key: Date.parse(row.createdAt), id: row.id }));
      },
      read: async (workspaceId, id) => mine(world.contacts, workspaceId).find((row) => row.id === id),
    },
    inputs: { read: async (workspaceId, id) => mine(world.inputs, workspaceId).find((row) => row.id === id) },
    files: {
      get: async (workspaceId, id) => world.files.find((file) => file.workspaceId === workspaceId && file.id === id),
    },
    hooks: {
      async receive(workspaceId, triggerId, body) {
        if (!world.triggers.some((one) => one.workspaceId === workspaceId && one.id === triggerId))
          throw new ProblemError('trigger.not-found', { triggerId });
        world.fired.push({ workspaceId, triggerId, body });
        return { inputId: asId(`in_${world.fired.length}`), sessionId: asId(`se_${world.fired.length}`) };
      },
    },
  };
}
