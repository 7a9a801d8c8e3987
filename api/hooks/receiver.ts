import { phoneAlias } from '../../runtime/channels/whatsapp-cloud/aliases.ts';
import {
  asId,
  ProblemError,
  type ChannelId,
  type InputId,
  type Json,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { Submitter } from '../../runtime/conversations/submit.ts';
import { evaluateExpression, ExpressionError } from '../../runtime/engine/index.ts';
import type { FlowSource } from '../../runtime/ports.ts';
import type { ChannelRepository } from '../store/channels.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';
import type { HookReceiver } from './service.ts';

export type HookReceiverDeps = {
  workspaces: Pick<WorkspaceRepository, 'read'>;
  flows: FlowSource;
  channels: Pick<ChannelRepository, 'list'>;
  submit: Submitter;
};

/** Turns the call of a trigger's webhook into an input: who is meant, on which channel, with which variables. */
export function createHookReceiver({ workspaces, flows, channels, submit }: HookReceiverDeps): HookReceiver {
  return {
    async receive(workspaceId, triggerId, body, requestKey) {
      const workspace = await workspaces.read(workspaceId);
      if (!workspace) throw new ProblemError('trigger.not-found', { triggerId });
      for (const { flow, flowId } of await flows.published(workspaceId, workspace.flowsRevision)) {
        const trigger = flow.triggers.find(({ id, kind }) => id === triggerId && kind === 'webhook');
        if (trigger?.kind !== 'webhook') continue;
        const now = new Date().toISOString();
        const read = (source: string) => evaluated(source, body, now);
        const alias = phoneAlias(await read(trigger.contact));
        if (!alias) throw new ProblemError('trigger.contact-missing', { triggerId, expression: trigger.contact });
        const variables: { [name: string]: Json } = {};
        for (const [name, source] of Object.entries(trigger.variables ?? {}))
          variables[name] = (await read(source)) ?? null;
        const { inputId, sessionId } = await submit.start({
          workspaceId,
          channelId: await channelFor(workspaceId, trigger.channels),
          aliases: [alias],
          flowId,
          ...(trigger.to && { node: trigger.to }),
          trigger: { kind: 'webhook', id: triggerId, body },
          variables,
          ...(requestKey !== undefined && { requestKey }),
        });
        return { inputId: asId<InputId>(inputId), sessionId };
      }
      throw new ProblemError('trigger.not-found', { triggerId });
    },
  };

  /** The first channel that the trigger allows, by id. */
  async function channelFor(workspaceId: WorkspaceId, allowed: readonly string[] | undefined): Promise<ChannelId> {
    const all = await channels.list(workspaceId, { limit: 200 });
    const channel = all.find(({ id }) => !allowed || allowed.includes(id));
    if (!channel) throw new ProblemError('channel.not-found', { channelId: allowed?.[0] ?? '' });
    return channel.id;
  }
}

/** An expression over the body; what cannot be evaluated yields nothing. */
async function evaluated(source: string, body: Json, now: string): Promise<Json | undefined> {
  try {
    return await evaluateExpression(source, { body, ...(isObject(body) ? body : {}) }, { now, random: () => 0 });
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

const isObject = (body: Json): body is { [key: string]: Json } =>
  typeof body === 'object' && body !== null && !Array.isArray(body);
