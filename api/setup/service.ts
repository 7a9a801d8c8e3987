import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { ProblemError, type UserId, type WorkspaceId } from '../../runtime/contract/index.ts';
import { hashPassword } from '../sign-in/service.ts';
import type { UserRecord, UserRepository } from '../store/users.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';

export type Setup = {
  code: string;
  workspace: { id: WorkspaceId; name: string; timeZone?: string; language?: string };
  owner: { email: string; password: string; name: string };
};

/** What start-up tells whoever runs an empty installation: only they can read its log. Always the same for one APP_SECRET. */
export const setupCodeOf = (appSecret: string): string =>
  Buffer.from(hkdfSync('sha256', appSecret, '', 'cauce setup code', 15)).toString('hex');

export type SetupServiceDeps = {
  setupCode?: string;
  workspaces: Pick<WorkspaceRepository, 'ids' | 'create'>;
  users: Pick<UserRepository, 'create'>;
};

export class SetupService {
  readonly #code: string | undefined;
  readonly #workspaces: SetupServiceDeps['workspaces'];
  readonly #users: SetupServiceDeps['users'];

  constructor({ setupCode, workspaces, users }: SetupServiceDeps) {
    this.#code = setupCode;
    this.#workspaces = workspaces;
    this.#users = users;
  }

  /**
   * Makes the first workspace and its owner. Throws `access.wrong-credentials`, and `access.forbidden` once there is a workspace. Cut
   * off after the workspace, the same again finishes it.
   */
  async run({ code, workspace: { id, ...settings }, owner }: Setup): Promise<UserRecord> {
    if (this.#code === undefined || !equal(code, this.#code)) throw new ProblemError('access.wrong-credentials');
    const existing = await this.#workspaces.ids();
    if (existing.some((one) => one !== id))
      throw new ProblemError('access.forbidden', { detail: 'It is set up already.' });
    const user: UserRecord = {
      // One owner by setting up, however often it is tried.
      id: `usr_${id}_owner` as UserId,
      workspaceId: id,
      email: owner.email,
      name: owner.name,
      role: 'owner',
      language: settings.language ?? 'es',
    };
    const passwordHash = await hashPassword(owner.password);
    await this.#workspaces.create(id, settings);
    if (!(await this.#users.create(id, { ...user, passwordHash })))
      throw new ProblemError('access.forbidden', { detail: 'It is set up already.' });
    return user;
  }
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
