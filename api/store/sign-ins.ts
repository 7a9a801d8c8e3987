import { Schema, type Connection } from 'mongoose';
import type { UserId, WorkspaceId } from '../../runtime/contract/index.ts';
import { fingerprintOf, newToken } from './secrets.ts';

/** `_id` is the hash of what the cookie holds: who reads the store cannot sign in with it. */
type SignInDocument = {
  _id: string;
  workspaceId: string;
  userId: string;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
};

export const signInSchema = new Schema<SignInDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    userId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    seenAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'signIns', versionKey: false, autoIndex: false },
);
// The store forgets what has run out.
signInSchema.index({ expiresAt: 1 }, { name: 'expiry', expireAfterSeconds: 0 });
// All sign-ins of a person, to end them together.
signInSchema.index({ workspaceId: 1, userId: 1 }, { name: 'user' });

const day = 24 * 60 * 60 * 1_000;
/** Unused for so long, a sign-in ends; and after `longest` in any case. */
export const signInIdleMs = 7 * day;
const longest = 30 * day;
/** Use is noted at most so often, so that reading writes next to nothing. */
const noteEvery = 60 * 60 * 1_000;

export type SignInRecord = { workspaceId: WorkspaceId; userId: UserId; expiresAt: Date };

export type SignInRepository = {
  /** Returns what the cookie is to hold; it is stored nowhere. */
  create(workspaceId: WorkspaceId, userId: UserId): Promise<string>;
  /** Whose sign-in it is, if it has not run out. Using it puts its end off. */
  use(token: string): Promise<SignInRecord | undefined>;
  end(token: string): Promise<void>;
};

export function createSignInRepository(connection: Connection, now: () => number = Date.now): SignInRepository {
  const signIns = connection.model('SignIn', signInSchema);
  return {
    async create(workspaceId, userId) {
      const token = newToken('');
      const at = now();
      await signIns.create({
        _id: fingerprintOf(token),
        workspaceId,
        userId,
        createdAt: new Date(at),
        seenAt: new Date(at),
        expiresAt: new Date(at + signInIdleMs),
      });
      return token;
    },
    async use(token) {
      const at = now();
      const _id = fingerprintOf(token);
      // The store removes what has run out within a minute; until then this filter does.
      const found = await signIns.findOne({ _id, expiresAt: { $gt: new Date(at) } }).lean();
      if (!found) return undefined;
      let { expiresAt } = found;
      if (at - found.seenAt.getTime() > noteEvery) {
        expiresAt = new Date(Math.min(at + signInIdleMs, found.createdAt.getTime() + longest));
        await signIns.updateOne({ _id }, { $set: { seenAt: new Date(at), expiresAt } });
      }
      return { workspaceId: found.workspaceId as WorkspaceId, userId: found.userId as UserId, expiresAt };
    },
    async end(token) {
      await signIns.deleteOne({ _id: fingerprintOf(token) });
    },
  };
}
