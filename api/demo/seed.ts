import { readdir, readFile } from 'node:fs/promises';
import { withDefaults } from '../../runtime/channels/whatsapp-cloud/settings.ts';
import { asId, type ChannelId, type FlowId, type UserId, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { Logger } from '../../runtime/ports.ts';
import type { DefinitionStore } from '../definitions/service.ts';
import { FlowService, type FlowTools } from '../flows/service.ts';
import { hashPassword } from '../sign-in/service.ts';
import type { ApiKeyRepository } from '../store/api-keys.ts';
import type { ChannelRepository } from '../store/channels.ts';
import type { FlowRepository } from '../store/flows.ts';
import type { UserRepository } from '../store/users.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';
import { definitionsOf } from './definitions.ts';

/** What the demo consists of. All of it is public knowledge. */
export const demo = {
  workspaceId: asId<WorkspaceId>('demo'),
  userId: asId<UserId>('usr_demo'),
  email: 'demo@cauce.local',
  password: 'demo-password-1',
  apiKey: 'cauce_demo_key',
  channelId: asId<ChannelId>('demo-whatsapp'),
  /** A load test is to measure the program and not its brakes. */
  settings: withDefaults({
    phoneNumberId: '100000000000001',
    wabaId: '200000000000001',
    accessToken: 'demo-token',
    appSecret: 'demo-app-secret',
    verifyToken: 'demo-verify',
    conversationPerSecond: 10_000,
    bulkPerSecond: 80,
    pairLimit: 'off',
    markRead: false,
    messagesPerContactAndDay: 'off',
  }),
} as const;

export type SeedDeps = {
  production: boolean;
  workspaces: WorkspaceRepository;
  users: UserRepository;
  apiKeys: ApiKeyRepository;
  channels: ChannelRepository;
  flows: FlowRepository;
  flowTools: FlowTools;
  definitions: Pick<DefinitionStore, 'ids' | 'put'>;
  log: Logger;
  /** Where the example flows are; those of the program without it. */
  examples?: URL;
};

/**
 * Fills an empty store with the demo; one that has another workspace is left alone. Does only what is not there yet, so that it
 * may be cut off and run again, or by several processes at once. Returns whether the demo is there. Refused in production.
 */
export async function seedDemo(deps: SeedDeps): Promise<boolean> {
  const { workspaces, users, apiKeys, channels, log } = deps;
  if (deps.production) throw new Error('The demo is refused in production: its key and passwords are public.');
  const { workspaceId } = demo;
  const ids = await workspaces.ids();
  if (ids.length > 0 && !ids.includes(workspaceId)) {
    log.warn({}, 'the store has a workspace of its own: the demo is not made');
    return false;
  }
  await workspaces.create(workspaceId, { name: 'Demo', businessName: 'Cauce Demo', timeZone: 'America/Bogota' });
  const hasPerson = (await users.byEmail(demo.email)).length > 0;
  const outcomes = await Promise.allSettled([
    apiKeys.create(workspaceId, demo.apiKey, { name: 'Demo', role: 'owner' }),
    channels.create(workspaceId, {
      id: demo.channelId,
      type: 'whatsapp-cloud',
      name: 'WhatsApp (demo)',
      settings: demo.settings,
    }),
    hasPerson ||
      users.create(workspaceId, {
        id: demo.userId,
        email: demo.email,
        name: 'Demo',
        role: 'owner',
        language: 'es',
        passwordHash: await hashPassword(demo.password),
      }),
  ]);
  throwFirst(outcomes);
  await publishExamples(deps);
  return true;
}

/** Puts in and publishes the examples that are not there; what somebody has changed or deleted is left so. */
async function publishExamples(deps: SeedDeps): Promise<void> {
  const { flows, workspaces, flowTools, log, examples = new URL('../../flows-examples/', import.meta.url) } = deps;
  const { workspaceId } = demo;
  const service = new FlowService({ flows, workspaces, flowTools });
  const names = (await readdir(examples)).filter((name) => name.endsWith('.flow.json')).sort();
  const publish = async (name: string): Promise<void> => {
    const flowId = asId<FlowId>(name.slice(0, -'.flow.json'.length));
    const document: unknown = JSON.parse(await readFile(new URL(name, examples), 'utf8'));
    if (!(await flows.isKnown(workspaceId, flowId))) await define(deps, flowId);
    if (await service.provide(workspaceId, flowId, document, demo.userId))
      log.info({ flowId }, 'an example flow was published');
  };
  throwFirst(await Promise.allSettled(names.map(publish)));
}

/** Thrown once no command is under way any more: whoever hears of it closes the connection. */
function throwFirst(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** What an example needs of the workspace and is not there yet. */
async function define({ definitions }: SeedDeps, flowId: string): Promise<void> {
  const needed = definitionsOf(flowId);
  if (needed.length === 0) return;
  const there = await definitions.ids(demo.workspaceId);
  const updatedAt = new Date().toISOString();
  for (const { kind, ...definition } of needed)
    if (!there[kind].includes(definition.id))
      await definitions.put(demo.workspaceId, kind, { ...definition, updatedAt });
}
