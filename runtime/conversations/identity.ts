import { createHmac } from 'node:crypto';
import QuickLRU from 'quick-lru';
import type { Alias } from '../channels/channel.ts';
import type { ContactId, WorkspaceId } from '../contract/index.ts';

/** The `_id` of an alias document: unique on any cluster. */
export const aliasIdOf = (workspaceId: WorkspaceId, { kind, key }: Pick<Alias, 'kind' | 'key'>): string =>
  `${workspaceId}:${kind}:${key}`;

/**
 * Which contact goes by a name. What the store has said is cached; for a name never met, the id a new contact would get is
 * derived from it (keyed hash, so that an id does not give the number away), and two processes that meet a new person at once
 * therefore agree without asking.
 */
export function createIdentities(key: Buffer, cacheSize = 50_000) {
  const known = new QuickLRU<string, ContactId>({ maxSize: cacheSize });
  return {
    guess(workspaceId: WorkspaceId, aliases: readonly Alias[]): ContactId {
      for (const alias of aliases) {
        const contactId = known.get(aliasIdOf(workspaceId, alias));
        if (contactId) return contactId;
      }
      const [first] = aliases;
      if (!first) throw new Error('a contact needs at least one name');
      return derive(key, aliasIdOf(workspaceId, first));
    },
    /** True when the store has said of every one of the names that it is the same contact's. */
    agreesOn(workspaceId: WorkspaceId, aliases: readonly Alias[]): boolean {
      const owners = new Set(aliases.map((alias) => known.get(aliasIdOf(workspaceId, alias))));
      return owners.size === 1 && !owners.has(undefined);
    },
    learn(workspaceId: WorkspaceId, aliases: readonly Alias[], contactId: ContactId): void {
      for (const alias of aliases) known.set(aliasIdOf(workspaceId, alias), contactId);
    },
    forget(workspaceId: WorkspaceId, aliases: readonly Alias[]): void {
      for (const alias of aliases) known.delete(aliasIdOf(workspaceId, alias));
    },
  };
}
export type Identities = ReturnType<typeof createIdentities>;

const derive = (key: Buffer, aliasId: string): ContactId =>
  `c${createHmac('sha256', key).update(aliasId).digest('base64url').slice(0, 21)}` as ContactId;
