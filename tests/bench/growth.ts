import { join } from 'node:path';
import { startCauce, type Cauce } from '../support/cauce.ts';
import type { GraphStub } from '../support/graph-stub.ts';
import { publishFlow } from '../support/publish-flow.ts';
import { webhookSender } from '../support/webhooks.ts';
import { median, rounded, type BenchOptions, type Goal } from './bench.ts';
import { flowOfSize } from './flow-of-size.ts';
import { crowd, type Crowd } from './load.ts';
import { addHistory, addPeople, openStore } from './seed.ts';

export type GrowthOptions = { cauce: Cauce; stub: GraphStub; folder: string; options: BenchOptions };
type Growth = { figures: Record<string, number>; goals: Goal[] };

/** A step may cost at most so much more when what it works on is a hundred or a thousand times as big. */
const growthBelow = 1.2;
/** People in each of the two crowds that are compared. */
const talking = 32;

/** CPU per step, small and large in turn, so that what else the machine does burdens both. */
export async function growthOf({ cauce, stub, folder, options }: GrowthOptions): Promise<Growth> {
  const all: Growth = { figures: {}, goals: [] };
  if (options.quick) return all;
  const add = ({ figures, goals }: Growth): void => {
    Object.assign(all.figures, figures);
    all.goals.push(...goals);
  };
  const sender = webhookSender(cauce.url);
  const meet = (numbersFrom: number, word?: string): Crowd =>
    crowd({ stub, sender, numbersFrom, run: `${folder}/${numbersFrom}`, cpuSeconds: cauce.cpuSeconds, word });
  try {
    await publishFlow(cauce, flowOfSize('bench-small', 'corto', 10));
    await publishFlow(cauce, flowOfSize('bench-large', 'largo', 1_000));
    add(await compared('flow of 1,000 nodes against 10', meet(6_000_000, 'corto'), meet(6_100_000, 'largo'), options));

    const few = meet(6_200_000);
    const many = meet(6_300_000);
    await Promise.all([few, many].map((people) => people.introduce({ count: talking, atOnce: talking })));
    options.say('seeding histories: 10 and 10,000 messages of each person');
    const store = await openStore(cauce);
    await addHistory(store, { numbersFrom: 6_200_000, people: talking, messages: 10 });
    await addHistory(store, { numbersFrom: 6_300_000, people: talking, messages: 10_000 });
    await store.close();
    add(await compared('history of 10,000 messages against 10', few, many, options));
  } finally {
    await sender.close();
  }
  if (options.large) add(await peopleGrowth({ cauce, stub, folder, options }));
  return all;
}

/** Two programs, one that knows a thousand people and one that knows a million. */
async function peopleGrowth({ stub, folder, options }: GrowthOptions): Promise<Growth> {
  const start = async (name: string, count: number, numbersFrom: number) => {
    const cauce = await startCauce({ dataDir: join(folder, name, 'data'), graphUrl: stub.url });
    const sender = webhookSender(cauce.url);
    const people = crowd({ stub, sender, numbersFrom, run: `${folder}/${name}`, cpuSeconds: cauce.cpuSeconds });
    await people.introduce({ count: talking, atOnce: talking });
    options.say(`seeding ${count.toLocaleString('en')} people`);
    const store = await openStore(cauce);
    await addPeople(store, { numbersFrom, count, say: options.say });
    await store.close();
    const stop = async (): Promise<void> => {
      people.leave();
      await sender.close();
      await cauce.stop();
    };
    return { people, stop };
  };
  const few = await start('thousand', 1_000, 7_000_000);
  const many = await start('million', 1_000_000, 8_000_000);
  try {
    return await compared('1,000,000 people known against 1,000', few.people, many.people, options);
  } finally {
    await few.stop();
    await many.stop();
  }
}

async function compared(name: string, small: Crowd, large: Crowd, options: BenchOptions): Promise<Growth> {
  const repeats = 7;
  const load = { count: talking, rampSeconds: 0.5, seconds: 2.5 };
  const cost = async (people: Crowd): Promise<number> => {
    const { cpuSeconds, steps } = await people.closedLoop(load);
    return (cpuSeconds * 1000) / steps;
  };
  options.say(`${name}: warming up`);
  await cost(small);
  await cost(large);
  const ratios: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    // Which comes first changes with every repeat: a store that grows while measured burdens both alike.
    const [first, second] = repeat % 2 ? [small, large] : [large, small];
    const costs = new Map([[first, await cost(first)]]);
    costs.set(second, await cost(second));
    const [before, after] = [costs.get(small) ?? Number.NaN, costs.get(large) ?? Number.NaN];
    ratios.push(after / before);
    options.say(`${name}, ${repeat}: ${rounded(after, 3)} ms against ${rounded(before, 3)} ms CPU`);
  }
  small.leave();
  large.leave();
  const [least, middle, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)];
  return {
    figures: { [`${name}: least`]: rounded(least), [`${name}: most`]: rounded(most) },
    goals: [
      {
        name: `CPU per step, ${name}`,
        figure: rounded(middle),
        goal: `below ${growthBelow} times in every repeat`,
        met: most < growthBelow ? true : least >= growthBelow ? false : null,
      },
    ],
  };
}
