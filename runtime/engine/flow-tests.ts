import { flowLimits, type Flow, type NodeTypes } from '../contract/index.ts';
import { runTranscript, type TranscriptRun } from './transcript.ts';

/** How one of a flow's own tests went. `unplayed`: time ran out before it was over, or its transcript cannot be played at all. */
export type FlowTestResult = {
  id: string;
  name: string;
  ok: boolean;
  turns: number;
  firstDifference?: NonNullable<TranscriptRun['firstDifference']>;
  failure?: NonNullable<TranscriptRun['failure']>;
  unplayed?: 'time' | 'broken';
};

export type FlowTestOptions = {
  /** Asked before every turn: false ends the run, and what is left counts as unplayed. May rest a moment so that others get their turn. */
  goOn?: () => boolean | Promise<boolean>;
};

/** Flows that this one goes into, and those that they go into, out of `published`; without triggers, since a test is of one flow. */
export function subFlows(flow: Flow, published: readonly Flow[], nodeTypes: NodeTypes): Flow[] {
  const found = new Map<string, Flow>();
  const waiting = [flow];
  for (let next = waiting.pop(); next; next = waiting.pop())
    for (const id of calledFlows(next, nodeTypes)) {
      const called = published.find((other) => other.id === id);
      if (!called || id === flow.id || found.has(id)) continue;
      found.set(id, { ...called, triggers: [] });
      waiting.push(called);
    }
  return [...found.values()];
}

/** Ids of the flows that cards of this one name, each once. */
export function calledFlows(flow: Flow, nodeTypes: NodeTypes): string[] {
  const ids = flow.nodes.flatMap(({ type, config }) =>
    (nodeTypes.get(type)?.references?.(config) ?? []).flatMap(({ kind, id }) => (kind === 'flow' ? [id] : [])),
  );
  return [...new Set(ids)];
}

/** Plays a flow's own tests, one after the other. `flows` are those that it goes into. Never throws. */
export async function runFlowTests(
  flow: Flow,
  flows: readonly Flow[],
  nodeTypes: NodeTypes,
  { goOn }: FlowTestOptions = {},
): Promise<FlowTestResult[]> {
  const library = [flow, ...flows.filter(({ id }) => id !== flow.id)];
  const results: FlowTestResult[] = [];
  for (const { id, name, transcript } of (flow.tests ?? []).slice(0, flowLimits.tests)) {
    try {
      const run = await runTranscript(library, transcript, nodeTypes, goOn && { goOn });
      results.push({
        id,
        name,
        ok: run.ok,
        turns: run.turns.length,
        ...(run.firstDifference && { firstDifference: run.firstDifference }),
        ...(run.failure && { failure: run.failure }),
        ...(run.cutOff && { unplayed: 'time' as const }),
      });
    } catch {
      results.push({ id, name, ok: false, turns: 0, unplayed: 'broken' });
    }
  }
  return results;
}
