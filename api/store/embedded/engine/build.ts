import { StoreError } from '../errors.ts';
import { type Catalog, type Collection, type Index, prefixOf } from './catalog.ts';
import type { Engine } from './engine.ts';

/** Documents indexed in one transaction of a build, and keys cleared in one of a drop. */
const CHUNK = 500;

/**
 * Fills an index in chunks, between which other statements run; they keep its entries from the start. Ready is set last,
 * so that a build that a crash cut off is begun anew.
 */
export async function buildIndex(
  { store, catalog, writer }: Engine,
  collection: Collection,
  index: Index,
): Promise<void> {
  const end = prefixOf(collection.id + 1);
  let after: Buffer | undefined = prefixOf(collection.id);
  try {
    while (after !== undefined) {
      const from: Buffer = after;
      after = await store.write(() => {
        if (!stillThere(catalog, collection, index)) return undefined;
        let last: Buffer | undefined;
        let seen = 0;
        for (const { key, value } of store.data.getRange({ start: from, exclusiveStart: true, end, limit: CHUNK })) {
          writer.index(collection, index, value, key.subarray(4));
          last = key;
          seen += 1;
        }
        return seen < CHUNK ? undefined : last;
      }, false);
    }
  } catch (error) {
    await store.write(() => {
      if (stillThere(catalog, collection, index)) catalog.dropIndex(collection, index);
    }, true);
    await clearDropped({ store, catalog });
    throw error;
  }
  await store.write(() => {
    if (!stillThere(catalog, collection, index)) {
      throw new StoreError(276, 'IndexBuildAborted', `the index ${index.name} was dropped while it was built`);
    }
    index.ready = true;
    catalog.save(collection);
  }, true);
}

function stillThere(catalog: Catalog, collection: Collection, index: Index): boolean {
  return catalog.get(collection.ns) === collection && collection.indexes.includes(index);
}

/** Clears what was dropped, a chunk at a time. */
export async function clearDropped({ store, catalog }: Pick<Engine, 'store' | 'catalog'>): Promise<void> {
  while (catalog.dropped.length > 0) await store.write(() => catalog.clearDropped(CHUNK), false);
}

/** Finishes what a crash cut off: clears what was dropped, builds again what was being built. */
export async function finishInterrupted(engine: Engine): Promise<void> {
  const { catalog, store } = engine;
  await clearDropped(engine);
  for (const collection of catalog.all()) {
    for (const index of collection.indexes.filter(({ ready }) => !ready)) {
      const { name, key, unique, sparse, partial, expireAfterSeconds } = index;
      const fresh = await store.write(() => {
        catalog.dropIndex(collection, index);
        const partialFilterExpression = partial?.document;
        const spec = { name, key, unique, sparse, partialFilterExpression, expireAfterSeconds };
        return catalog.addIndex(collection, spec, false);
      }, false);
      await clearDropped(engine);
      await buildIndex(engine, collection, fresh);
    }
  }
}
