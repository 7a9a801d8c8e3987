import { ProblemError, type Instant, type Json, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { Page, Position } from '../http/paging.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';
import { mostGlobalBytes, mostOfAKind, type DefinitionBody, type DefinitionKind } from './kinds.ts';

export type Definition = { id: string; name: string; updatedAt: Instant } & { [key: string]: Json };

export interface DefinitionStore {
  /** By name. */
  list(
    workspaceId: WorkspaceId,
    kind: DefinitionKind,
    query: { after?: Position; limit: number },
  ): Promise<Page<Definition>>;
  /** The ids of all of them, by kind. */
  ids(workspaceId: WorkspaceId): Promise<{ [kind in DefinitionKind]: string[] }>;
  /** Makes it, or puts it in the place of the one with this id. */
  put(workspaceId: WorkspaceId, kind: DefinitionKind, definition: Definition): Promise<void>;
  /** False when there is none. */
  remove(workspaceId: WorkspaceId, kind: DefinitionKind, id: string): Promise<boolean>;
  /** How many others of the kind there are, and the bytes of what they hold. */
  size(workspaceId: WorkspaceId, kind: DefinitionKind, except: string): Promise<{ count: number; bytes: number }>;
}

export type DefinitionDeps = { definitions: DefinitionStore; announce?: Announce };

export class DefinitionService {
  readonly #store: DefinitionStore;
  readonly #announce: Announce;

  constructor({ definitions, announce = announceToNobody }: DefinitionDeps) {
    this.#store = definitions;
    this.#announce = announce;
  }

  list(workspaceId: WorkspaceId, kind: DefinitionKind, query: { after?: Position; limit: number }) {
    return this.#store.list(workspaceId, kind, query);
  }

  /** Throws `definition.too-many` and, for constants, `definition.too-large`. */
  async put(workspaceId: WorkspaceId, kind: DefinitionKind, id: string, body: DefinitionBody): Promise<Definition> {
    const definition = { ...body, name: body.name.trim(), id, updatedAt: new Date().toISOString() };
    const others = await this.#store.size(workspaceId, kind, id);
    if (others.count >= mostOfAKind) throw new ProblemError('definition.too-many', { most: mostOfAKind });
    if (kind === 'globals' && others.bytes + Buffer.byteLength(JSON.stringify(definition)) > mostGlobalBytes)
      throw new ProblemError('definition.too-large', { bytes: mostGlobalBytes });
    await this.#store.put(workspaceId, kind, definition);
    this.#announce(workspaceId, 'definitions');
    return definition;
  }

  async remove(workspaceId: WorkspaceId, kind: DefinitionKind, id: string): Promise<void> {
    if (!(await this.#store.remove(workspaceId, kind, id))) throw new ProblemError('definition.not-found', { id });
    this.#announce(workspaceId, 'definitions');
  }
}
