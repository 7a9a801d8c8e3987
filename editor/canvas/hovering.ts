import { useCanvas } from './canvas-state.ts';

/** How long an edge stays under the pointer that has left it: long enough to reach its buttons. */
const graceMs = 180;

let leaving: ReturnType<typeof setTimeout> | undefined;

/** Says which edge the pointer is on. */
export function hoverEdge(edgeId: string | null): void {
  clearTimeout(leaving);
  if (edgeId === null) leaving = setTimeout(() => useCanvas.setState({ hoveredEdge: null }), graceMs);
  else if (useCanvas.getState().hoveredEdge !== edgeId) useCanvas.setState({ hoveredEdge: edgeId });
}
