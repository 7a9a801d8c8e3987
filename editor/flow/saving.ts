import type { Edit, Flow } from '../../runtime/contract/index.ts';
import { upgradedFlow } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ApiProblem, type AnswerOf } from '../client/http.ts';
import { withEdits } from './config-changes.ts';
import { joined } from './joining.ts';
import type { Kept } from './keeping.ts';
import { holds, rebase, type ConflictPlace, type Rebased } from './rebasing.ts';

export type Draft = AnswerOf<'GET /flows/:flowId'>;
export type SaveStatus =
  | 'loading'
  /** It could not be read; `problem` says why. */
  | 'failed'
  | 'saved'
  | 'saving'
  | 'unsaved'
  /** Nobody answers: changes are kept in this browser and sent when the server is back. */
  | 'offline'
  /** The server does not take the changes; `problem` says why. */
  | 'refused'
  | 'conflict'
  /** Archived by somebody. */
  | 'gone';

export type SavingState = {
  flow: Flow;
  revision: number;
  activeVersion: number | null;
  paused: boolean;
  /** A version answers people, and the draft differs from it. */
  unpublished: boolean;
  status: SaveStatus;
  savedAt: number | null;
  /** How many changes the server does not have yet. */
  pending: number;
  /** False when this browser has no room to keep them. */
  kept: boolean;
  conflict: { places: ConflictPlace[] } | null;
  problem: ApiProblem | null;
};

/** What saving needs of the world. */
export type SavingWorld = {
  read(): Promise<Draft>;
  send(baseRevision: number, edits: Edit[]): Promise<AnswerOf<'POST /flows/:flowId/edits'>>;
  keep(kept: Kept | null): boolean;
  now(): number;
  /** Calls back later, once; returns how not to. */
  after(ms: number, work: () => void): () => void;
  changed(state: SavingState): void;
};

/** So long after a change it is sent, so that a word goes at once and not letter by letter. */
const restMs = 600;
const mostInOneRequest = 1_000;
/** With the draft read again in between; more often, and server and page do not mean the same. */
const mostConflicts = 5;
const retryMs = { first: 1_000, most: 30_000 };

/**
 * Brings the changes of an open flow to the server, one request at a time, and the changes of others here. What the server does not
 * have is kept in this browser. After an answer was lost the draft is read first: what has arrived is not sent again.
 */
export class Saving {
  readonly #world: SavingWorld;
  #draft: Draft;
  #flow: Flow;
  #pending: Edit[] = [];
  /** So many of the first pending edits are under way, or may have arrived. */
  #sent = 0;
  #isUnsure = false;
  /** What the server has, while I am asked which of two changes to one place stands. */
  #clash: { draft: Draft; rebased: Rebased } | null = null;
  #mayBeStale = false;
  /** The highest revision that was told of while a request was under way. */
  #heard = 0;
  /** The revision that I made and have not been told of yet. */
  #echo = 0;
  #isBusy = false;
  #isSending = false;
  #isClosed = false;
  #isGone = false;
  #failures = 0;
  /** So many times in a row the server found a conflict. */
  #conflicts = 0;
  #idle: Promise<void> = Promise.resolve();
  #problem: ApiProblem | null = null;
  #savedAt: number | null = null;
  #isKept = true;
  #cancelTimer: () => void = () => {};

  constructor(world: SavingWorld, draft: Draft, left: readonly Kept[] = []) {
    this.#world = world;
    this.#draft = draft;
    this.#flow = draft.flow;
    for (const { revision, edits, unsure } of left) {
      const arrived = unsure > 0 && revision !== draft.revision && holds(draft.flow, edits.slice(0, unsure));
      this.#pending.push(...(arrived ? edits.slice(unsure) : edits));
    }
    this.#take(draft, null);
    this.#keep();
    if (this.#pending.length > 0) this.#later(0);
  }

  get flow(): Flow {
    return this.#flow;
  }

  /** Saves edits that were applied to the flow, which is now `flow`. */
  add(flow: Flow, edits: readonly Edit[]): void {
    const waiting = this.#pending.slice(this.#sent);
    this.#flow = flow;
    this.#pending = [...this.#pending.slice(0, this.#sent), ...joined(waiting, edits)];
    if (this.#clash) this.#take(this.#clash.draft, flow);
    this.#keep();
    if (this.#failures === 0) this.#later(restMs);
    this.#show();
  }

  /** The server says that the draft has this revision, or that something else about the flow has changed. */
  heard(revision: number | undefined): void {
    if (this.#isBusy && revision !== undefined) {
      this.#heard = Math.max(this.#heard, revision);
      return;
    }
    if (revision !== undefined && revision < this.#draft.revision) return;
    if (revision !== undefined && revision === this.#echo) {
      // My own change comes back.
      this.#echo = 0;
      return;
    }
    this.#mayBeStale = true;
    if (!this.#isBusy && this.#failures === 0) this.#later(0);
  }

  /** The server is there again, or somebody wants it tried now. */
  retry(): void {
    this.#mayBeStale = true;
    this.#isGone = false;
    this.#failures = 0;
    this.#conflicts = 0;
    this.#problem = null;
    this.#later(0);
  }

  /** Decides between two changes to the same place, for all of the places. */
  resolve(choice: 'mine' | 'theirs'): void {
    if (!this.#clash) return;
    const { draft, rebased } = this.#clash;
    this.#clash = null;
    this.#adopt(draft, rebased[choice]);
    this.#later(0);
    this.#show();
  }

  /** Sends what waits at once. */
  flush(): void {
    if (this.#pending.length > 0 && this.#failures === 0) this.#later(0);
  }

  /** Ends it with a last request for what waits, and with its answer. What does not get through stays in this browser. */
  async close(): Promise<void> {
    this.#cancelTimer();
    if (this.#pending.length > 0 && this.#failures === 0 && !this.#isBusy) this.#start();
    this.#isClosed = true;
    await this.#idle;
  }

  get state(): SavingState {
    const { activeVersion, paused, revision, status } = this.#draft;
    return {
      flow: this.#flow,
      revision,
      activeVersion,
      paused,
      unpublished: status === 'changed' || (status === 'published' && this.#pending.length > 0),
      status: this.#status(),
      savedAt: this.#savedAt,
      pending: changedPlaces(this.#pending),
      kept: this.#isKept,
      conflict: this.#clash && { places: this.#clash.rebased.places },
      problem: this.#problem,
    };
  }

  #status(): SaveStatus {
    if (this.#isGone) return 'gone';
    if (this.#clash) return 'conflict';
    if (this.#problem) return 'refused';
    if (this.#failures > 0) return 'offline';
    if (this.#isSending) return 'saving';
    return this.#pending.length > 0 ? 'unsaved' : 'saved';
  }

  #show(): void {
    if (!this.#isClosed) this.#world.changed(this.state);
  }

  #keep(): void {
    this.#isKept = this.#world.keep(
      this.#pending.length === 0
        ? null
        : {
            revision: this.#draft.revision,
            edits: this.#pending,
            unsure: this.#sent,
            at: this.#world.now(),
          },
    );
  }

  #later(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#world.after(ms, () => this.#start());
  }

  #start(): void {
    if (!this.#isBusy && !this.#isClosed && !this.#isGone) this.#idle = this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    this.#problem = null;
    try {
      for (;;)
        if (this.#isUnsure || this.#mayBeStale || this.#heard > this.#draft.revision) await this.#read();
        else if (this.#pending.length > 0 && !this.#clash) await this.#send();
        else break;
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isBusy = false;
      this.#isSending = false;
      this.#keep();
      this.#show();
    }
  }

  async #read(): Promise<void> {
    this.#mayBeStale = false;
    this.#heard = 0;
    const draft = await this.#world.read();
    this.#failures = 0;
    if (this.#isUnsure) {
      const batch = this.#pending.slice(0, this.#sent);
      if (draft.revision !== this.#draft.revision && holds(draft.flow, batch)) {
        this.#pending = this.#pending.slice(batch.length);
        this.#savedAt = this.#world.now();
      }
      this.#isUnsure = false;
      this.#sent = 0;
    }
    if (draft.revision === this.#draft.revision && !this.#clash && this.#conflicts === 0) this.#draft = draft;
    else this.#take(draft, this.#flow);
  }

  async #send(): Promise<void> {
    const batch = this.#pending.slice(0, mostInOneRequest);
    this.#sent = batch.length;
    this.#isSending = true;
    this.#keep();
    this.#show();
    const { revision, flow } = await this.#world.send(this.#draft.revision, batch);
    this.#failures = 0;
    this.#conflicts = 0;
    this.#isSending = false;
    this.#sent = 0;
    this.#pending = this.#pending.slice(batch.length);
    this.#savedAt = this.#world.now();
    // The server brings cards of an earlier program up to date when it saves.
    const status = this.#draft.status === 'published' ? 'changed' : this.#draft.status;
    const draft = { ...this.#draft, status, revision, flow: flow ?? upgradedFlow(this.#flow, nodeTypes) };
    this.#echo = this.#heard === revision ? 0 : revision;
    if (flow) this.#take(draft, this.#flow);
    else {
      this.#draft = draft;
      this.#flow = draft.flow;
    }
  }

  #take(draft: Draft, known: Flow | null): void {
    const rebased = rebase(draft.flow, this.#pending, known);
    if (rebased.places.length > 0) {
      this.#clash = { draft, rebased };
      if (!known) this.#flow = withEdits(draft.flow, rebased.theirs.pending);
    } else {
      this.#clash = null;
      this.#adopt(draft, rebased.theirs);
    }
  }

  #adopt(draft: Draft, { flow, pending }: Rebased['mine']): void {
    this.#draft = draft;
    this.#flow = flow;
    this.#pending = pending;
    this.#sent = 0;
    this.#keep();
  }

  #failed(error: unknown): void {
    if (!(error instanceof ApiProblem)) throw error;
    const wasSending = this.#isSending;
    if (error.code === 'flow.not-found') {
      this.#isGone = true;
    } else if (error.passes) {
      this.#failures += 1;
      // Whoever is told to wait was not heard; of any other lost answer nobody knows.
      if (wasSending && error.status === 429) this.#sent = 0;
      else if (wasSending) this.#isUnsure = true;
      this.#later(Math.min(retryMs.first * 2 ** (this.#failures - 1), retryMs.most));
    } else {
      this.#sent = 0;
      const isConflict = error.code === 'flow.edit-conflict' || error.code === 'flow.stale-revision';
      if (isConflict && this.#conflicts < mostConflicts) {
        this.#conflicts += 1;
        this.#mayBeStale = true;
        this.#later(0);
      } else this.#problem = error;
    }
  }
}

/** How many changes a person would count: cards, edges, settings and so on, each once; where cards stand counts once for all. */
const changedPlaces = (edits: readonly Edit[]): number =>
  new Set(
    edits.map(({ kind, id, path }) =>
      kind === 'flow' ? `flow ${path[0]} ${path[0] === 'settings' ? path[1] : ''}` : `${kind} ${id}`,
    ),
  ).size;
