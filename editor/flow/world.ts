import { asId, type FlowId } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import { queryClient } from '../client/live.ts';
import { meQuery } from '../client/me.ts';
import type { FlowWorld } from './flow-store.ts';
import { randomId } from './ids.ts';
import type { Shelf } from './keeping.ts';

const paramsOf = (flowId: string) => ({ params: { flowId: asId<FlowId>(flowId) } });

/** The server, the browser's storage and its clock. */
export const browserWorld = (): FlowWorld => ({
  read: (flowId) => call('GET /flows/:flowId', paramsOf(flowId)),
  send: (flowId, baseRevision, edits) =>
    call('POST /flows/:flowId/edits', { ...paramsOf(flowId), body: { baseRevision, edits } }),
  check: (flowId) => call('POST /flows/:flowId/validation', paramsOf(flowId)),
  async me() {
    const { id, permissions } = await queryClient.ensureQueryData(meQuery);
    return { userId: id, mayEdit: permissions.includes('flows.edit') };
  },
  changesShelf: shelf(() => localStorage),
  stepsShelf: shelf(() => sessionStorage),
  newPage: () => randomId(),
  whenLeaving(work) {
    window.addEventListener('pagehide', work);
    return () => window.removeEventListener('pagehide', work);
  },
  meet,
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  whenIdle(work) {
    // Safari has no idle callback.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(work, 0);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(work, { timeout: 1_000 });
    return () => cancelIdleCallback(idle);
  },
});

/** A browser may forbid its storage altogether; then nothing is kept, and the page says so. */
function shelf(storage: () => Storage): Shelf {
  try {
    return storage();
  } catch {
    return {
      length: 0,
      key: () => null,
      getItem: () => null,
      removeItem: () => {},
      setItem() {
        throw new Error('This browser keeps nothing.');
      },
    };
  }
}

/** Pages of this browser that are there answer within this time. */
const rollCallMs = 150;

type RollCall = { ask: true } | { here: string };

function meet(flowId: string, page: string): ReturnType<FlowWorld['meet']> {
  const others = new Set<string>();
  const channel = new BroadcastChannel(`cauce.flow:${flowId}`);
  channel.onmessage = ({ data }: MessageEvent<RollCall>) => {
    if ('here' in data) others.add(data.here);
    else channel.postMessage({ here: page } satisfies RollCall);
  };
  channel.postMessage({ ask: true } satisfies RollCall);
  return {
    others: () =>
      new Promise((resolve) => {
        setTimeout(() => resolve(others), rollCallMs);
      }),
    leave: () => channel.close(),
  };
}
