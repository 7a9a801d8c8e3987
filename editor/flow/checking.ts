import type { Flow, Issue } from '../../runtime/contract/index.ts';
import { validateFlow } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ApiProblem } from '../client/http.ts';
import { withoutRepeats } from './problems.ts';
import { onlyFromServer, stillTold, type Told } from './server-knows.ts';

export type CheckingWorld = {
  after(ms: number, work: () => void): () => void;
  /** Calls back when nothing more urgent is to be done; returns how not to. */
  whenIdle(work: () => void): () => void;
  /** What the server finds in the draft that it has: it also asks the channels and knows the workspace. */
  check(): Promise<{ revision: number; issues: Issue[] }>;
};

/** So long after the last change, so that nobody is told of a sentence half written, and typing is not held up. */
const restMs = 250;
/** The server is asked when nothing was saved for so long. */
const askMs = 800;

/**
 * Finds what is wrong with the flow while it changes: at once what the flow itself shows, and what only the server knows when it has
 * the draft: what the channels would refuse, what the workspace does not have. What it said of a card holds until that card changes.
 */
export class Checking {
  readonly #world: CheckingWorld;
  readonly #found: (issues: Issue[]) => void;
  #flow: Flow | null = null;
  #own: { flow: Flow; issues: Issue[] } | null = null;
  #told: Told[] = [];
  #askedAt = 0;
  /** The flow as it was when that was saved. */
  #saved: Flow | null = null;
  #isClosed = false;
  #cancel: () => void = () => {};
  #cancelAsking: () => void = () => {};

  constructor(world: CheckingWorld, found: (issues: Issue[]) => void) {
    this.#world = world;
    this.#found = found;
  }

  changed(flow: Flow): void {
    const isFirst = this.#flow === null;
    this.#flow = flow;
    this.#cancel();
    this.#cancel = this.#world.after(isFirst ? 0 : restMs, () => {
      this.#cancel = this.#world.whenIdle(() => {
        this.#own = { flow, issues: validateFlow(flow, nodeTypes) };
        this.#tell();
      });
    });
  }

  /** The server has the flow as it is here, at this revision. */
  saved(revision: number): void {
    if (revision === this.#askedAt || this.#isClosed) return;
    this.#askedAt = revision;
    this.#saved = this.#flow;
    this.#askSoon();
  }

  #askSoon(): void {
    const flow = this.#saved;
    this.#cancelAsking();
    this.#cancelAsking = this.#world.after(askMs, () => void this.#ask(flow));
  }

  /** The workspace has changed: the draft that the server has may be another now in its eyes. */
  askAgain(): void {
    if (this.#askedAt > 0 && !this.#isClosed) this.#askSoon();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#cancelAsking();
  }

  async #ask(flow: Flow | null): Promise<void> {
    try {
      const { revision, issues } = await this.#world.check();
      if (!flow || revision !== this.#askedAt) return;
      // The flow may have gone on since.
      const own = this.#own?.flow === flow ? this.#own.issues : validateFlow(flow, nodeTypes);
      this.#told = onlyFromServer(flow, own, issues);
      this.#tell();
    } catch (error) {
      // Publishing asks again; until then the page says what it can find out itself.
      if (!(error instanceof ApiProblem)) throw error;
      this.#askedAt = 0;
    }
  }

  #tell(): void {
    const flow = this.#flow;
    if (!flow || this.#isClosed) return;
    this.#found(withoutRepeats([...(this.#own?.issues ?? []), ...stillTold(flow, this.#told)]));
  }
}
