import { flowTools } from '../../api/flows/tools.ts';
import { FlowService } from '../../api/flows/service.ts';
import { FlowWaiting } from '../../api/flows/waiting.ts';
import { flowSchema, createFlowRepository, createFlowSource, type FlowRepository } from '../../api/store/flows.ts';
import { flowVersionSchema } from '../../api/store/flow-versions.ts';
import { createWaitingReader } from '../../api/store/waiting.ts';
import type { RuntimeOptions } from '../../api/runtime.ts';
import type { Flow, FlowId, PublishPolicies } from '../../runtime/contract/index.ts';
import type { Death } from './mortal-connection.ts';
import { startWorld, workspaceId, type TestWorld } from './runtime.ts';

/** A world whose flows are drafted, published and gone back to as in production. */
export type PublishingWorld = TestWorld & {
  service: FlowService;
  waiting: FlowWaiting;
  repository: FlowRepository;
  /** Options of a runtime that reads the flows from the store. */
  live(connection?: TestWorld['connection']): Partial<RuntimeOptions>;
  /** Puts a document in the draft's place and publishes it. */
  publish(flow: Flow, policies?: PublishPolicies): Promise<number>;
};

export async function startPublishingWorld(): Promise<PublishingWorld> {
  const world = await startWorld([], { start: false });
  const { connection } = world;
  await connection.model('Flow', flowSchema).createIndexes();
  await connection.model('FlowVersion', flowVersionSchema).createIndexes();
  const repository = createFlowRepository(connection);
  const waiting = new FlowWaiting({ flows: repository, waiting: createWaitingReader(connection), flowTools });
  const workspaces = {
    raiseFlowsRevision: async () => {
      world.workspace.flowsRevision += 1;
    },
  };
  const service = new FlowService({
    flows: repository,
    workspaces: workspaces as never,
    flowTools,
    flowWaiting: waiting,
  });
  return {
    ...world,
    service,
    waiting,
    repository,
    live: () => ({ flows: createFlowSource(repository) }),
    async publish(flow, policies) {
      const flowId = flow.id as FlowId;
      const before = await repository.draft(workspaceId, flowId);
      const draft = before
        ? await service.replace(workspaceId, flowId, flow, before.revision, 'test')
        : await service.create(workspaceId, flowId, flow, 'test');
      // As the dialog does: whoever comes to another card meanwhile finishes where they are.
      const said = policies ? { policies, defaultPolicy: { do: 'finish' as const } } : {};
      const { version } = await service.publish(workspaceId, flowId, draft.revision, 'test', said);
      return version;
    },
  };
}

const writing = new Set(['findOneAndUpdate', 'updateOne', 'create']);

/** A process that publishes and dies at its n-th write: from then on nothing it asks the store is carried out or answered. */
export function mortalPublisher(world: PublishingWorld, death: Death): { service: FlowService; isDead(): boolean } {
  let count = 0;
  let dead = false;
  const never = new Promise<never>(() => {});
  const silent = Object.assign(new Promise<never>(() => {}), { lean: () => never });
  const carried = (carryOut: () => unknown): unknown => {
    if (dead) return silent;
    count += 1;
    if (count !== death.atWrite) return carryOut();
    dead = true;
    if (death.when === 'before') return silent;
    // A query is carried out when somebody waits for it.
    void Promise.resolve(carryOut());
    return silent;
  };
  const model = (name: string, schema: never): unknown =>
    new Proxy(world.connection.model(name, schema), {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        const call = (...given: unknown[]) => (value as (...given: unknown[]) => unknown).apply(target, given);
        return (...given: unknown[]) =>
          writing.has(String(property)) ? carried(() => call(...given)) : dead ? silent : call(...given);
      },
    });
  const connection = new Proxy(world.connection, {
    get: (target, property) => (property === 'model' ? model : (Reflect.get(target, property, target) as unknown)),
  });
  const flows = createFlowRepository(connection);
  const waiting = createWaitingReader(world.connection);
  const raise = async () => {
    if (dead) await never;
    world.workspace.flowsRevision += 1;
  };
  const workspaces = { raiseFlowsRevision: () => carried(raise) } as never;
  const service = new FlowService({
    flows,
    workspaces,
    flowTools,
    flowWaiting: new FlowWaiting({ flows: world.repository, waiting, flowTools }),
  });
  return { service, isDead: () => dead };
}
