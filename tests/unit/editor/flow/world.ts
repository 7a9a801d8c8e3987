import type { Edit, Flow, Issue } from '../../../../runtime/contract/index.ts';
import { applyAll } from '../../../../runtime/engine/index.ts';
import { ApiProblem } from '../../../../editor/client/http.ts';
import { createFlowStore, type FlowWorld } from '../../../../editor/flow/flow-store.ts';
import type { Shelf } from '../../../../editor/flow/keeping.ts';
import type { Draft } from '../../../../editor/flow/saving.ts';

/** A storage with room for so many characters. */
export class MemoryShelf implements Shelf {
  readonly items = new Map<string, string>();
  room = Number.POSITIVE_INFINITY;
  get length(): number {
    return this.items.size;
  }
  key = (index: number): string | null => [...this.items.keys()][index] ?? null;
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem(key: string, value: string): void {
    if (value.length > this.room) throw new Error('QuotaExceededError');
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** Time that moves by being told to; whatever comes due is done, and so is what follows from it. */
export class Clock {
  now = 1_000_000;
  #due: { at: number; work: () => void }[] = [];

  after = (ms: number, work: () => void): (() => void) => {
    const entry = { at: this.now + ms, work };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  };

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (;;) {
      const [next] = this.#due.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at);
      if (!next) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.now = Math.max(this.now, next.at);
      next.work();
      await settled();
    }
    this.now = end;
  }
}

/** Lets promises that wait for nothing go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** A server as the API's service edits flows. What happens to the next request can be told. */
export class FlowServer {
  draft: Draft;
  readonly requests: Edit[][] = [];
  /** For each next request: it does not arrive, its answer is lost, or it is refused so. */
  next: ('unheard' | 'unanswered' | ApiProblem)[] = [];
  isDown = false;
  issues: Issue[] = [];

  constructor(flow: Flow) {
    this.draft = {
      id: flow.id,
      name: flow.name,
      revision: 1,
      activeVersion: null,
      paused: false,
      status: 'draft',
      createdAt: '',
      updatedAt: '',
      updatedBy: '',
      flow,
    } as Draft;
  }

  async read(): Promise<Draft> {
    if (this.isDown) throw new ApiProblem('client.unreachable', 0);
    const [fate] = this.next;
    if (fate instanceof ApiProblem && fate.code === 'flow.not-found') throw fate;
    return structuredClone(this.draft);
  }

  async send(baseRevision: number, edits: Edit[]) {
    const fate = this.next.shift();
    if (this.isDown || fate === 'unheard') throw new ApiProblem('client.unreachable', 0);
    if (fate instanceof ApiProblem) throw fate;
    this.requests.push(edits);
    const merged = baseRevision !== this.draft.revision;
    this.edit(structuredClone(edits));
    if (fate === 'unanswered') throw new ApiProblem('client.unreachable', 0);
    const { revision, flow } = this.draft;
    return structuredClone({ revision, merged, ...(merged && { flow }) });
  }

  /** Edits as somebody else makes them. */
  edit(edits: readonly Edit[]): void {
    const result = applyAll(this.draft.flow, edits);
    if ('conflict' in result) throw new ApiProblem('flow.edit-conflict', 409);
    this.draft = { ...this.draft, flow: result.flow, revision: this.draft.revision + 1 };
  }
}

/** A browser: pages of it share its storage. */
export class Browser {
  readonly clock: Clock;
  readonly changes = new MemoryShelf();
  readonly steps = new MemoryShelf();
  readonly server: FlowServer;
  readonly #here = new Set<string>();
  mayEdit = true;
  #pages = 0;

  constructor(server: FlowServer, clock = new Clock()) {
    this.server = server;
    this.clock = clock;
  }

  /** An open page with the flow. `leave` ends it as a browser does, `crash` without a word. */
  async page() {
    const name = `page${(this.#pages += 1)}`;
    let isAlive = true;
    let leaving = () => {};
    const world: FlowWorld = {
      now: () => this.clock.now,
      after: (ms, work) => this.clock.after(ms, () => isAlive && work()),
      whenIdle: (work) => this.clock.after(0, () => isAlive && work()),
      read: () => this.server.read(),
      send: (_flowId, revision, edits) => this.server.send(revision, edits),
      check: async () => ({ revision: this.server.draft.revision, issues: this.server.issues }),
      me: async () => ({ userId: 'u1', mayEdit: this.mayEdit }),
      changesShelf: this.changes,
      stepsShelf: this.steps,
      newPage: () => name,
      whenLeaving: (work) => {
        leaving = work;
        return () => (leaving = () => {});
      },
      meet: (_flowId, page) => {
        this.#here.add(page);
        return {
          others: async () => new Set([...this.#here].filter((other) => other !== page)),
          leave: () => void this.#here.delete(page),
        };
      },
    };
    const store = createFlowStore(world);
    await store.getState().open(this.server.draft.id);
    return {
      store,
      get state() {
        return store.getState();
      },
      leave: () => {
        leaving();
        isAlive = false;
        this.#here.delete(name);
      },
      crash: () => {
        isAlive = false;
        this.#here.delete(name);
      },
    };
  }
}
