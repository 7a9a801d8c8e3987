import type { Flow, FlowNode, Issue } from '../../runtime/contract/index.ts';
import { validateFlow } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ApiProblem } from '../client/http.ts';
import { isOfChannel, withoutRepeats } from './problems.ts';

export type CheckingWorld = {
  after(ms: number, work: () => void): () => void;
  /** Calls back when nothing more urgent is to be done; returns how not to. */
  whenIdle(work: () => void): () => void;
  /** What the server finds in the draft that it has: it also asks the channels. */
  check(): Promise<{ revision: number; issues: Issue[] }>;
};

/** So long after the last change, so that nobody is told of a sentence half written, and typing is not held up. */
const restMs = 250;
/** The server is asked when nothing was saved for so long. */
const askMs = 800;

/**
 * Finds what is wrong with the flow while it changes: at once what the flow itself shows, and what the channels would refuse when the
 * server has the draft. What a channel said of a card holds until that card changes.
 */
export class Checking {
  readonly #world: CheckingWorld;
  readonly #found: (issues: Issue[]) => void;
  #flow: Flow | null = null;
  #own: Issue[] = [];
  #ofChannels: { issue: Issue; node: FlowNode }[] = [];
  #askedAt = 0;
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
        this.#own = validateFlow(flow, nodeTypes);
        this.#tell();
      });
    });
  }

  /** The server has the flow as it is here, at this revision. */
  saved(revision: number): void {
    if (revision === this.#askedAt || this.#isClosed) return;
    this.#askedAt = revision;
    const flow = this.#flow;
    this.#cancelAsking();
    this.#cancelAsking = this.#world.after(askMs, () => void this.#ask(flow));
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
      const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
      this.#ofChannels = issues.flatMap((issue) => {
        const node = nodes.get(issue.node ?? '');
        return node && isOfChannel(issue) ? [{ issue, node }] : [];
      });
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
    const places = new Map(flow.nodes.map((node, index) => [node, index]));
    const told = this.#ofChannels.flatMap(({ issue, node }): Issue[] => {
      const index = places.get(node);
      return index === undefined
        ? []
        : [{ ...issue, path: (issue.path ?? '').replace(/^\/nodes\/\d+/, `/nodes/${index}`) }];
    });
    this.#found(withoutRepeats([...this.#own, ...told]));
  }
}
