import { create } from 'zustand';

/** What is chosen and what the inspector shows. It is not the document: nothing here is saved or undone. */
type Selection = {
  /** The card in the inspector. */
  node: string | null;
  /** Every chosen card, `node` among them. */
  nodes: string[];
  trigger: string | null;
  panel: 'card' | 'trigger' | 'settings' | null;
  /** A place inside the shown card, trigger or settings that wants the focus: a JSON pointer there, and a count that rises with each wish. */
  focus: { path: string; wish: number } | null;
  select(nodeId: string | null): void;
  selectMany(nodeIds: readonly string[]): void;
  selectTrigger(triggerId: string | null): void;
  openSettings(): void;
  /** Asks the inspector to put the focus on the field at a JSON pointer (`/config/body`, `/words/0`, `/settings/start`). */
  focusField(path: string): void;
  clear(): void;
};

const nothing = { node: null, nodes: [], trigger: null, panel: null, focus: null };

export const useSelection = create<Selection>()((set, get) => ({
  ...nothing,
  select: (node) => set(node === null ? nothing : { ...nothing, node, nodes: [node], panel: 'card' }),
  selectMany(nodes) {
    const [first] = nodes;
    if (first === undefined) set(nothing);
    else if (nodes.length === 1) get().select(first);
    else set({ ...nothing, nodes: [...nodes] });
  },
  selectTrigger: (trigger) => set(trigger === null ? nothing : { ...nothing, trigger, panel: 'trigger' }),
  openSettings: () => set({ ...nothing, panel: 'settings' }),
  focusField: (path) => set({ focus: { path, wish: (get().focus?.wish ?? 0) + 1 } }),
  clear: () => set(nothing),
}));
