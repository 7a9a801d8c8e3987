import { onChanged, onComeback } from '../client/live.ts';
import { createFlowStore } from './flow-store.ts';
import { browserWorld } from './world.ts';

export type { FlowDocument } from './flow-store.ts';
export type { ConflictPlace } from './rebasing.ts';
export type { SaveStatus } from './saving.ts';

/** The open flow. Components select the narrowest part they draw. */
export const useFlow = createFlowStore(browserWorld());

/** Lets the open flow follow the server, until the returned function is called. */
export function followServer(): () => void {
  const stops = [
    onChanged(({ topic, revision }) => {
      const { flowId, heard } = useFlow.getState();
      if (topic === `flow:${flowId}`) heard(revision);
    }),
    onComeback(() => useFlow.getState().retry()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
