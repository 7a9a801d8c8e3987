import { useCanvas } from './canvas-state.ts';

/** How long an edge stays under the pointer that has left it: long enough to reach its buttons. */
const graceMs = 180;

/** How long the pointer rests on an edge before it offers anything: a quick click chooses the edge. */
const dwellMs = 120;

let changing: ReturnType<typeof setTimeout> | undefined;

/** Says which edge the pointer is on. */
export function hoverEdge(edgeId: string | null): void {
  clearTimeout(changing);
  if (useCanvas.getState().hoveredEdge === edgeId) return;
  changing = setTimeout(() => useCanvas.setState({ hoveredEdge: edgeId }), edgeId === null ? graceMs : dwellMs);
}
