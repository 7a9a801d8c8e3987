import type { Flow } from '../../runtime/contract/index.ts';
import { runFlowTests, type FlowTestResult } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

export type RunnerWorld = {
  now(): number;
  after(ms: number, work: () => void): () => void;
  /** Calls back when nothing more urgent is to be done; returns how not to. */
  whenIdle(work: () => void): () => void;
  /** Lets the page do what else it has to. */
  rest(): Promise<void>;
  /** The published flows that this one goes into. */
  library(flow: Flow): Promise<readonly Flow[]>;
};

export type RunnerState = {
  /** By test, of the flow as it was when they were last played. */
  results: ReadonlyMap<string, FlowTestResult>;
  running: boolean;
};

/** So long after the last change, so that nobody waits for tests while they type. */
const restMs = 600;
/** The page is held up no longer than this at a stretch. */
const stretchMs = 12;
/** All tests together; the server has its own limit when it publishes. */
const budgetMs = 20_000;

/** Plays the open flow's tests whenever it has come to mean something else, a moment later and when the page has nothing to do. */
export class TestRunner {
  readonly #world: RunnerWorld;
  readonly #tell: (state: RunnerState) => void;
  #meaning: Flow | null = null;
  #results: ReadonlyMap<string, FlowTestResult> = new Map();
  /** Raised by whatever makes a run out of date. */
  #turn = 0;
  #cancel: () => void = () => {};

  constructor(world: RunnerWorld, tell: (state: RunnerState) => void) {
    this.#world = world;
    this.#tell = tell;
  }

  changed(flow: Flow): void {
    if (this.#meaning && sameMeaning(this.#meaning, flow)) return;
    this.#meaning = flow;
    this.#turn += 1;
    this.#cancel();
    if (!flow.tests?.length) {
      this.#results = new Map();
      this.#tell({ results: this.#results, running: false });
      return;
    }
    this.#tell({ results: this.#results, running: true });
    this.#cancel = this.#world.after(restMs, () => {
      this.#cancel = this.#world.whenIdle(() => void this.run(flow));
    });
  }

  /** Plays all of a flow's tests now. */
  async run(flow: Flow): Promise<void> {
    this.#cancel();
    this.#meaning = flow;
    this.#turn += 1;
    const turn = this.#turn;
    this.#tell({ results: this.#results, running: true });
    const library = await this.#world.library(flow);
    const began = this.#world.now();
    let rested = began;
    const goOn = async () => {
      if (this.#world.now() - rested > stretchMs) {
        await this.#world.rest();
        rested = this.#world.now();
      }
      return turn === this.#turn && this.#world.now() - began < budgetMs;
    };
    const results = await runFlowTests(flow, library, nodeTypes, { goOn });
    if (turn !== this.#turn) return;
    this.#results = new Map(results.map((result) => [result.id, result]));
    this.#tell({ results: this.#results, running: false });
  }

  close(): void {
    this.#turn += 1;
    this.#cancel();
    this.#meaning = null;
    this.#results = new Map();
    this.#tell({ results: this.#results, running: false });
  }
}

/** Parts that no test sees: where cards stand, notes, what the flow is called. Untouched parts are shared between versions of a draft. */
const sameMeaning = (one: Flow, other: Flow): boolean =>
  one.id === other.id &&
  (['nodes', 'edges', 'triggers', 'variables', 'settings', 'languages', 'translations', 'tests'] as const).every(
    (part) => one[part] === other[part],
  );
