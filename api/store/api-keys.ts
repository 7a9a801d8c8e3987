import { Schema, type Connection } from 'mongoose';
import type { Instant, WorkspaceId } from '../../runtime/contract/index.ts';
import type { Permission, Role } from '../http/access.ts';
import { insertedFirst } from './duplicates.ts';
import { fingerprintOf } from './secrets.ts';

/** `_id` is the key's SHA-256: the key itself is shown once and kept nowhere. */
type ApiKeyDocument = {
  _id: string;
  workspaceId: string;
  name: string;
  role: string;
  /** Narrows what the role allows; without it all of that. */
  scopes?: string[];
  createdAt: Date;
  revokedAt?: Date;
};

export const apiKeySchema = new Schema<ApiKeyDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    scopes: { type: [String], default: undefined },
    createdAt: { type: Date, required: true },
    revokedAt: Date,
  },
  { collection: 'apiKeys', versionKey: false, autoIndex: false },
);
// The keys of a workspace.
apiKeySchema.index({ workspaceId: 1, createdAt: 1 }, { name: 'list' });

export type ApiKeyRecord = { workspaceId: WorkspaceId; name: string; role: Role; scopes?: Permission[] };

export type ApiKeyRepository = {
  /** Whose key it is, across workspaces: the key says which. */
  byKey(key: string): Promise<(ApiKeyRecord & { id: string }) | undefined>;
  /** Keeps the key's hash. The same key again changes nothing. */
  create(workspaceId: WorkspaceId, key: string, record: Omit<ApiKeyRecord, 'workspaceId'>): Promise<void>;
  /** Names by id, of revoked ones too; unknown ids are absent. */
  names(workspaceId: WorkspaceId, ids: readonly string[]): Promise<Map<string, string>>;
  /** The keys in force, the oldest first. */
  list(workspaceId: WorkspaceId): Promise<ApiKeyView[]>;
  /** False when there is no such key in force. */
  revoke(workspaceId: WorkspaceId, id: string): Promise<boolean>;
};

/** A key as people see it. */
export type ApiKeyView = Omit<ApiKeyRecord, 'workspaceId'> & { id: string; createdAt: Instant };

/** The beginning of the hash names the key in lists and logs. */
export const apiKeyIdOf = (key: string): string => idOf(fingerprintOf(key));
const idOf = (hash: string): string => `key_${hash.slice(0, 16)}`;

const inForce = { revokedAt: { $exists: false } } as const;

export function createApiKeyRepository(connection: Connection): ApiKeyRepository {
  const apiKeys = connection.model('ApiKey', apiKeySchema);
  return {
    async byKey(key) {
      const found = await apiKeys.findOne({ _id: fingerprintOf(key), ...inForce }).lean();
      if (!found) return undefined;
      return {
        id: idOf(found._id),
        workspaceId: found.workspaceId as WorkspaceId,
        name: found.name,
        role: found.role as Role,
        ...(found.scopes && { scopes: found.scopes as Permission[] }),
      };
    },
    async create(workspaceId, key, record) {
      await insertedFirst(
        apiKeys.updateOne(
          { _id: fingerprintOf(key) },
          { $setOnInsert: { workspaceId, ...record, createdAt: new Date() } },
          { upsert: true },
        ),
      );
    },
    async names(workspaceId, ids) {
      if (ids.length === 0) return new Map();
      const found = await apiKeys.find({ workspaceId }, { name: 1 }).lean();
      const byId = new Map(found.map(({ _id, name }) => [idOf(_id), name]));
      return new Map(ids.flatMap((id) => (byId.has(id) ? [[id, byId.get(id) ?? '']] : [])));
    },
    async list(workspaceId) {
      const found = await apiKeys
        .find({ workspaceId, ...inForce })
        .sort({ createdAt: 1 })
        .lean();
      return found.map(({ _id, name, role, scopes, createdAt }) => ({
        id: idOf(_id),
        name,
        role: role as Role,
        ...(scopes && { scopes: scopes as Permission[] }),
        createdAt: createdAt.toISOString(),
      }));
    },
    async revoke(workspaceId, id) {
      const hash = id.slice('key_'.length);
      const { modifiedCount } = await apiKeys.updateOne(
        // `g` comes after every hexadecimal digit.
        { workspaceId, _id: { $gte: hash, $lt: `${hash}g` }, ...inForce },
        { $set: { revokedAt: new Date() } },
      );
      return modifiedCount === 1;
    },
  };
}
