import { MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../../api/store/embedded/start.ts';

/** Owns a store and writes to it with 16 writers until it is killed; prints the id of each acknowledged write. */
const store = await startEmbeddedStore({ dataDir: process.argv[2]! });
const client = await MongoClient.connect(store.uri);
const writes = client.db().collection<{ _id: string; writer: number; n: number; tags: string[] }>('writes');
await writes.createIndexes([{ key: { writer: 1, n: -1 }, unique: true }, { key: { tags: 1 } }]);

async function write(writer: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const _id = `${writer}:${n}`;
    await writes.insertOne({ _id, writer, n, tags: [`t${n % 7}`, 'all'] }, { writeConcern: { j: true } });
    process.stdout.write(`${_id}\n`);
    if (n > 0) await writes.updateOne({ _id: `${writer}:${n - 1}` }, { $set: { n: -n, tags: ['old'] } });
  }
}

await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
