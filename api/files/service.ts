import { ProblemError, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { FileStore } from '../../runtime/ports.ts';

export type FileReader = Pick<FileStore, 'get'>;

export class FileService {
  readonly #files: FileReader;

  constructor({ files }: { files: FileReader }) {
    this.#files = files;
  }

  async read(workspaceId: WorkspaceId, fileId: string) {
    const file = await this.#files.get(workspaceId, fileId);
    if (!file) throw new ProblemError('file.not-found', { fileId });
    return file;
  }
}
