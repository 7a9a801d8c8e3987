import { nodeTypes } from '../../runtime/nodes/index.ts';
import { replayed, type Recording } from './random-flows.ts';

/** What a page offers to whoever drives it: the engine and all node types, as every browser runs them. */
Object.assign(globalThis, {
  replayAll: async (recordings: string) => {
    const all: string[][] = [];
    for (const recording of JSON.parse(recordings) as Recording[]) all.push(await replayed(recording, nodeTypes));
    return all;
  },
});
