/**
 * What can go wrong with one send. `refused`: nothing listens for a moment and this connection breaks unread; `slow`: taken, answered late; `server-error`: 500 without a
 * code; `rate-limited`: 130429; `something-went-wrong`: 131000; `reset-before`: broken off, not taken; `reset-after`: taken, then
 * broken off; `garbage`: taken, answered with what is no JSON; `error`: the code that the script names.
 */
export type FaultKind =
  | 'refused'
  | 'slow'
  | 'server-error'
  | 'rate-limited'
  | 'something-went-wrong'
  | 'reset-before'
  | 'reset-after'
  | 'garbage'
  | 'error';

/** One planned fault, or none, for one send. `taken` decides for `server-error` whether the message was taken all the same. */
export type PlannedFault = { kind: FaultKind | 'none'; ms?: number; code?: number; status?: number; taken?: boolean };

/** Probability of each kind per send, between 0 and 1. */
export type FaultRates = { readonly [kind in Exclude<FaultKind, 'error'>]?: number };

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Decides what happens to the next send: by the script while it lasts, then by chance. */
export class FaultPlan {
  private rates: [FaultKind, number][] = [];
  private script: PlannedFault[] = [];
  private random: () => number;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  reseed(seed: number): void {
    this.random = randomFrom(seed);
  }

  setRates(rates: FaultRates): void {
    this.rates = (Object.entries(rates) as [FaultKind, number][]).filter(([, rate]) => rate > 0);
  }

  /** Appends to the script; each entry is for one send, in order. */
  plan(faults: readonly (PlannedFault | FaultKind | 'none')[]): void {
    this.script.push(...faults.map((fault) => (typeof fault === 'string' ? { kind: fault } : fault)));
  }

  clear(): void {
    this.rates = [];
    this.script = [];
  }

  next(): PlannedFault | undefined {
    if (this.script.length > 0) {
      const planned = this.script.shift();
      return planned?.kind === 'none' ? undefined : planned;
    }
    if (this.rates.length === 0) return undefined;
    let dice = this.random();
    for (const [kind, rate] of this.rates) {
      if (dice < rate) return { kind };
      dice -= rate;
    }
    return undefined;
  }

  chance(): number {
    return this.random();
  }
}
