import type { FleetMember, FleetStore } from '../ports.ts';

/** A process that has not been heard of for so long is taken for dead. */
const staleMs = 3_000;
/** A worker whose clock is further off the store's refuses to start (DESIGN: clock skew). */
export const clockSkewMs = 2_000;

/**
 * The workers alive, and which of them should take a conversation (rendezvous hashing: when one comes or goes, only its own
 * conversations move). A hint that saves lost guards; who is wrong about it loses the guard and nothing else.
 */
export function createFleet(self: FleetMember, store: FleetStore) {
  let workers = [self.id];
  let alone = true;

  return {
    /** Says that we live. Returns by how many milliseconds our clock is ahead of the store's. */
    async beat(): Promise<number> {
      const began = Date.now();
      const { members, storeNow } = await store.beat(self, staleMs);
      const now = (began + Date.now()) / 2;
      const others = members.filter((member) => member.id !== self.id);
      alone = others.length === 0;
      workers = [self, ...others].filter((member) => member.roles.includes('worker')).map((member) => member.id);
      return now - storeNow;
    },
    leave: () => store.leave(self.id),
    /** Before the first beat, when the store has one owner: everybody else is dead. */
    takeOver: () => store.clear(),
    /** True when no other process uses the store: nothing can arrive that this one has not seen. */
    isAlone: () => alone,
    workersAlive: () => workers.length,
    isMine(conversationId: string): boolean {
      if (workers.length === 1) return workers[0] === self.id;
      let best = '';
      let score = -1;
      for (const worker of workers) {
        const candidate = hash(`${worker}/${conversationId}`);
        if (candidate > score || (candidate === score && worker > best)) [best, score] = [worker, candidate];
      }
      return best === self.id;
    },
  };
}
export type Fleet = ReturnType<typeof createFleet>;

/** FNV-1a, 32 bits, with a final mix. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 16)) >>> 0;
}
