import { applyNodeChanges, type InternalNode, type NodeChange } from '@xyflow/react';
import { create } from 'zustand';
import type { Flow, Issue } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import type { PortRef } from '../flow/commands.ts';
import type { CardShape } from './card-size.ts';
import type { Place } from './places.ts';
import type { Route } from './routing.ts';
import { drawLines, sceneOf, type DrawnLines, type Scene } from './scene.ts';
import { toReactFlow, type CanvasNode, type LineEdge } from './to-react-flow.ts';

/** A place on the canvas where somebody wants a new card: on free ground, at the end of a way out, or in an edge. */
export type Adding = {
  /** Where the menu opens, in the window. */
  menu: Place;
  /** Where the card shall stand, in the flow; null leaves it to the layout. */
  at: Place | null;
  from?: PortRef;
  edge?: string;
};

type CanvasState = {
  nodes: CanvasNode[];
  edges: LineEdge[];
  /** Measured cards. */
  shapes: ReadonlyMap<string, CardShape>;
  scene: Scene;
  routes: ReadonlyMap<string, Route>;
  /** Below half size only heads are drawn. */
  far: boolean;
  /** Cards that are being dragged. */
  dragged: ReadonlySet<string>;
  selectedEdge: string | null;
  hoveredEdge: string | null;
  adding: Adding | null;
  /** The card whose menu is open, and where. */
  menu: { nodeId: string; at: Place } | null;
  renaming: string | null;
  /** The card that a connection is being chosen for by keyboard. */
  connecting: string | null;
  finding: boolean;
  /** A card that shall come into view; the count rises with each wish. */
  wanted: { nodeId: string; focus: boolean; wish: number } | null;
  /** What happened, for who does not see it. */
  said: string;
  /** The middle of what is seen. */
  middle: () => Place;
  draw(flow: Flow, issues: readonly Issue[], chosen: readonly string[]): void;
  choose(nodeIds: readonly string[]): void;
  change(changes: NodeChange<CanvasNode>[], internals: ReadonlyMap<string, InternalNode>): void;
  /** Reads where cards' handles are, after they moved without the cards changing their size. */
  measure(nodeIds: Iterable<string>, internals: ReadonlyMap<string, InternalNode>): void;
  see(far: boolean): void;
  drag(nodeIds: readonly string[]): void;
  want(nodeId: string, focus?: boolean): void;
  say(text: string): void;
};

export const useCanvas = create<CanvasState>()((set, get) => {
  const withScene = (changes: Partial<CanvasState>, from: DrawnLines = get()): void => {
    const before = get();
    const state = { ...before, ...changes };
    const scene = sceneOf(state.nodes, state.shapes, state.far);
    const lets = changes.dragged !== undefined;
    const routes = drawLines(state.edges, scene, from, {
      hasty: state.dragged.size > 0 && !lets,
      ...(lets && { dropped: before.dragged }),
    });
    set({ ...changes, scene, routes });
  };
  /** The lines as they were when the cards were last seen from afar, or from near: not found anew at each change of size. */
  let otherView: DrawnLines | undefined;
  return {
    nodes: [],
    edges: [],
    shapes: new Map(),
    scene: { cards: new Map(), ports: new Map(), far: false },
    routes: new Map(),
    far: false,
    dragged: new Set(),
    selectedEdge: null,
    hoveredEdge: null,
    adding: null,
    menu: null,
    renaming: null,
    connecting: null,
    finding: false,
    wanted: null,
    said: '',
    middle: () => ({ x: 0, y: 0 }),
    draw(flow, issues, chosen) {
      const { nodes, edges, selectedEdge } = get();
      const drawn = toReactFlow(flow, issues, nodeTypes, { nodes, edges });
      const selected = withChoice(drawn.nodes, chosen);
      const edgeStays = selectedEdge !== null && drawn.edges.some(({ id }) => id === selectedEdge);
      if (selected === nodes && drawn.edges === edges) return;
      withScene({ nodes: selected, edges: drawn.edges, selectedEdge: edgeStays ? selectedEdge : null });
    },
    choose(nodeIds) {
      const nodes = withChoice(get().nodes, nodeIds);
      if (nodes !== get().nodes) set({ nodes, ...(nodeIds.length > 0 && { selectedEdge: null }) });
    },
    change(changes, internals) {
      const kept = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (kept.length === 0) return;
      let nodes = applyNodeChanges(kept, get().nodes);
      const measured = new Map(
        kept.flatMap((change): [string, CardShape][] => {
          if (change.type !== 'dimensions') return [];
          const shape = shapeOf(internals.get(change.id));
          return shape ? [[change.id, shape]] : [];
        }),
      );
      if (measured.size === 0) return withScene({ nodes });
      nodes = nodes.map((node) => (measured.has(node.id) ? withoutGuess(node) : node));
      withScene({ nodes, shapes: new Map([...get().shapes, ...measured]) });
    },
    measure(nodeIds, internals) {
      const shapes = new Map(get().shapes);
      let changed = false;
      for (const id of nodeIds) {
        const shape = shapeOf(internals.get(id));
        if (!shape || sameShape(shape, shapes.get(id))) continue;
        shapes.set(id, shape);
        changed = true;
      }
      if (changed) withScene({ shapes });
    },
    see(far) {
      const { far: was, scene, routes } = get();
      if (far === was) return;
      const from = otherView;
      otherView = { scene, routes };
      withScene({ far }, from);
    },
    drag: (nodeIds) => withScene({ dragged: new Set(nodeIds) }),
    want: (nodeId, focus = false) => set({ wanted: { nodeId, focus, wish: (get().wanted?.wish ?? 0) + 1 } }),
    // Said twice, a text must differ for a screen reader to say it again.
    say: (text) => set({ said: get().said === text ? `${text}\u00a0` : text }),
  };
});

function withChoice(nodes: CanvasNode[], chosen: readonly string[]): CanvasNode[] {
  const ids = new Set(chosen);
  if (nodes.every((node) => (node.selected ?? false) === ids.has(node.id))) return nodes;
  return nodes.map((node) =>
    (node.selected ?? false) === ids.has(node.id) ? node : { ...node, selected: ids.has(node.id) },
  );
}

/** A measured card needs no guessed handles: React Flow knows the drawn ones. */
function withoutGuess(node: CanvasNode): CanvasNode {
  if (!node.handles) return node;
  const { handles: _, ...rest } = node;
  return rest;
}

function shapeOf(node: InternalNode | undefined): CardShape | undefined {
  const sources = node?.internals.handleBounds?.source;
  const height = node?.measured.height;
  if (height === undefined || node?.type !== 'card') return undefined;
  return { height, ports: new Map((sources ?? []).map(({ id, y, height: size }) => [id ?? '', y + size / 2])) };
}

const sameShape = (one: CardShape, other: CardShape | undefined): boolean =>
  other !== undefined &&
  one.height === other.height &&
  one.ports.size === other.ports.size &&
  [...one.ports].every(([id, y]) => other.ports.get(id) === y);
