import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Connection } from 'mongoose';
import { GridFSBucket, MongoServerError, type ObjectId } from 'mongodb';
import type { FileStore } from '../../runtime/ports.ts';

/** Files in GridFS, so that one backup holds everything and a cluster needs no shared disk. */
export function createFileStore(connection: Connection): FileStore {
  const { db } = connection;
  if (!db) throw new Error('the store is not connected');
  const bucket = new GridFSBucket(db as never, { bucketName: 'files' });
  // Our ids are strings; GridFS takes any.
  const gridId = (id: string) => id as unknown as ObjectId;

  const find = (id: string) => bucket.find({ _id: gridId(id) }, { limit: 1 }).next();

  return {
    async put(id, { workspaceId, bytes, mimeType, filename }) {
      if (await find(id)) return;
      const upload = bucket.openUploadStreamWithId(gridId(id), filename ?? id, { metadata: { workspaceId, mimeType } });
      try {
        await pipeline(Readable.from([bytes]), upload);
      } catch (error) {
        // Chunks of a copy that a crash cut off: they go, and the caller tries again.
        if (error instanceof MongoServerError && error.code === 11_000 && !(await find(id)))
          await db.collection('files.chunks').deleteMany({ files_id: gridId(id) });
        throw error;
      }
    },
    async get(workspaceId, id) {
      const file = await find(id);
      if (!file || file.metadata?.['workspaceId'] !== workspaceId) return undefined;
      const parts: Buffer[] = [];
      for await (const part of bucket.openDownloadStream(gridId(id))) parts.push(part as Buffer);
      return { bytes: Buffer.concat(parts), mimeType: String(file.metadata['mimeType']), filename: file.filename };
    },
  };
}
