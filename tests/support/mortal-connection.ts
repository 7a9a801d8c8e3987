import type { Connection } from 'mongoose';

/** Where a process dies: before its n-th write reaches the store, or after it did and before anybody is told. */
export type Death = { atWrite: number; when: 'before' | 'after' };

const writes = new Set([
  'insertMany',
  'insertOne',
  'bulkWrite',
  'updateMany',
  'updateOne',
  'findOneAndUpdate',
  'deleteOne',
  'deleteMany',
  'replaceOne',
]);

/**
 * A connection whose process dies at a given write: from then on nothing it asks the store is carried out or answered, as after
 * `kill -9`. Heartbeats are not counted, since they come by the clock.
 */
export function mortal(
  connection: Connection,
  death: Death,
): { connection: Connection; isDead: () => boolean; writes: () => number } {
  let count = 0;
  let dead = false;
  const never = new Promise<never>(() => {});

  /** Counts a write; carries it out, or dies with it. */
  const write = (carryOut: () => unknown): unknown => {
    count += 1;
    if (count !== death.atWrite) return carryOut();
    dead = true;
    if (death.when === 'before') return never;
    return (carryOut() as Promise<unknown>).then(
      () => never,
      () => never,
    );
  };

  const collection = (name: string): unknown =>
    new Proxy(connection.collection(name), {
      get(target, property, receiver) {
        const value: unknown = Reflect.get(target, property, receiver);
        if (typeof value !== 'function') return value;
        const method = value as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          if (dead) return property === 'find' ? silentCursor : never;
          const counts = name !== 'processes' && writes.has(String(property));
          return counts ? write(() => method.apply(target, given)) : method.apply(target, given);
        };
      },
    });
  /** Bulk updates go out as commands of the database. */
  const db = (): unknown =>
    connection.db &&
    new Proxy(connection.db, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (property !== 'command') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        return (command: { update?: string }, ...more: unknown[]) => {
          if (dead) return never;
          const carryOut = () => (value as (...given: unknown[]) => unknown).apply(target, [command, ...more]);
          return command.update === undefined ? carryOut() : write(carryOut);
        };
      },
    });
  const silentCursor = { toArray: () => never, next: () => never };

  return {
    connection: new Proxy(connection, {
      get: (target, property, receiver) =>
        property === 'collection'
          ? collection
          : property === 'db'
            ? db()
            : (Reflect.get(target, property, receiver) as unknown),
    }),
    isDead: () => dead,
    writes: () => count,
  };
}
