import { ProblemError, type Instant, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { WorkspaceRecord } from '../../runtime/ports.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';
import type { WorkspaceSecretRepository } from '../store/workspace-secrets.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';

export type WorkspaceServiceDeps = {
  workspaces: WorkspaceRepository;
  secrets: Pick<WorkspaceSecretRepository, 'set' | 'names' | 'remove'>;
  announce?: Announce;
};

export class WorkspaceService {
  readonly #workspaces: WorkspaceRepository;
  readonly #secrets: WorkspaceServiceDeps['secrets'];

  readonly #announce: Announce;

  constructor({ workspaces, secrets, announce = announceToNobody }: WorkspaceServiceDeps) {
    this.#workspaces = workspaces;
    this.#secrets = secrets;
    this.#announce = announce;
  }

  async read(workspaceId: WorkspaceId): Promise<WorkspaceRecord> {
    return known(await this.#workspaces.read(workspaceId));
  }

  /** Silences the whole bot at once, or wakes it. */
  async setBotPaused(workspaceId: WorkspaceId, paused: boolean): Promise<WorkspaceRecord> {
    const workspace = known(await this.#workspaces.setBotPaused(workspaceId, paused));
    this.#announce(workspaceId, 'workspace');
    this.#announce(workspaceId, 'me');
    return workspace;
  }

  /** What the bot says by itself, by language; languages that are not given say nothing of their own any more. */
  async setText(
    workspaceId: WorkspaceId,
    text: keyof WorkspaceRecord['texts'],
    words: { [language: string]: string },
  ): Promise<WorkspaceRecord> {
    const workspace = known(await this.#workspaces.setText(workspaceId, text, words));
    this.#announce(workspaceId, 'workspace');
    return workspace;
  }

  /** Keeps a secret that flows may name in their calls; it is never shown again. */
  async setSecret(workspaceId: WorkspaceId, name: string, value: string): Promise<void> {
    await this.#secrets.set(workspaceId, name, value);
    this.#announce(workspaceId, 'definitions');
  }

  secretNames(workspaceId: WorkspaceId): Promise<{ name: string; updatedAt: Instant }[]> {
    return this.#secrets.names(workspaceId);
  }

  async removeSecret(workspaceId: WorkspaceId, name: string): Promise<void> {
    if (!(await this.#secrets.remove(workspaceId, name))) throw new ProblemError('secret.not-found', { name });
    this.#announce(workspaceId, 'definitions');
  }
}

/** A key or sign-in whose workspace is gone opens nothing. */
function known(workspace: WorkspaceRecord | undefined): WorkspaceRecord {
  if (!workspace) throw new ProblemError('access.unauthenticated');
  return workspace;
}
