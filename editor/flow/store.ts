import { create } from 'zustand';
import type { Edit, Flow, Issue } from '../../runtime/contract/index.ts';
import { applyAll } from '../../runtime/engine/index.ts';
import { ApiProblem, call } from '../client/http.ts';
import { noHistory, recorded, redone, undone, type History } from './history.ts';

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
  | 'gone';

/** A place that both I and somebody else have changed. */
export type ConflictPlace = Pick<Edit, 'kind' | 'id' | 'path'> & { mine: unknown; theirs: unknown };
export type FlowConflict = { places: ConflictPlace[] };

export type FlowDocument = {
  /** The draft with my changes, sent or not; null until it is read. */
  flow: Flow | null;
  /** The server's revision that `flow` builds on. */
  revision: number;
  /** The version that answers people; null while none does. */
  activeVersion: number | null;
  paused: boolean;
  status: SaveStatus;
  /** Milliseconds since 1970. */
  savedAt: number | null;
  /** How many changes the server does not have yet. */
  pending: number;
  /** False when this browser has no room to keep them. */
  kept: boolean;
  canUndo: boolean;
  canRedo: boolean;
  issues: Issue[];
  readOnly: boolean;
  conflict: FlowConflict | null;
  problem: ApiProblem | null;
  open(flowId: string): Promise<void>;
  close(): void;
  /** Edits with the same `group` within a second are one undo step. Edits that do not fit change nothing. */
  dispatch(edits: readonly Edit[], options?: { group?: string }): void;
  undo(): void;
  redo(): void;
  resolve(choice: 'mine' | 'theirs'): void;
};

export const useFlow = create<FlowDocument>()((set, get) => {
  let history: History = noHistory;
  const show = (flow: Flow, next: History) => {
    history = next;
    set({ flow, canUndo: next.done.length > 0, canRedo: next.undone.length > 0 });
  };
  return {
    flow: null,
    revision: 0,
    activeVersion: null,
    paused: false,
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
    async open(flowId) {
      const draft = await call('GET /flows/:flowId', { params: { flowId: flowId as never } });
      set({ flow: draft.flow, revision: draft.revision, status: 'saved', activeVersion: draft.activeVersion });
    },
    close: () => set({ flow: null, status: 'loading' }),
    dispatch(edits, { group } = {}) {
      const { flow, readOnly } = get();
      if (!flow || readOnly || edits.length === 0) return;
      const result = applyAll(flow, edits);
      if ('flow' in result) show(result.flow, recorded(history, edits, { group, now: Date.now() }));
    },
    undo() {
      const { flow } = get();
      const moved = flow && undone(history, flow);
      if (moved && 'flow' in moved) show(moved.flow, moved.history);
    },
    redo() {
      const { flow } = get();
      const moved = flow && redone(history, flow);
      if (moved && 'flow' in moved) show(moved.flow, moved.history);
    },
    resolve: () => set({ conflict: null }),
  };
});
