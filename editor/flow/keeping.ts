import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { Edit } from '../../runtime/contract/index.ts';
import { noHistory, type History } from './history.ts';

/** Changes that the server does not have yet, as they lie in this browser. */
const Kept = Type.Object({
  /** The revision that they were made from. */
  revision: Type.Integer(),
  edits: Type.Array(Edit),
  /** So many of the first were sent, and nobody knows whether they arrived. */
  unsure: Type.Integer(),
  at: Type.Number(),
});
export type Kept = Static<typeof Kept>;

const KeptStep = Type.Object({ edits: Type.Array(Edit), at: Type.Number() });
const KeptHistory = Type.Object({ done: Type.Array(KeptStep), undone: Type.Array(KeptStep) });

/** The part of `Storage` that is needed. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Where the changes of one person to one flow outlive the page. Every open page writes under a name of its own. */
export class Keeper {
  readonly #changes: Shelf;
  readonly #steps: Shelf;
  readonly #prefix: string;
  readonly #own: string;
  readonly #historyKey: string;

  /** `changes` outlives the browser, `steps` the reload of a page. */
  constructor(
    changes: Shelf,
    steps: Shelf,
    { userId, flowId, page }: { userId: string; flowId: string; page: string },
  ) {
    this.#changes = changes;
    this.#steps = steps;
    this.#prefix = `cauce.changes:${userId}:${flowId}:`;
    this.#own = `${this.#prefix}${page}`;
    this.#historyKey = `cauce.history:${userId}:${flowId}`;
  }

  /** Keeps what is not saved yet, or forgets what is. False when there is no room. */
  keep(kept: Kept | null): boolean {
    try {
      if (kept) this.#changes.setItem(this.#own, JSON.stringify(kept));
      else this.#changes.removeItem(this.#own);
      return true;
    } catch {
      return false;
    }
  }

  /** The pages that have left something here, this one aside. */
  pages(): string[] {
    return keysOf(this.#changes)
      .filter((key) => key.startsWith(this.#prefix) && key !== this.#own)
      .map((key) => key.slice(this.#prefix.length));
  }

  /** Takes over what pages that are gone have left, the oldest first. What cannot be read is thrown away. */
  adopt(pages: readonly string[]): Kept[] {
    const found = pages.flatMap((page): Kept[] => {
      const key = `${this.#prefix}${page}`;
      const kept = parsed(this.#changes.getItem(key));
      this.#changes.removeItem(key);
      return Value.Check(Kept, kept) && kept.edits.length > 0 ? [kept] : [];
    });
    return found.toSorted((one, other) => one.at - other.at);
  }

  /** Keeps the steps of undo; where there is no room, the latest of them. */
  keepHistory({ done, undone }: History): void {
    for (let most = done.length + undone.length; ; most = Math.floor(most / 2)) {
      try {
        if (most === 0) this.#steps.removeItem(this.#historyKey);
        else {
          const kept = { done: done.slice(-most), undone: undone.slice(-most) };
          this.#steps.setItem(this.#historyKey, JSON.stringify(kept));
        }
        return;
      } catch {
        if (most === 0) return;
      }
    }
  }

  history(): History {
    const kept = parsed(this.#steps.getItem(this.#historyKey));
    return Value.Check(KeptHistory, kept) ? kept : noHistory;
  }
}

const keysOf = (shelf: Shelf): string[] =>
  Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter((key) => key !== null);

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
