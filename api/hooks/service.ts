import {
  asId,
  ProblemError,
  type FlowId,
  type InputId,
  type Json,
  type SessionId,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { TriggerSample, TriggerSampleStore } from '../store/trigger-samples.ts';
import type { FlowRepository } from '../store/flows.ts';
import type { WorkspaceSecretRepository } from '../store/workspace-secrets.ts';

export interface HookReceiver {
  /**
   * Stores the call as an input and says under which ids it goes on. With `requestKey`, which is the same for a repeat of the call,
   * the ids come from it, so that also a repeat after a crash starts nothing twice. Throws `trigger.not-found`,
   * `trigger.contact-missing`.
   */
  receive(
    workspaceId: WorkspaceId,
    triggerId: string,
    body: Json,
    requestKey?: string,
  ): Promise<{ inputId: InputId; sessionId: SessionId }>;
}

/** Whoever draws a mapping waits so long for a call to draw it from. */
export const listenMs = 10 * 60 * 1_000;

export type HookServiceDeps = {
  hooks: HookReceiver;
  secrets: Pick<WorkspaceSecretRepository, 'renewTriggerSecret'>;
  flows: Pick<FlowRepository, 'draft'>;
  samples: TriggerSampleStore;
  now?: () => number;
};

export class HookService {
  readonly #receiver: HookReceiver;
  readonly #secrets: HookServiceDeps['secrets'];
  readonly #flows: HookServiceDeps['flows'];
  readonly #samples: TriggerSampleStore;
  readonly #now: () => number;

  constructor({ hooks, secrets, flows, samples, now = Date.now }: HookServiceDeps) {
    this.#receiver = hooks;
    this.#secrets = secrets;
    this.#flows = flows;
    this.#samples = samples;
    this.#now = now;
  }

  /**
   * What becomes of a call: it begins the published flow. Where somebody listens for a sample it is kept as one, and that alone is
   * enough for a trigger that is not published yet, or whose mapping does not find the contact: then `captured`.
   */
  async receive(
    workspaceId: WorkspaceId,
    triggerId: string,
    body: Json,
    requestKey?: string,
  ): Promise<{ inputId: InputId; sessionId: SessionId } | 'captured'> {
    const captured = await this.#samples.capture(workspaceId, triggerId, body);
    try {
      return await this.#receiver.receive(workspaceId, triggerId, body, requestKey);
    } catch (error) {
      const unready =
        error instanceof ProblemError &&
        (error.code === 'trigger.not-found' || error.code === 'trigger.contact-missing');
      if (captured && unready) return 'captured';
      throw error;
    }
  }

  /** Keeps the next call of a trigger of the draft as its sample. Throws `flow.not-found`, `trigger.not-found`. */
  async listen(workspaceId: WorkspaceId, flowId: string, triggerId: string): Promise<TriggerSample> {
    await this.#known(workspaceId, flowId, triggerId);
    await this.#samples.listen(workspaceId, triggerId, this.#now() + listenMs);
    return this.#samples.read(workspaceId, triggerId);
  }

  /** What was heard since. Throws `flow.not-found`, `trigger.not-found`. */
  async sample(workspaceId: WorkspaceId, flowId: string, triggerId: string): Promise<TriggerSample> {
    await this.#known(workspaceId, flowId, triggerId);
    return this.#samples.read(workspaceId, triggerId);
  }

  /** A new secret for a webhook trigger of a flow; the one before is void. Throws `flow.not-found`, `trigger.not-found`. */
  async renewSecret(workspaceId: WorkspaceId, flowId: string, triggerId: string): Promise<string> {
    await this.#known(workspaceId, flowId, triggerId);
    return this.#secrets.renewTriggerSecret(workspaceId, triggerId);
  }

  async #known(workspaceId: WorkspaceId, flowId: string, triggerId: string): Promise<void> {
    const draft = await this.#flows.draft(workspaceId, asId<FlowId>(flowId));
    if (!draft) throw new ProblemError('flow.not-found', { flowId });
    if (!draft.flow.triggers.some(({ id, kind }) => id === triggerId && kind === 'webhook'))
      throw new ProblemError('trigger.not-found', { triggerId });
  }
}
