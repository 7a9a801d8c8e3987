import {
  ProblemError,
  type InputId,
  type Json,
  type SessionId,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
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

export type HookServiceDeps = {
  hooks: HookReceiver;
  secrets: Pick<WorkspaceSecretRepository, 'renewTriggerSecret'>;
  flows: Pick<FlowRepository, 'draft'>;
};

export class HookService {
  readonly #receiver: HookReceiver;
  readonly #secrets: HookServiceDeps['secrets'];
  readonly #flows: HookServiceDeps['flows'];

  constructor({ hooks, secrets, flows }: HookServiceDeps) {
    this.#receiver = hooks;
    this.#secrets = secrets;
    this.#flows = flows;
  }

  receive(workspaceId: WorkspaceId, triggerId: string, body: Json, requestKey?: string) {
    return this.#receiver.receive(workspaceId, triggerId, body, requestKey);
  }

  /** A new secret for a webhook trigger of a flow; the one before is void. Throws `flow.not-found`, `trigger.not-found`. */
  async renewSecret(workspaceId: WorkspaceId, flowId: string, triggerId: string): Promise<string> {
    const draft = await this.#flows.draft(workspaceId, flowId as never);
    if (!draft) throw new ProblemError('flow.not-found', { flowId });
    if (!draft.flow.triggers.some(({ id, kind }) => id === triggerId && kind === 'webhook'))
      throw new ProblemError('trigger.not-found', { triggerId });
    return this.#secrets.renewTriggerSecret(workspaceId, triggerId);
  }
}
