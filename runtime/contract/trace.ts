import type { Instant, Json } from './json.ts';

/** What one node did in one turn; "why?" is answered from these. */
export type TraceEntry = {
  at: Instant;
  node: string;
  type: string;
  action: 'enter' | 'resume';
  /** The port it left by; absent while it waits or when the session ended here. */
  port?: string;
  /** Values it computed, shortened to 1 KB each; secrets never. */
  values?: { [name: string]: Json };
  effects?: string[];
  problem?: { code: string; message: string };
};
