import { ProblemError } from '../../runtime/contract/index.ts';
import { mayDo, permissionsOf, type Permission, type Principal, type Role } from '../http/access.ts';
import { apiKeyIdOf, type ApiKeyRepository, type ApiKeyView } from '../store/api-keys.ts';
import { newToken } from '../store/secrets.ts';

export type NewApiKey = { name: string; role: Role; scopes?: Permission[] };

export class ApiKeyService {
  readonly #apiKeys: ApiKeyRepository;

  constructor({ apiKeys }: { apiKeys: ApiKeyRepository }) {
    this.#apiKeys = apiKeys;
  }

  list({ workspaceId }: Principal): Promise<ApiKeyView[]> {
    return this.#apiKeys.list(workspaceId);
  }

  /** Returns the key this once. Nobody makes a key that may do more than they may: `access.forbidden`. */
  async create(maker: Principal, { name, role, scopes }: NewApiKey): Promise<{ id: string; key: string }> {
    const beyond = permissionsOf({ role, ...(scopes && { scopes }) }).find((permission) => !mayDo(maker, permission));
    if (beyond !== undefined) throw new ProblemError('access.forbidden', { permission: beyond });
    const key = newToken('cauce_');
    await this.#apiKeys.create(maker.workspaceId, key, { name, role, ...(scopes && { scopes }) });
    return { id: apiKeyIdOf(key), key };
  }

  /** From now on the key opens nothing. */
  async revoke({ workspaceId }: Principal, keyId: string): Promise<void> {
    if (!(await this.#apiKeys.revoke(workspaceId, keyId))) throw new ProblemError('key.not-found', { keyId });
  }
}
