import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { WorkspaceId } from '../../runtime/contract/index.ts';
import type { AlertStore, FlowAlert } from '../../runtime/ports.ts';
import type { FlowAlertReader } from '../flow-alerts/service.ts';
import { pageFrom } from '../http/paging.ts';
import { insertedFirst, isDuplicate } from './duplicates.ts';

/** Times that a guard has stopped a flow at a card on a day; `kind: 'mail'` holds who writes to the owners. */
export type FlowAlertDocument = {
  _id: string;
  workspaceId: string;
  kind: 'alert' | 'mail';
  flowId: string;
  day: string;
  code?: string;
  node?: string;
  message?: string;
  count?: number;
  /** The last sessions counted, so that a repeat is not. */
  sessions?: string[];
  firstAt?: number;
  lastAt: number;
  dismissedAt?: number;
  dismissedBy?: string;
  expiresAt: Date;
};

export const flowAlertSchema = new Schema<FlowAlertDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    kind: { type: String, required: true },
    flowId: { type: String, required: true },
    day: { type: String, required: true },
    code: String,
    node: String,
    message: String,
    count: Number,
    sessions: { type: [String], default: undefined },
    firstAt: Number,
    lastAt: { type: Number, required: true },
    dismissedAt: Number,
    dismissedBy: String,
    expiresAt: { type: Date, required: true },
  },
  { collection: 'flowAlerts', versionKey: false, autoIndex: false },
);
// The list, the latest first.
flowAlertSchema.index({ workspaceId: 1, kind: 1, lastAt: -1, _id: 1 }, { name: 'list' });
flowAlertSchema.index({ expiresAt: 1 }, { name: 'age', expireAfterSeconds: 0 });

const keptMs = 90 * 24 * 60 * 60 * 1_000;
const sessionsKept = 50;

const idOf = (...parts: (string | undefined)[]): string =>
  `fa_${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24)}`;

export function createFlowAlertStore(connection: Connection): AlertStore & FlowAlertReader {
  const alerts = connection.collection<FlowAlertDocument>('flowAlerts');
  const expiry = (at: number) => new Date(at + keptMs);

  return {
    async raise({ workspaceId, flowId, code, node, day, message, at, sessionId }: FlowAlert) {
      const _id = idOf('alert', workspaceId, flowId, code, node, day);
      const time = Date.parse(at);
      const once = () =>
        alerts.updateOne(
          { _id, sessions: { $ne: sessionId } },
          {
            $inc: { count: 1 },
            $push: { sessions: { $each: [sessionId], $slice: -sessionsKept } },
            $min: { firstAt: time },
            $max: { lastAt: time },
            $set: {
              workspaceId,
              kind: 'alert',
              flowId,
              code,
              day,
              message,
              expiresAt: expiry(time),
              ...(node !== undefined && { node }),
            },
            $unset: { dismissedAt: '', dismissedBy: '' },
          },
          { upsert: true },
        );
      try {
        await once();
      } catch (error) {
        // Counted already; or two made the record at once, and the one that lost counts on it.
        if (!isDuplicate(error)) throw error;
        await once().catch((again: unknown) => {
          if (!isDuplicate(again)) throw again;
        });
      }
    },
    async claimMail({ workspaceId, flowId, day, at }) {
      const time = Date.parse(at);
      return insertedFirst(
        alerts.updateOne(
          { _id: idOf('mail', workspaceId, flowId, day) },
          { $setOnInsert: { workspaceId, kind: 'mail', flowId, day, lastAt: time, expiresAt: expiry(time) } },
          { upsert: true },
        ),
      );
    },
    async list(workspaceId: WorkspaceId, { after, limit, dismissed = false }) {
      const found = await alerts
        .find(
          {
            workspaceId,
            kind: 'alert',
            dismissedAt: { $exists: dismissed },
            ...(after && {
              $or: [{ lastAt: { $lt: Number(after.key) } }, { lastAt: Number(after.key), _id: { $gt: after.id } }],
            }),
          },
          { sort: { lastAt: -1, _id: 1 }, limit: limit + 1 },
        )
        .toArray();
      const rows = found.map(({ _id, flowId, code = '', node, message = '', day, count = 1, firstAt = 0, lastAt }) => ({
        id: _id,
        flowId,
        code,
        message,
        day,
        count,
        firstAt: new Date(firstAt).toISOString(),
        lastAt: new Date(lastAt).toISOString(),
        ...(node !== undefined && { node }),
      }));
      return pageFrom(rows, limit, (row) => ({ key: Date.parse(row.lastAt), id: row.id }));
    },
    async dismiss(workspaceId, id, by, at) {
      const { matchedCount } = await alerts.updateOne(
        { _id: id, workspaceId, kind: 'alert' },
        { $set: { dismissedAt: at, dismissedBy: by } },
      );
      return matchedCount === 1;
    },
  };
}
