import { Schema, type Connection } from 'mongoose';
import type { FleetStore } from '../../runtime/ports.ts';

type ProcessDocument = { _id: string; roles: string[]; at: Date };

export const processSchema = new Schema<ProcessDocument>(
  { _id: { type: String, required: true }, roles: [String], at: Date },
  { collection: 'processes', versionKey: false, autoIndex: false },
);
// The dead go by themselves after an hour.
processSchema.index({ at: 1 }, { name: 'age', expireAfterSeconds: 3_600 });

export function createFleetStore(connection: Connection): FleetStore {
  const processes = connection.collection<ProcessDocument>('processes');
  return {
    async beat({ id, roles }, staleMs) {
      // The store's own clock dates the beat, so that the age of others is judged by one clock.
      const self = await processes.findOneAndUpdate(
        { _id: id },
        { $set: { roles }, $currentDate: { at: true } },
        { upsert: true, returnDocument: 'after' },
      );
      const storeNow = self?.at.getTime() ?? Date.now();
      const alive = await processes.find({ at: { $gt: new Date(storeNow - staleMs) } }).toArray();
      return { members: alive.map(({ _id, roles: has }) => ({ id: _id, roles: has })), storeNow };
    },
    async clear() {
      await processes.deleteMany({});
    },
    async leave(id) {
      await processes.deleteOne({ _id: id });
    },
  };
}
