import { Schema, type Connection } from 'mongoose';
import type { Instant, WorkspaceId } from '../../runtime/contract/index.ts';
import type { SecretSource } from '../../runtime/ports.ts';
import { newToken, type Sealer } from './secrets.ts';

/** Secrets that flows name (`{ secret: name }`) and those that callers of `/hooks` prove themselves with. */
type WorkspaceSecretDocument = {
  /** `workspace:kind:name`. */
  _id: string;
  workspaceId: string;
  kind: string;
  name: string;
  sealed: string;
  updatedAt: Date;
};

export const workspaceSecretSchema = new Schema<WorkspaceSecretDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    kind: { type: String, required: true },
    name: { type: String, required: true },
    sealed: { type: String, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'workspaceSecrets', versionKey: false, autoIndex: false },
);
// A call of `/hooks/{trigger}` names no workspace: all that have a trigger of this name.
workspaceSecretSchema.index({ kind: 1, name: 1 }, { name: 'name' });
// Names that the flows of a workspace may use.
workspaceSecretSchema.index({ workspaceId: 1, kind: 1, name: 1 }, { name: 'of-workspace' });

/** Tells a trigger's secret from an API key. */
export const triggerSecretPrefix = 'cauce_hook_';

/** A trigger's name may stand in flows of several workspaces; more than this are not tried. */
const mostOfOneName = 50;

export type WorkspaceSecretRepository = SecretSource & {
  set(workspaceId: WorkspaceId, name: string, value: string): Promise<void>;
  /** Names of those that flows may use, in their order; never a value. */
  names(workspaceId: WorkspaceId): Promise<{ name: string; updatedAt: Instant }[]>;
  /** False when there is none. */
  remove(workspaceId: WorkspaceId, name: string): Promise<boolean>;
  /** A new secret for a trigger; the one before is void. Returned this once. */
  renewTriggerSecret(workspaceId: WorkspaceId, triggerId: string): Promise<string>;
  /** Across workspaces: the secrets of all triggers of this name. */
  triggerSecrets(triggerId: string): Promise<{ workspaceId: WorkspaceId; secret: string }[]>;
};

export function createWorkspaceSecretRepository(connection: Connection, sealer: Sealer): WorkspaceSecretRepository {
  const secrets = connection.model('WorkspaceSecret', workspaceSecretSchema);
  const idOf = (workspaceId: string, kind: string, name: string) => `${workspaceId}:${kind}:${name}`;

  async function write(workspaceId: WorkspaceId, kind: string, name: string, value: string): Promise<void> {
    const _id = idOf(workspaceId, kind, name);
    await secrets.updateOne(
      { _id },
      { $set: { workspaceId, kind, name, sealed: sealer.seal(value, _id), updatedAt: new Date() } },
      { upsert: true },
    );
  }

  return {
    async read(workspaceId, name) {
      const _id = idOf(workspaceId, 'flow', name);
      const found = await secrets.findOne({ _id, workspaceId }).lean();
      return found ? sealer.open(found.sealed, _id) : undefined;
    },
    set: (workspaceId, name, value) => write(workspaceId, 'flow', name, value),
    async names(workspaceId) {
      const found = await secrets
        .find({ workspaceId, kind: 'flow' }, { name: 1, updatedAt: 1 })
        .sort({ name: 1 })
        .limit(1_000)
        .lean();
      return found.map(({ name, updatedAt }) => ({ name, updatedAt: updatedAt.toISOString() }));
    },
    async remove(workspaceId, name) {
      const { deletedCount } = await secrets.deleteOne({ _id: idOf(workspaceId, 'flow', name), workspaceId });
      return deletedCount === 1;
    },
    async renewTriggerSecret(workspaceId, triggerId) {
      const secret = newToken(triggerSecretPrefix);
      await write(workspaceId, 'trigger', triggerId, secret);
      return secret;
    },
    async triggerSecrets(triggerId) {
      const found = await secrets.find({ kind: 'trigger', name: triggerId }).limit(mostOfOneName).lean();
      return found.map(({ _id, workspaceId, sealed }) => ({
        workspaceId: workspaceId as WorkspaceId,
        secret: sealer.open(sealed, _id),
      }));
    },
  };
}
