import type { Env, Flow, InboundMessage } from '../../runtime/contract/index.ts';
import { advance, newSession } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { median, rounded, type Bench } from './bench.ts';
import { flowOfSize } from './flow-of-size.ts';

/** A step in a flow of 1,000 nodes may take at most so many times what it takes in one of 10. */
const growthBelow = 1.2;
const repeats = 7;

const at = '2026-01-05T09:00:00.000Z';
const env: Env = {
  nodeTypes,
  now: at,
  timeZone: 'America/Bogota',
  contact: {
    id: 'contact',
    name: 'Ana',
    firstName: 'Ana',
    phone: '+573000000001',
    language: 'es',
    fields: {},
    groups: [],
    labels: [],
  },
  channel: { id: 'demo-whatsapp', name: 'Demo' },
  conversation: { id: 'conversation' },
  exitWords: ['menú', 'salir'],
};

const written = (sequence: number): InboundMessage => ({
  id: `wamid.${sequence}`,
  at,
  content: { kind: 'text', body: `paso ${sequence}` },
});

/** Turns a second of one session that is answered again and again: `advance` alone, no store and no provider. */
async function turnsPerSecond(flow: Flow, seconds: number): Promise<number> {
  let { session } = await advance(
    flow,
    newSession({ id: 'session', flowId: flow.id, flowVersion: 1, at }),
    { kind: 'start', at, trigger: { kind: 'keyword' }, message: written(0) },
    env,
  );
  const startedAt = performance.now();
  let turns = 0;
  while (performance.now() - startedAt < seconds * 1000) {
    turns += 1;
    const advanced = await advance(flow, session, { kind: 'message', at, message: written(turns) }, env);
    if (advanced.effects.length !== 1)
      throw new Error(`A turn of ${flow.id} asked for ${advanced.effects.length} effects.`);
    ({ session } = advanced);
  }
  return (turns * 1000) / (performance.now() - startedAt);
}

export const engine: Bench = {
  name: 'engine',
  async run({ quick, say }) {
    const seconds = quick ? 0.3 : 1.5;
    const small = flowOfSize('small', 'paso', 10);
    const large = flowOfSize('large', 'paso', 1_000);
    await turnsPerSecond(small, seconds);
    await turnsPerSecond(large, seconds);

    const rates: { small: number; large: number }[] = [];
    for (let repeat = 1; repeat <= repeats; repeat += 1) {
      const pair = { small: 0, large: 0 };
      if (repeat % 2) pair.small = await turnsPerSecond(small, seconds);
      pair.large = await turnsPerSecond(large, seconds);
      if (repeat % 2 === 0) pair.small = await turnsPerSecond(small, seconds);
      rates.push(pair);
      say(`${repeat}: ${rounded(pair.small, 0)} turns/s with 10 nodes, ${rounded(pair.large, 0)} with 1,000`);
    }
    const ratios = rates.map((pair) => pair.small / pair.large);
    const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
    return {
      bench: 'engine',
      figures: {
        'turns per second, 10 nodes': rounded(median(rates.map((pair) => pair.small)), 0),
        'turns per second, 1,000 nodes': rounded(median(rates.map((pair) => pair.large)), 0),
        'time per turn, 1,000 nodes against 10: least': rounded(least),
        'time per turn, 1,000 nodes against 10: most': rounded(most),
      },
      goals: [
        {
          name: 'time per turn, 1,000 nodes against 10',
          figure: rounded(median(ratios)),
          goal: `below ${growthBelow} times in every repeat`,
          met: most < growthBelow ? true : least >= growthBelow ? false : null,
        },
      ],
    };
  },
};
