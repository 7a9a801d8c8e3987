import { setImmediate as rest } from 'node:timers/promises';
import { ProblemError, type Flow, type Json, type NodeTypes, type WorkspaceId } from '../../runtime/contract/index.ts';
import { calledFlows, runFlowTests, subFlows, type FlowTestResult } from '../../runtime/engine/flow-tests.ts';
import type { FlowRepository } from '../store/flows.ts';

/** What all tests of a flow may take together. A test with few turns takes milliseconds. */
const budgetMs = 20_000;
/** Between turns others get their turn, at least this often. */
const breathEveryMs = 20;
/** Of a value that differs so much is told; whole messages are in the test itself. */
const longestShown = 400;

export type FlowTestsDeps = {
  flows: Pick<FlowRepository, 'publishedFlows'>;
  nodeTypes: NodeTypes;
  now?: () => number;
};

/** Plays the tests that a flow carries, over the published versions of the flows that it goes into. */
export class FlowTests {
  readonly #flows: FlowTestsDeps['flows'];
  readonly #nodeTypes: NodeTypes;
  readonly #now: () => number;

  constructor({ flows, nodeTypes, now = () => performance.now() }: FlowTestsDeps) {
    this.#flows = flows;
    this.#nodeTypes = nodeTypes;
    this.#now = now;
  }

  /** The published flows that this one goes into, as its tests see them. */
  async subFlows(workspaceId: WorkspaceId, flow: Flow): Promise<Flow[]> {
    if (calledFlows(flow, this.#nodeTypes).length === 0) return [];
    const published = await this.#flows.publishedFlows(workspaceId);
    return subFlows(
      flow,
      published.map((one) => one.flow),
      this.#nodeTypes,
    );
  }

  async run(workspaceId: WorkspaceId, flow: Flow): Promise<FlowTestResult[]> {
    if (!flow.tests?.length) return [];
    const library = await this.subFlows(workspaceId, flow);
    const began = this.#now();
    let breath = began;
    const goOn = async () => {
      if (this.#now() - breath > breathEveryMs) {
        await rest();
        breath = this.#now();
      }
      return this.#now() - began < budgetMs;
    };
    const results = await runFlowTests(flow, library, this.#nodeTypes, { goOn });
    return results.map(shortened);
  }

  /** Throws `flow.tests-failed` with what is red. */
  async demandGreen(workspaceId: WorkspaceId, flow: Flow): Promise<void> {
    const red = (await this.run(workspaceId, flow)).filter(({ ok }) => !ok);
    if (red.length > 0) throw new ProblemError('flow.tests-failed', { flowId: flow.id, tests: red as unknown as Json });
  }
}

/** A result as it is sent: values that differ are cut. */
export function shortened({ firstDifference, ...result }: FlowTestResult): FlowTestResult {
  if (!firstDifference) return result;
  const { expected, said } = firstDifference;
  return { ...result, firstDifference: { ...firstDifference, expected: short(expected), said: short(said) } };
}

/** A value as JSON has it, null for what is not there; a long one as the beginning of its text. */
function short(value: unknown): Json {
  const text = JSON.stringify(value);
  if (text === undefined) return null;
  return text.length <= longestShown ? (JSON.parse(text) as Json) : `${text.slice(0, longestShown)}…`;
}
