import { encodeField } from '../bson/key.ts';
import { decode } from '../bson/codec.ts';
import { indexValues } from '../bson/path.ts';
import { type Collection, type Index, prefixOf } from './catalog.ts';
import type { Engine } from './engine.ts';
import { documentKey } from './writer.ts';

const CHUNK = 1000;

/** Deletes the documents whose time is over, oldest first, a chunk at a time. @returns how many */
export async function expire({ store, catalog, writer }: Engine, now: number): Promise<number> {
  let deleted = 0;
  for (const collection of catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined || !index.ready) continue;
      for (let more = true; more;) {
        more = await store.write(() => {
          const keys = overdue(collection, index, now);
          deleted += keys.length;
          return keys.length >= CHUNK;
        }, false);
      }
    }
  }
  return deleted;

  function overdue(collection: Collection, index: Index, at: number): Buffer[] {
    if (catalog.get(collection.ns) !== collection || !collection.indexes.includes(index)) return [];
    const [field] = index.fields;
    const limit = at - index.expireAfterSeconds! * 1000;
    const prefix = prefixOf(index.id);
    const oldest = encodeField(new Date(-8.64e15), field!.direction).bytes;
    const newest = encodeField(new Date(limit), field!.direction).bytes;
    const [low, high] = field!.direction === 1 ? [oldest, newest] : [newest, oldest];
    const range = {
      start: Buffer.concat([prefix, low]),
      end: Buffer.concat([prefix, high, Buffer.from([0xff])]),
      limit: CHUNK,
    };
    const done: Buffer[] = [];
    for (const idKey of [...store.index.getRange(range)].map(({ value }) => value)) {
      const key = documentKey(collection, idKey);
      const bytes = writer.read(key);
      if (bytes === undefined) continue;
      // A document without a date there never expires, whatever else the index holds.
      const dates = indexValues(decode(bytes), field!.path).filter((value) => value instanceof Date);
      if (!dates.some((date) => date.getTime() <= limit)) continue;
      writer.remove(collection, key, bytes);
      done.push(key);
    }
    return done;
  }
}
