import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useConnection,
  useKeyPress,
  useReactFlow,
  useStoreApi,
  type EdgeTypes,
  type FinalConnectionState,
  type NodeChange,
  type NodeTypes,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeTypes as cardTypes } from '../../runtime/nodes/index.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { useShownFlow } from '../languages/shown.ts';
import { add, connectTo, settle } from './actions.ts';
import { useCanvas } from './canvas-state.ts';
import styles from './Canvas.module.css';
import { CanvasControls } from './CanvasControls.tsx';
import { CardMenu } from './CardMenu.tsx';
import { cardWidth } from './card-size.ts';
import { ConnectChooser } from './ConnectChooser.tsx';
import { EdgeLine } from './EdgeLine.tsx';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FarLines, manyLines } from './FarLines.tsx';
import { FindBar } from './FindBar.tsx';
import { hoverEdge } from './hovering.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { NodeCard } from './NodeCard.tsx';
import { NoteCard } from './NoteCard.tsx';
import { cardType } from './Palette.tsx';
import { PaletteMenu } from './PaletteMenu.tsx';
import { noteIdOf, type CanvasNode, type LineEdge } from './to-react-flow.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useView } from './use-view.ts';

// Once for all: React Flow mounts everything anew when these change.
const nodeTypes: NodeTypes = { card: NodeCard, note: NoteCard };
const edgeTypes: EdgeTypes = { line: EdgeLine };
const grid: [number, number] = [24, 24];
const several = ['Shift', 'Meta', 'Control'];

/** The flow as cards and lines. What is chosen, opened and travelled stands in the stores; the canvas shows it and changes it. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Ground />
    </ReactFlowProvider>
  );
}

function Ground() {
  const { t } = useTranslation();
  const nodes = useCanvas((state) => state.nodes);
  const far = useCanvas((state) => state.far);
  const asOne = useCanvas(linesAsOne);
  const edges = useEdges(asOne);
  const said = useCanvas((state) => state.said);
  const readOnly = useFlow((state) => state.readOnly);
  const isEmpty = useFlow((state) => state.flow?.nodes.length === 0);
  const free = useKeyPress('Alt');
  const connecting = useConnection((connection) => connection.inProgress);
  const ground = useRef<HTMLElement>(null);
  useDrawing();
  useView(ground);
  useCanvasKeys(ground);
  const { screenToFlowPosition } = useReactFlow();
  const flowStore = useStoreApi<CanvasNode, LineEdge>();

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      useCanvas.getState().change(changes, flowStore.getState().nodeLookup);
      choose(changes);
    },
    [flowStore],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { fromNode, fromHandle, toNode, isValid }: FinalConnectionState) => {
      if (!fromNode || !fromHandle?.id) return;
      const from = { node: fromNode.id, port: fromHandle.id };
      const at = pointOf(event);
      const target = isValid && toNode ? toNode.id : cardAt(at);
      if (target === from.node && !isValid) return;
      if (target !== undefined) return connectTo(from, target);
      const place = screenToFlowPosition(at);
      useCanvas.setState({ adding: { menu: at, at: { x: place.x, y: place.y - 16 }, from } });
    },
    [screenToFlowPosition],
  );

  return (
    <section
      ref={ground}
      className={styles.canvas}
      data-testid="canvas"
      data-far={far || undefined}
      data-connecting={connecting || undefined}
      aria-label={t('canvas.label')}
      tabIndex={-1}
    >
      <ReactFlow<CanvasNode, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStart={(_event, _node, moved) => useCanvas.getState().drag(moved.map(({ id }) => id))}
        onNodeDragStop={(_event, _node, moved) => dropped(moved)}
        onSelectionDragStart={(_event, moved) => useCanvas.getState().drag(moved.map(({ id }) => id))}
        onSelectionDragStop={(_event, moved) => dropped(moved)}
        onConnectEnd={onConnectEnd}
        onEdgeClick={(_event, { id }) => {
          useSelection.getState().clear();
          useCanvas.setState({ selectedEdge: id });
          ground.current?.focus({ preventScroll: true });
        }}
        onEdgeMouseEnter={(_event, { id }) => hoverEdge(id)}
        onEdgeMouseLeave={() => hoverEdge(null)}
        onPaneClick={() => {
          useSelection.getState().clear();
          useCanvas.setState({ selectedEdge: null });
          ground.current?.focus({ preventScroll: true });
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(cardType) || readOnly) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }}
        onDrop={(event) => {
          const nodeType = cardTypes.get(event.dataTransfer.getData(cardType));
          if (!nodeType) return;
          event.preventDefault();
          const place = screenToFlowPosition({ x: event.clientX, y: event.clientY });
          add(nodeType, { at: { x: place.x - cardWidth / 2, y: place.y - 16 } });
        }}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly && !far}
        edgesFocusable={false}
        edgesReconnectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        connectOnClick={false}
        connectionRadius={24}
        connectionLineType={ConnectionLineType.SmoothStep}
        snapToGrid={!free}
        snapGrid={grid}
        panOnScroll
        multiSelectionKeyCode={several}
        selectionMode={SelectionMode.Partial}
        minZoom={0.1}
        maxZoom={2}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        elevateNodesOnSelect
        attributionPosition="bottom-right"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={far ? 3 : 2} className={styles.dots} />
        {asOne && <FarLines />}
      </ReactFlow>
      <CanvasControls />
      {isEmpty && <EmptyCanvas />}
      <PaletteMenu />
      <CardMenu />
      <ConnectChooser />
      <FindBar />
      <output className={styles.said} aria-live="polite">
        {said}
      </output>
    </section>
  );
}

/** Draws the flow whenever it, its problems or the choice change. */
function useDrawing(): void {
  const flow = useShownFlow();
  const issues = useFlow((state) => state.issues);
  const chosen = useSelection((state) => state.nodes);
  const dragging = useCanvas((state) => state.dragged.size > 0);
  useEffect(() => {
    // What somebody holds stays in their hand; the flow is drawn when they let go.
    if (flow && !dragging) useCanvas.getState().draw(flow, issues, useSelection.getState().nodes);
  }, [flow, issues, dragging]);
  useEffect(() => useCanvas.getState().choose(chosen), [chosen]);
  useEffect(() => () => useCanvas.setState(useCanvas.getInitialState()), []);
}

const none: LineEdge[] = [];
const linesAsOne = ({ far, edges }: { far: boolean; edges: readonly LineEdge[] }): boolean =>
  far && edges.length > manyLines;

/** The edges, with those that the simulator went along on top. */
function useEdges(asOne: boolean): LineEdge[] {
  const edges = useCanvas((state) => state.edges);
  const travelled = useSimulation((state) => state.travelled);
  return useMemo(() => {
    if (asOne) return none;
    if (travelled.size === 0) return edges;
    return edges.map((edge) => (travelled.has(edge.id) ? { ...edge, zIndex: 1 } : edge));
  }, [asOne, edges, travelled]);
}

/** What React Flow says was chosen or let go becomes the choice. */
function choose(changes: readonly NodeChange<CanvasNode>[]): void {
  const chosen = new Set(useSelection.getState().nodes);
  let changed = false;
  for (const change of changes) {
    if (change.type !== 'select' || chosen.has(change.id) === change.selected) continue;
    changed = true;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  if (!changed) return;
  const nodes = [...chosen];
  // A note is written on the canvas: the inspector has nothing to say about it.
  if (nodes.every((id) => noteIdOf(id) !== undefined))
    useSelection.setState({ node: null, nodes, trigger: null, panel: null });
  else useSelection.getState().selectMany(nodes);
}

function dropped(nodes: readonly CanvasNode[]): void {
  settle(nodes);
  useCanvas.getState().drag([]);
}

const pointOf = (event: MouseEvent | TouchEvent): { x: number; y: number } => {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
};

/** The card under a point of the window. */
const cardAt = ({ x, y }: { x: number; y: number }): string | undefined =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-card]')?.dataset.card;
