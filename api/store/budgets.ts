import { Schema, type Connection } from 'mongoose';
import type { BudgetStore, FlowDay } from '../../runtime/ports.ts';
import { insertedFirst } from './duplicates.ts';

/** What has been reserved of a flow's day. */
export type BudgetDocument = {
  /** `workspace:flow:day`. */
  _id: string;
  workspaceId: string;
  flowId: string;
  day: string;
  messages: number;
  micros: number;
  /** Somebody has the one message beyond the cap. */
  closing?: boolean;
  expiresAt: Date;
};

export const budgetSchema = new Schema<BudgetDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    flowId: { type: String, required: true },
    day: { type: String, required: true },
    messages: { type: Number, required: true },
    micros: { type: Number, required: true },
    closing: Boolean,
    expiresAt: { type: Date, required: true },
  },
  { collection: 'budgets', versionKey: false, autoIndex: false },
);
// A day that is over is of no use.
budgetSchema.index({ expiresAt: 1 }, { name: 'age', expireAfterSeconds: 0 });

const keptMs = 7 * 24 * 60 * 60 * 1_000;
/** Others take of the rest at the same time; whoever is unlucky so often stops early. */
const triesForTheRest = 5;

const journalled = { writeConcern: { w: 'majority', j: true } } as const;

export function createBudgetStore(connection: Connection, now: () => number = Date.now): BudgetStore {
  const budgets = connection.collection<BudgetDocument>('budgets');
  const idOf = ({ workspaceId, flowId, day }: FlowDay): string => `${workspaceId}:${flowId}:${day}`;

  const made = (key: FlowDay): Promise<boolean> =>
    insertedFirst(
      budgets.updateOne(
        { _id: idOf(key) },
        { $setOnInsert: { ...key, messages: 0, micros: 0, expiresAt: new Date(now() + keptMs) } },
        { upsert: true },
      ),
    );

  /** True when there were still at most `from` reserved, so that the block could be added. */
  async function add(key: FlowDay, what: 'messages' | 'micros', block: number, from: object | number) {
    const { modifiedCount } = await budgets.updateOne(
      { _id: idOf(key), [what]: from },
      { $inc: { [what]: block } },
      journalled,
    );
    return modifiedCount === 1;
  }

  return {
    async reserve(key, what, block, cap) {
      if (await add(key, what, block, { $lte: cap - block })) return block;
      await made(key);
      for (let tries = 0; tries < triesForTheRest; tries += 1) {
        const found = await budgets.findOne({ _id: idOf(key) });
        const reserved = found?.[what] ?? 0;
        const rest = Math.min(block, cap - reserved);
        if (rest <= 0) return 0;
        if (await add(key, what, rest, reserved)) return rest;
      }
      return 0;
    },
    async claimClosing(key) {
      await made(key);
      const { modifiedCount } = await budgets.updateOne(
        { _id: idOf(key), closing: { $exists: false } },
        { $set: { closing: true } },
        journalled,
      );
      return modifiedCount === 1;
    },
  };
}
