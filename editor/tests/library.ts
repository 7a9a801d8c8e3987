import { create } from 'zustand';
import { asId, type Flow, type FlowId } from '../../runtime/contract/index.ts';
import { calledFlows } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ApiProblem, call } from '../client/http.ts';

/** The published flows that the open one goes into: simulator and tests play over them. */
export const useLibrary = create<{ flowId: string | null; called: string; flows: readonly Flow[] }>(() => ({
  flowId: null,
  called: '',
  flows: [],
}));

/** Reads them when the flow goes into others than before; without an answer what was known stands. */
export async function loadLibrary(flow: Flow, again = false): Promise<readonly Flow[]> {
  const called = calledFlows(flow, nodeTypes).toSorted().join(' ');
  const known = useLibrary.getState();
  if (!again && known.flowId === flow.id && known.called === called) return known.flows;
  if (called === '') {
    useLibrary.setState({ flowId: flow.id, called, flows: [] });
    return [];
  }
  try {
    const { items } = await call('GET /flows/:flowId/sub-flows', { params: { flowId: asId<FlowId>(flow.id) } });
    useLibrary.setState({ flowId: flow.id, called, flows: items });
    return items;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return known.flowId === flow.id ? known.flows : [];
  }
}
