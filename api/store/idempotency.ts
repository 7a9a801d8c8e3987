import { Schema, type Connection } from 'mongoose';
import type { WorkspaceId } from '../../runtime/contract/index.ts';
import { isDuplicate } from './duplicates.ts';
import { fingerprintOf, type Sealer } from './secrets.ts';

type IdempotencyDocument = {
  /** `workspace:hash of the caller and key`. */
  _id: string;
  /** Hash of method, address and body. */
  request: string;
  /** Until then the first request is held to be running. */
  runningUntil?: Date;
  /** The answer, sealed: it may hold what is shown only once. */
  answer?: string;
  expiresAt: Date;
};

export const idempotencySchema = new Schema<IdempotencyDocument>(
  {
    _id: { type: String, required: true },
    request: { type: String, required: true },
    runningUntil: Date,
    answer: String,
    expiresAt: { type: Date, required: true },
  },
  { collection: 'idempotencyKeys', versionKey: false, autoIndex: false },
);
// Answers are kept for a day.
idempotencySchema.index({ expiresAt: 1 }, { name: 'expiry', expireAfterSeconds: 0 });

export type StoredAnswer = { status: number; headers: { [name: string]: string }; body: string };

export type Begun =
  { kind: 'new' } | { kind: 'running' } | { kind: 'other-request' } | { kind: 'answered'; answer: StoredAnswer };

export type IdempotencyRepository = {
  /** Claims the key for this request, or says what became of it. */
  begin(workspaceId: WorkspaceId, key: string, request: string): Promise<Begun>;
  /** Keeps the answer for a day. */
  finish(workspaceId: WorkspaceId, key: string, answer: StoredAnswer): Promise<void>;
  /** Nothing happened: the key is free again. */
  release(workspaceId: WorkspaceId, key: string): Promise<void>;
};

const keptMs = 24 * 60 * 60 * 1_000;
/** A request that was cut off by a crash frees its key after so long. */
const longestRunMs = 60_000;

export function createIdempotencyRepository(
  connection: Connection,
  sealer: Sealer,
  now: () => number = Date.now,
): IdempotencyRepository {
  const keys = connection.model('IdempotencyKey', idempotencySchema);
  const idOf = (workspaceId: string, key: string) => `${workspaceId}:${fingerprintOf(key)}`;

  return {
    async begin(workspaceId, key, request) {
      const _id = idOf(workspaceId, key);
      const at = now();
      const claim = { runningUntil: new Date(at + longestRunMs), expiresAt: new Date(at + keptMs) };
      try {
        await keys.create({ _id, request, ...claim });
        return { kind: 'new' };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const found = await keys.findOne({ _id }).lean();
      if (!found || found.expiresAt.getTime() <= at) {
        // Run out, or released in between: whoever replaces exactly what was read has it.
        await keys.deleteOne({ _id, expiresAt: { $lte: new Date(at) } });
        return this.begin(workspaceId, key, request);
      }
      if (found.request !== request) return { kind: 'other-request' };
      if (found.answer !== undefined)
        return { kind: 'answered', answer: JSON.parse(sealer.open(found.answer, _id)) as StoredAnswer };
      const takenOver = await keys.updateOne(
        { _id, request, answer: { $exists: false }, runningUntil: { $lte: new Date(at) } },
        { $set: claim },
      );
      return takenOver.modifiedCount === 1 ? { kind: 'new' } : { kind: 'running' };
    },
    async finish(workspaceId, key, answer) {
      const _id = idOf(workspaceId, key);
      await keys.updateOne(
        { _id },
        { $set: { answer: sealer.seal(JSON.stringify(answer), _id) }, $unset: { runningUntil: '' } },
      );
    },
    async release(workspaceId, key) {
      await keys.deleteOne({ _id: idOf(workspaceId, key), answer: { $exists: false } });
    },
  };
}
