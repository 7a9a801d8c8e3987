import type { Bench } from './bench.ts';

/** Each bench is loaded when asked for: one needs the engine alone, another the whole program. */
export const benches: { [name: string]: () => Promise<Bench> } = {
  step: async () => (await import('./step.ts')).step,
  engine: async () => (await import('./engine.ts')).engine,
};
