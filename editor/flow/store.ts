import { onChanged, onComeback, queryClient } from '../client/live.ts';
import { meQuery } from '../client/me.ts';
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
      if (topic === 'definitions') useFlow.getState().surroundingsChanged();
    }),
    onComeback(() => useFlow.getState().retry()),
    // Who is signed out is led to the sign-in page, and finds the changes here afterwards.
    useFlow.subscribe(({ problem }, before) => {
      if (problem !== before.problem && problem?.code === 'access.unauthenticated')
        void queryClient.refetchQueries({ queryKey: meQuery.queryKey });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
