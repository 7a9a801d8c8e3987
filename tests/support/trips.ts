import type { Connection } from 'mongoose';

/** One thing asked of the store: `update` for updates that go out as commands of the database. */
export type StoreCall = { collection: string; method: string; given: readonly unknown[] };

const asked = new Set([
  'insertMany',
  'insertOne',
  'updateMany',
  'updateOne',
  'deleteMany',
  'findOne',
  'findOneAndUpdate',
]);

/**
 * A connection that counts sequential trips: calls that are under way together are one. They count from the moment they are made, not from when
 * a connection was free for them, so that a busy machine makes no two trips of one.
 */
export function countingTrips(connection: Connection, counts: (call: StoreCall) => boolean) {
  let underWay = 0;
  let trips = 0;

  const watch = (call: StoreCall, carryOut: () => unknown): unknown => {
    if (!counts(call)) return carryOut();
    if (underWay === 0) trips += 1;
    underWay += 1;
    return (carryOut() as Promise<unknown>).finally(() => {
      underWay -= 1;
    });
  };

  const collection = (name: string): unknown =>
    intercepted(connection.collection(name), (property, call, given) => {
      if (asked.has(property)) return watch({ collection: name, method: property, given }, () => call(given));
      if (property !== 'find') return call(given);
      const cursor = call(given) as object;
      return intercepted(cursor, (step, read, options) =>
        step === 'toArray' ? watch({ collection: name, method: 'find', given }, () => read(options)) : read(options),
      );
    });
  const db = (): unknown =>
    connection.db &&
    intercepted(connection.db, (property, call, given) => {
      const { update } = (given[0] ?? {}) as { update?: string };
      if (property !== 'command' || update === undefined) return call(given);
      return watch({ collection: update, method: 'update', given }, () => call(given));
    });

  return {
    connection: new Proxy(connection, {
      get: (target, property) =>
        property === 'collection' ? collection : property === 'db' ? db() : (Reflect.get(target, property) as unknown),
    }),
    /** Since the last time this was asked. */
    trips(): number {
      const counted = trips;
      trips = 0;
      return counted;
    },
  };
}

type Call = (given: readonly unknown[]) => unknown;

/** The object with its methods handed to somebody else. */
const intercepted = <Target extends object>(
  target: Target,
  meet: (property: string, call: Call, given: readonly unknown[]) => unknown,
): Target =>
  new Proxy(target, {
    get(whole, property) {
      const value: unknown = Reflect.get(whole, property, whole);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) =>
        meet(String(property), (all) => (value as (...all: unknown[]) => unknown).apply(whole, [...all]), given);
    },
  });
