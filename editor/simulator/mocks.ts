import type { HttpOutcome, Json } from '../../runtime/contract/index.ts';

/** How a card's calls are answered in the simulator: each time by whoever tries it, by an example, or by the real other side. */
export type Mock = { mode: 'ask' | 'example' | 'real'; status: number; body: string };
export type Mocks = { [node: string]: Mock };

export const firstMock: Mock = { mode: 'ask', status: 200, body: '{}' };

/** The status that stands for an answer that never comes. */
export const noAnswer = 0;

/** The example as an answer. A body that is not JSON is handed over as text, as a real one would be. */
export function outcomeOf({ status, body }: Pick<Mock, 'status' | 'body'>): HttpOutcome {
  if (status === noAnswer) return { ok: false, code: 'http.timeout', message: 'No answer came in time.' };
  return { ok: true, status, headers: { 'content-type': 'application/json' }, body: read(body), durationMs: 0 };
}

function read(body: string): Json {
  if (body.trim() === '') return null;
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}

const keyOf = (flowId: string) => `cauce.simulator.${flowId}`;

/** What was remembered in this browser for a flow's cards. */
export function rememberedMocks(flowId: string): Mocks {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(keyOf(flowId)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).flatMap(([node, mock]: [string, unknown]) => (isMock(mock) ? [[node, mock]] : [])),
    );
  } catch {
    return {};
  }
}

export function rememberMocks(flowId: string, mocks: Mocks): void {
  try {
    globalThis.localStorage?.setItem(keyOf(flowId), JSON.stringify(mocks));
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

const modes: readonly unknown[] = ['ask', 'example', 'real'];

const isMock = (value: unknown): value is Mock =>
  typeof value === 'object' &&
  value !== null &&
  'mode' in value &&
  modes.includes(value.mode) &&
  'status' in value &&
  typeof value.status === 'number' &&
  'body' in value &&
  typeof value.body === 'string';
