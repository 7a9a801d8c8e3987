import type { PolicyRound, PolicyStore } from '../ports.ts';

/** What was published in so long is looked at: a crash between a version and its hints, or a step that crossed it, is mended by then. */
const lookedMs = 24 * 60 * 60 * 1_000;
/** One command makes at most so many conversations due, so that nothing else waits long. */
const lot = 500;
/** After so long since it was published a version is looked at again; often at first, since that is when steps cross it. */
const roundsAfterMs = [0, 1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000, 12 * 3_600_000];
/** New versions are looked for so often. */
export const policySweepMs = 1_000;

/**
 * Finds those whom new versions move or close, and lets the loop over due conversations load them. Only a hint: the policy itself is
 * applied by the guarded save of whoever loads the conversation, so that any number of processes may do this at any time.
 */
export function createPolicySweep(store: PolicyStore, now: () => number) {
  /** Version to the rounds that it has had here. */
  const done = new Map<string, number>();
  const keyOf = ({ workspaceId, flowId, version, at }: PolicyRound) => `${workspaceId}:${flowId}:${version}:${at}`;

  async function sweep(round: PolicyRound): Promise<void> {
    let found: number;
    do found = await store.makeDue(round, { now: now(), limit: lot });
    while (found === lot);
  }

  return {
    /** Looks at every version whose time has come; a process that starts looks at all of the last day. */
    async look(): Promise<void> {
      const at = now();
      const recent = await store.recent(at - lookedMs);
      const current = new Set(recent.map(keyOf));
      for (const key of done.keys()) if (!current.has(key)) done.delete(key);
      for (const round of recent) {
        const key = keyOf(round);
        const wanted = roundsAfterMs.filter((after) => at - round.at >= after).length;
        if ((done.get(key) ?? 0) >= Math.max(1, wanted)) continue;
        await sweep(round);
        done.set(key, Math.max(1, wanted));
      }
    },
  };
}
export type PolicySweep = ReturnType<typeof createPolicySweep>;
