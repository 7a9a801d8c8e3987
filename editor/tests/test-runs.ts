import { create } from 'zustand';
import { useFlow } from '../flow/store.ts';
import { browserWorld } from '../flow/world.ts';
import { loadLibrary } from './library.ts';
import { TestRunner, type RunnerState } from './runner.ts';

/** How the open flow's tests go, and which of them is looked at. */
export const useTestRuns = create<RunnerState & { opened: string | null }>(() => ({
  results: new Map(),
  running: false,
  opened: null,
}));

const { now, after, whenIdle } = browserWorld();
const runner = new TestRunner(
  {
    now,
    after,
    whenIdle,
    rest: () => new Promise((resolve) => setTimeout(resolve, 0)),
    library: (flow) => loadLibrary(flow),
  },
  (state) => useTestRuns.setState(state),
);

/** Plays the tests of the open flow as it changes, until the returned function is called. */
export function followTests(): () => void {
  const look = () => {
    const { flow } = useFlow.getState();
    if (flow) runner.changed(flow);
  };
  look();
  const stop = useFlow.subscribe(({ flow }, before) => {
    if (flow !== before.flow) look();
  });
  return () => {
    stop();
    runner.close();
    useTestRuns.setState({ opened: null });
  };
}

/** Plays them all once more, over what is published now. */
export async function runAllTests(): Promise<void> {
  const { flow } = useFlow.getState();
  if (!flow) return;
  await loadLibrary(flow, true);
  await runner.run(flow);
}

/** How many are red now. */
export const useRedTests = (): number =>
  useTestRuns(({ results }) => [...results.values()].filter(({ ok }) => !ok).length);
