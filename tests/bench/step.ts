import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, startCauce, type Cauce } from '../support/cauce.ts';
import { startGraphStub, type GraphStub } from '../support/graph-stub.ts';
import { webhookSender } from '../support/webhooks.ts';
import { startBare } from './bare.ts';
import { median, metByAll, quantile, rounded, type Bench, type BenchOptions, type Goal } from './bench.ts';
import { growthOf } from './growth.ts';
import { crowd, type Crowd, type Stretch } from './load.ts';

/**
 * The goals of a step: a webhook in, one turn of the demo's `echo` flow, one answer out. Chosen for one machine with two cores that
 * also plays the people and the provider.
 */
const goals = {
  /** Of the rate of a bare handler that promises nothing (bare-express.ts). */
  rateRatio: 0.5,
  cpuMillisecondsPerStep: 1.6,
  p95Milliseconds: 60,
  anonymousMebibytes: 250,
} as const;

/** Talking at once at the highest rate: enough to fill every batch, few enough that queues stay short. */
const talking = 256;
/** Known to the program while latency and memory are measured. */
const known = 10_000;

/** A machine on which others take more than this cannot show that a rate or latency is too bad, only that it is good enough. */
const burdened = 0.15;
const unlessBurdened = (met: boolean | null, othersShare: number): boolean | null =>
  met === false && othersShare > burdened ? null : met;

type Figures = Record<string, number>;
type Part = { figures: Figures; goals: Goal[] };

/** How long each part takes, in seconds. */
const plan = ({ quick }: BenchOptions) =>
  quick ? { warm: 4, pairs: 2, window: 3, half: 8, known: 1_000 } : { warm: 8, pairs: 5, window: 5, half: 20, known };

const msPerStep = ({ cpuSeconds, steps }: Stretch): number => (cpuSeconds * 1000) / steps;
const perSecond = ({ steps, seconds }: Stretch): number => steps / seconds;

/** What one bench run works with. */
type Stage = { cauce: Cauce; people: Crowd; stub: GraphStub; options: BenchOptions };

export const step: Bench = {
  name: 'step',
  async run(options) {
    const folder = mkdtempSync(join(tmpdir(), 'cauce-bench-'));
    const stub = await startGraphStub({ record: false });
    const stops: (() => Promise<unknown>)[] = [() => stub.close()];
    try {
      await ensureBuilt();
      const cauce = await startCauce({
        dataDir: join(folder, 'data'),
        graphUrl: stub.url,
        env: { NODE_ENV: 'development', ...(process.env.MONGODB_URI && { MONGODB_URI: process.env.MONGODB_URI }) },
      });
      stops.push(() => cauce.stop());
      const sender = webhookSender(cauce.url);
      stops.push(() => sender.close());
      const people = crowd({ stub, sender, numbersFrom: 0, run: folder, cpuSeconds: cauce.cpuSeconds });
      const stage: Stage = { cauce, people, stub, options };

      const highest = await highestRate(stage, folder, stops);
      const half = await halfRate(stage, highest.figures['steps per second'] ?? 0);
      const growth = await growthOf({ cauce, stub, folder, options });
      people.leave();
      return {
        bench: 'step',
        figures: { ...highest.figures, ...half.figures, ...growth.figures },
        goals: [...highest.goals, ...half.goals, ...growth.goals],
      };
    } finally {
      for (const stop of stops.reverse()) await stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The program and the bare handler in turn, so that whatever else the machine does burdens both. */
async function highestRate(stage: Stage, folder: string, stops: (() => Promise<unknown>)[]): Promise<Part> {
  const { people, stub, options } = stage;
  const { warm, pairs, window } = plan(options);
  const bare = await startBare({ dataDir: join(folder, 'bare'), graphUrl: stub.url });
  stops.push(bare.stop);
  const bareSender = webhookSender(bare.url);
  stops.push(() => bareSender.close());
  const barePeople = crowd({
    stub,
    sender: bareSender,
    numbersFrom: 5_000_000,
    run: `${folder}/bare`,
    cpuSeconds: bare.cpuSeconds,
  });

  options.say(`warming up: ${talking} people talk to the program, then to a bare handler`);
  await people.closedLoop({ count: talking, rampSeconds: 0, seconds: warm });
  await barePeople.closedLoop({ count: talking, rampSeconds: 0, seconds: warm / 2 });

  const cauceRuns: Stretch[] = [];
  const bareRuns: Stretch[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    const ours = await people.closedLoop({ count: talking, rampSeconds: 0.5, seconds: window });
    const theirs = await barePeople.closedLoop({ count: talking, rampSeconds: 0.5, seconds: window });
    cauceRuns.push(ours);
    bareRuns.push(theirs);
    options.say(
      `${pair}: ${rounded(perSecond(ours), 0)} steps/s at ${rounded(msPerStep(ours))} ms CPU; ` +
        `bare ${rounded(perSecond(theirs), 0)}/s at ${rounded(msPerStep(theirs))} ms CPU`,
    );
  }
  barePeople.leave();
  await bareSender.close();
  await bare.stop();
  stops.splice(-2);

  const rates = cauceRuns.map(perSecond);
  const costs = cauceRuns.map(msPerStep);
  const ratios = rates.map((rate, pair) => rate / perSecond(bareRuns[pair] as Stretch));
  const others = median([...cauceRuns, ...bareRuns].map((run) => run.othersShare));
  const own = cauceRuns.map((run) => (run.ownCpuSeconds * 1000) / run.steps);
  return {
    figures: {
      'steps per second': rounded(median(rates), 0),
      'steps per second, lowest': rounded(Math.min(...rates), 0),
      'steps per second, highest': rounded(Math.max(...rates), 0),
      'CPU ms per step': rounded(median(costs), 3),
      'CPU ms per step, highest': rounded(Math.max(...costs), 3),
      'bare handler, per second': rounded(median(bareRuns.map(perSecond)), 0),
      'bare handler, CPU ms per webhook': rounded(median(bareRuns.map(msPerStep)), 3),
      'load generator and provider, CPU ms per step': rounded(median(own), 3),
      'share of the machine used by others': rounded(others),
    },
    goals: [
      {
        name: 'rate against a bare handler',
        figure: rounded(median(ratios)),
        goal: `at least ${goals.rateRatio}`,
        met: unlessBurdened(
          metByAll(ratios, (ratio) => ratio >= goals.rateRatio),
          others,
        ),
      },
      {
        name: 'CPU ms per step at the highest rate',
        figure: rounded(median(costs), 3),
        goal: `at most ${goals.cpuMillisecondsPerStep} ms`,
        met: metByAll(costs, (cost) => cost <= goals.cpuMillisecondsPerStep),
      },
    ],
  };
}

/** Latency and memory at half the highest rate, with many people known, who write in turn. */
async function halfRate({ cauce, people, options }: Stage, highest: number): Promise<Part> {
  const { half, known: count } = plan(options);
  options.say(`introducing ${count} people`);
  await people.introduce({ count, atOnce: talking });

  const rate = highest / 2;
  options.say(`${rounded(rate, 0)} webhooks a second, evenly`);
  // Meeting so many people at the highest rate leaves garbage behind, which is told apart: the goal is about half the rate.
  const settled = performance.now() + (half * 1_000) / 4;
  let afterMeeting = 0;
  let anonymous = 0;
  let file = 0;
  const watch = setInterval(() => {
    const memory = cauce.memory();
    if (performance.now() < settled) afterMeeting = Math.max(afterMeeting, memory.anonymous);
    else anonymous = Math.max(anonymous, memory.anonymous);
    file = Math.max(file, memory.file + memory.shared);
  }, 500);
  const stretch = await people.openLoop({ count, perSecond: rate, seconds: half });
  clearInterval(watch);

  const mebibytes = (bytes: number): number => rounded(bytes / 2 ** 20, 0);
  const p95 = rounded(quantile(stretch.latencies, 0.95), 1);
  return {
    figures: {
      'half rate, webhooks per second': rounded(rate, 0),
      'half rate, latency p50 ms': rounded(quantile(stretch.latencies, 0.5), 1),
      'half rate, latency p95 ms': p95,
      'half rate, latency p99 ms': rounded(quantile(stretch.latencies, 0.99), 1),
      'half rate, CPU ms per step': rounded(msPerStep(stretch), 3),
      'half rate, share of the machine used by others': rounded(stretch.othersShare),
      'people known': count,
      'memory of the processes, MiB': mebibytes(anonymous),
      'memory just after meeting them, MiB': mebibytes(afterMeeting),
      'mapped pages besides, MiB': mebibytes(file),
    },
    goals: [
      {
        name: 'latency p95 at half rate, ms',
        figure: p95,
        goal: `below ${goals.p95Milliseconds} ms`,
        met: unlessBurdened(p95 < goals.p95Milliseconds, stretch.othersShare),
      },
      {
        name: `memory with ${known.toLocaleString('en')} people known, MiB`,
        figure: mebibytes(anonymous),
        goal: `below ${goals.anonymousMebibytes} MiB`,
        // Fewer people prove nothing, unless even they are too many.
        met: mebibytes(anonymous) >= goals.anonymousMebibytes ? false : count < known ? null : true,
      },
    ],
  };
}
