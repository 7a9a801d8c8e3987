import type { Env, Flow, FlowNode, InboundMessage } from '../../runtime/contract/index.ts';
import { advance, newSession } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { median, metByAll, rounded, type Bench } from './bench.ts';
import { flowOfSize } from './flow-of-size.ts';

/** A step in a flow of 1,000 nodes may take at most so many times the CPU of one in a flow of 10. */
const growthBelow = 1.2;
/** Steps a second of one process, when cards do little. */
const stepsAtLeast = 20_000;
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

/** A question whose answer goes through eight cards that keep something and say something, and is asked again. */
function plainFlow(): Flow {
  const cards = Array.from({ length: 8 }, (_, index): FlowNode => {
    const id = `card-${index}`;
    if (index % 4 === 3) return { id, type: 'send-text', version: 1, config: { body: `Paso ${index}` } };
    return { id, type: 'set-variable', version: 1, config: { assignments: [{ name: `v${index}`, text: 'sí' }] } };
  });
  const ask: FlowNode = { id: 'ask', type: 'ask', version: 1, config: { body: '¿Otra vez?', answerType: 'text' } };
  const nodes = [ask, ...cards];
  return {
    ...flowOfSize('plain', 'paso', 1),
    nodes,
    edges: nodes.map(({ id }, index) => ({
      id: `edge-${index}`,
      from: { node: id, port: 'next' },
      to: nodes[(index + 1) % nodes.length]?.id ?? 'ask',
    })),
    settings: { start: 'ask' },
  };
}

type Speed = { turns: number; steps: number; seconds: number; cpuSeconds: number };

/** One session that is answered again and again: `advance` alone, no store and no provider. */
async function played(flow: Flow, seconds: number): Promise<Speed> {
  let { session } = await advance(
    flow,
    newSession({ id: 'session', flowId: flow.id, flowVersion: 1, at }),
    { kind: 'start', at, trigger: { kind: 'keyword' }, message: written(0) },
    env,
  );
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const speed: Speed = { turns: 0, steps: 0, seconds: 0, cpuSeconds: 0 };
  while (performance.now() - startedAt < seconds * 1000) {
    speed.turns += 1;
    const advanced = await advance(flow, session, { kind: 'message', at, message: written(speed.turns) }, env);
    if (advanced.session.status !== 'waiting')
      throw new Error(`A turn of ${flow.id} did not wait: ${JSON.stringify(advanced.session.failure)}`);
    speed.steps += advanced.trace.length;
    ({ session } = advanced);
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ...speed, seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const cpuPerTurn = ({ cpuSeconds, turns }: Speed): number => cpuSeconds / turns;

export const engine: Bench = {
  name: 'engine',
  async run({ quick, say }) {
    const seconds = quick ? 0.3 : 1.5;
    const small = flowOfSize('small', 'paso', 10);
    const large = flowOfSize('large', 'paso', 1_000);
    const plain = plainFlow();
    for (const flow of [small, large, plain]) await played(flow, seconds);

    const ratios: number[] = [];
    const turns: number[] = [];
    const steps: number[] = [];
    for (let repeat = 1; repeat <= repeats; repeat += 1) {
      // In turn, so that what else the machine does burdens both.
      const before = repeat % 2 === 1 ? await played(small, seconds) : undefined;
      const large1000 = await played(large, seconds);
      const small10 = before ?? (await played(small, seconds));
      const simple = await played(plain, seconds);
      ratios.push(cpuPerTurn(large1000) / cpuPerTurn(small10));
      turns.push(small10.turns / small10.seconds);
      steps.push(simple.steps / simple.seconds);
      say(
        `${repeat}: ${rounded(ratios.at(-1) ?? 0)} times the CPU with 1,000 nodes, ` +
          `${rounded(steps.at(-1) ?? 0, 0)} simple steps/s`,
      );
    }
    return {
      bench: 'engine',
      figures: {
        'turns per second with an expression, 10 nodes': rounded(median(turns), 0),
        'simple steps per second: least': rounded(Math.min(...steps), 0),
        'simple steps per second: most': rounded(Math.max(...steps), 0),
        'CPU per turn, 1,000 nodes against 10: least': rounded(Math.min(...ratios)),
        'CPU per turn, 1,000 nodes against 10: most': rounded(Math.max(...ratios)),
      },
      goals: [
        {
          name: 'CPU per turn, 1,000 nodes against 10',
          figure: rounded(median(ratios)),
          goal: `at most ${growthBelow} times in every repeat`,
          met: metByAll(ratios, (ratio) => ratio <= growthBelow),
        },
        {
          name: 'simple steps per second',
          figure: rounded(median(steps), 0),
          goal: `at least ${stepsAtLeast} in every repeat`,
          met: metByAll(steps, (rate) => rate >= stepsAtLeast),
        },
      ],
    };
  },
};
