import { create } from 'zustand';
import type { Edit, Flow, Issue } from '../../runtime/contract/index.ts';
import { applyAll } from '../../runtime/engine/index.ts';
import { ApiProblem } from '../client/http.ts';
import { Checking, type CheckingWorld } from './checking.ts';
import { noHistory, recorded, redone, undone, type History } from './history.ts';
import { Keeper, type Shelf } from './keeping.ts';
import { Saving, type SavingState, type SavingWorld } from './saving.ts';

/** What the open flow needs of the world. */
export type FlowWorld = Pick<SavingWorld, 'now' | 'after'> &
  Pick<CheckingWorld, 'whenIdle'> & {
    read(flowId: string): ReturnType<SavingWorld['read']>;
    send(flowId: string, baseRevision: number, edits: Edit[]): ReturnType<SavingWorld['send']>;
    check(flowId: string): ReturnType<CheckingWorld['check']>;
    me(): Promise<{ userId: string; mayEdit: boolean }>;
    /** Outlives the browser. */
    changesShelf: Shelf;
    /** Outlives the reload of a page. */
    stepsShelf: Shelf;
    /** A name for this page that no other has. */
    newPage(): string;
    /** Calls back whenever the page may be about to end; returns how not to. */
    whenLeaving(work: () => void): () => void;
    /** Makes this page known to others of the same flow, and finds out which of those are open; `leave` ends that. */
    meet(flowId: string, page: string): { others(): Promise<ReadonlySet<string>>; leave(): void };
  };

export type FlowDocument = Omit<SavingState, 'flow'> & {
  flowId: string | null;
  /** The draft with my changes, sent or not; null until it is read. */
  flow: Flow | null;
  canUndo: boolean;
  canRedo: boolean;
  /** What is wrong with the flow, a moment after each change. */
  issues: Issue[];
  readOnly: boolean;
  /** A step that could not be taken back or done again, since somebody else has changed that place. */
  lost: { step: 'undo' | 'redo'; edit: Edit; wish: number } | null;
  open(flowId: string): Promise<void>;
  close(): void;
  /** Edits with the same `group` within a second are one undo step. Edits that do not fit change nothing. */
  dispatch(edits: readonly Edit[], options?: { group?: string }): void;
  undo(): void;
  redo(): void;
  /** Which of two changes to the same place stands, for all the places of `conflict`. */
  resolve(choice: 'mine' | 'theirs'): void;
  /** Tries to save again now. */
  retry(): void;
  /** The server said that the flow has changed; with the draft's revision, if it is that. */
  heard(revision?: number): void;
  /** Something of the workspace that flows name has changed. */
  surroundingsChanged(): void;
};

const closed = {
  flowId: null,
  flow: null,
  revision: 0,
  activeVersion: null,
  paused: false,
  unpublished: false,
  status: 'loading',
  savedAt: null,
  pending: 0,
  kept: true,
  canUndo: false,
  canRedo: false,
  issues: [],
  readOnly: false,
  conflict: null,
  problem: null,
  lost: null,
} satisfies Partial<FlowDocument>;

/** History is written down at most this often. */
const historyRestMs = 300;

export const createFlowStore = (world: FlowWorld) =>
  create<FlowDocument>()((set, get) => {
    type Open = { saving: Saving; keeper: Keeper; checking: Checking; history: History; leave(): void };
    let open: Open | null = null;
    let closing: Promise<void> = Promise.resolve();
    let opening = 0;
    let cancelKeeping = () => {};

    const showHistory = (history: History): void => {
      if (!open) return;
      const { keeper } = open;
      open.history = history;
      set({ canUndo: history.done.length > 0, canRedo: history.undone.length > 0 });
      cancelKeeping();
      cancelKeeping = world.after(historyRestMs, () => keeper.keepHistory(history));
    };

    const step = (which: 'undo' | 'redo'): void => {
      const { flow, readOnly, lost } = get();
      if (!open || !flow || readOnly) return;
      const moved = (which === 'undo' ? undone : redone)(open.history, flow);
      if (!moved) return;
      showHistory(moved.history);
      if ('lost' in moved) set({ lost: { step: which, edit: moved.lost.edit, wish: (lost?.wish ?? 0) + 1 } });
      else open.saving.add(moved.flow, moved.edits);
    };

    const changed = (state: SavingState): void => {
      const { flow } = get();
      set(state);
      if (state.flow !== flow) open?.checking.changed(state.flow);
      if (state.status === 'saved') open?.checking.saved(state.revision);
    };

    return {
      ...closed,

      async open(flowId) {
        get().close();
        const mine = (opening += 1);
        set({ ...closed, flowId });
        const page = world.newPage();
        const met = world.meet(flowId, page);
        try {
          await closing;
          const [draft, { userId, mayEdit }, others] = await Promise.all([
            world.read(flowId),
            world.me(),
            met.others(),
          ]);
          if (mine !== opening) return met.leave();
          const keeper = new Keeper(world.changesShelf, world.stepsShelf, { userId, flowId, page });
          const left = mayEdit ? keeper.adopt(keeper.pages().filter((other) => !others.has(other))) : [];
          const saving = new Saving(
            {
              read: () => world.read(flowId),
              send: (revision, edits) => world.send(flowId, revision, edits),
              keep: (kept) => keeper.keep(kept),
              now: world.now,
              after: world.after,
              changed,
            },
            draft,
            left,
          );
          const checking = new Checking(
            { whenIdle: world.whenIdle, after: world.after, check: () => world.check(flowId) },
            (issues) => set({ issues }),
          );
          // A reload comes before the history's rest is over.
          const stopKeeping = world.whenLeaving(() => open && keeper.keepHistory(open.history));
          const leave = () => {
            stopKeeping();
            met.leave();
          };
          open = { saving, keeper, checking, history: noHistory, leave };
          set({ readOnly: !mayEdit });
          showHistory(keeper.history());
          changed(saving.state);
        } catch (error) {
          met.leave();
          if (mine !== opening) return;
          if (!(error instanceof ApiProblem)) throw error;
          set({ status: error.code === 'flow.not-found' ? 'gone' : 'failed', problem: error });
        }
      },

      close() {
        opening += 1;
        const last = open;
        open = null;
        if (last) {
          cancelKeeping();
          last.keeper.keepHistory(last.history);
          last.checking.close();
          closing = last.saving.close().finally(last.leave);
        }
        set(closed);
      },

      dispatch(edits, { group } = {}) {
        const { flow, readOnly } = get();
        if (!open || !flow || readOnly || edits.length === 0) return;
        const result = applyAll(flow, edits);
        if (!('flow' in result)) return;
        showHistory(recorded(open.history, edits, { group, now: world.now() }));
        open.saving.add(result.flow, edits);
      },

      undo: () => step('undo'),
      redo: () => step('redo'),
      resolve: (choice) => open?.saving.resolve(choice),

      retry() {
        const { flowId } = get();
        if (open) open.saving.retry();
        else if (flowId !== null) void get().open(flowId);
      },

      heard: (revision) => open?.saving.heard(revision),
      surroundingsChanged: () => open?.checking.askAgain(),
    };
  });
