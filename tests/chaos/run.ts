import { mkdirSync } from 'node:fs';
import { uncertainMessages } from '../support/inbox.ts';
import { startGraphStub, type FaultPlan, type GraphStub } from '../support/graph-stub.ts';
import { judge, type Check, type Evidence } from '../support/ledger.ts';
import { between, seededRandom } from '../support/seeded-random.ts';
import { fleet, type Fleet, type Member } from './fleet.ts';
import { people, type People } from './people.ts';
import { statuses, type Statuses } from './statuses.ts';

export type ChaosOptions = {
  /** Data and logs of the run; kept by whoever made it. */
  folder: string;
  /** Decides who is killed when, what the provider gets wrong and when people write. */
  seed: number;
  kills: number;
  contacts: number;
  /** A MongoDB server for several processes; without it one process with its embedded store. */
  uri?: string;
  web?: number;
  workers?: number;
  /** Judge readiness by the CPU time it took, since other work shares the machine; by the clock without it. */
  sharedMachine?: boolean;
  say: (line: string) => void;
};

export type ChaosResult = { checks: Check[]; figures: Record<string, number | string> };

/** Ready again after a crash: the promise of /readyz. */
const readyWithinMs = 3_000;

/** After the last fault: an uncertain message may hold its conversation for 30 s, a lease of a dead process lasts 10 s. */
const quietWithinMs = 75_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Faults of a bad day. Those whose outcome nobody can know are rare: each holds its conversation for half a minute. */
const badDay = (random: () => number): FaultPlan => ({
  random,
  slowMs: 900,
  chances: {
    slow: 0.12,
    throttled: 0.03,
    unavailable: 0.02,
    'bare-error': 0.003,
    'bare-error-taken': 0.004,
    'reset-before': 0.003,
    'reset-after': 0.004,
  },
});

/**
 * People write, the provider errs, and processes are killed at random moments, also while they start. In the end everything must
 * come to rest, survive one more (clean) restart, and the provider's record must show that nobody was forgotten or told twice.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const { folder, seed, kills, contacts, uri, web, workers, say } = options;
  const chance = seededRandom(seed);
  mkdirSync(folder, { recursive: true });
  const stub = await startGraphStub();
  const crew = await fleet({ folder, graphUrl: stub.url, uri, web, workers });
  const run = `chaos-${seed}`;
  const crowd = people({
    count: contacts,
    run,
    post: crew.post,
    random: seededRandom(seed + 1),
    pauseMs: contacts * 14, // about 140 messages a second in all
    unansweredAtMost: 20,
  });
  const told = statuses(crew.post, seededRandom(seed + 2));
  stub.onTaken((message) => {
    crowd.settled(message.to);
    told.add(message);
  });

  try {
    const startedAt = performance.now();
    await crew.start();
    stub.setFaults(badDay(seededRandom(seed + 3)));
    const writing = crowd.write();
    writing.catch(() => {}); // awaited below, unless the run fails before
    const readyTimes = await killAndRestart({
      crew,
      stub,
      crowd,
      chance,
      kills,
      sharedMachine: options.sharedMachine ?? false,
      say,
    });
    crowd.enough();
    await pause(300); // what is under way now may still fail
    stub.setFaults(null);
    await writing;
    say(`${crowd.written.length} messages were acknowledged; waiting for quiet`);
    await quiet({ crew, stub, crowd, told });

    say('quiet; one clean restart');
    const stops: string[] = [];
    for (const member of crew.members) {
      await member.stop().catch((error: Error) => stops.push(`${member.name}: ${error.message}`));
    }
    await Promise.all(crew.members.map((member) => member.start()));
    await pause(uri ? 12_000 : 2_500); // recovery has run, and leases of the stopped processes have passed
    const evidence = await gather({ crew, stub, crowd, told });

    const slow = readyTimes.filter((ms) => ms > readyWithinMs).map((ms) => `${Math.round(ms)} ms`);
    const slowest = Math.round(Math.max(0, ...readyTimes));
    return {
      checks: [
        ...judge(evidence),
        {
          name: `ready within ${readyWithinMs / 1000} s of a start after a crash`,
          passed: slow.length === 0,
          detail: slow.join(', ') || `${readyTimes.length} starts, the slowest ${slowest} ms`,
        },
        {
          name: 'stops with status 0 on SIGTERM',
          passed: stops.length === 0,
          detail: stops.join('\n') || 'no orphans',
        },
        {
          name: 'the provider was asked for nothing but messages',
          passed: stub.strange.length === 0,
          detail: stub.strange.slice(0, 10).join('; ') || 'so it was',
        },
      ],
      figures: {
        seed,
        kills,
        contacts,
        processes: crew.members.length,
        messages: evidence.written.length,
        answers: evidence.taken.length,
        uncertain: evidence.uncertainMetric,
        'faults injected': Object.entries(stub.injected)
          .map(([fault, times]) => `${fault} ${times}`)
          .join(', '),
        'slowest start, ms': slowest,
        'took, s': Math.round((performance.now() - startedAt) / 1000),
      },
    };
  } finally {
    crowd.abandon();
    await told.stop();
    await crew.close();
    await stub.close();
  }
}

/** Returns how long each start that was let finish took, in milliseconds. */
async function killAndRestart({
  crew,
  stub,
  crowd,
  chance,
  kills,
  sharedMachine,
  say,
}: {
  crew: Fleet;
  stub: GraphStub;
  crowd: People;
  chance: () => number;
  kills: number;
  sharedMachine: boolean;
  say: (line: string) => void;
}): Promise<number[]> {
  const readyTimes: number[] = [];
  if (kills === 0) await pause(5_000); // the load and the provider's faults alone
  for (let kill = 1; kill <= kills; kill += 1) {
    await pause(between(chance, 50, 1_400));
    if (chance() < 0.25) stub.refuse(between(chance, 100, 500));
    const victims = victimsOf(crew.members, chance);
    await worstMoment({ stub, crowd, chance });
    await Promise.all(victims.map((member) => member.kill()));
    // Sometimes it dies again while it starts, when it is busiest with what the crash before left.
    if (chance() < 0.2) {
      const starts = victims.map((member) => member.start());
      await pause(between(chance, 100, 1_200));
      await Promise.all(victims.map((member) => member.kill()));
      await Promise.all(starts);
    }
    const started = await Promise.all(victims.map((member) => member.start()));
    for (const cauce of started) if (cauce) readyTimes.push(sharedMachine ? cauce.readyCpuMs : cauce.readyMs);
    const times = started.map((cauce) => `${Math.round(cauce?.readyMs ?? 0)} ms`).join(', ');
    say(`kill ${kill}: ${victims.map((member) => member.name).join(', ')}; ready again after ${times}`);
  }
  return readyTimes;
}

/**
 * Half of the kills come at random, the others at once when the provider has taken a message but not yet answered, or when a
 * webhook was acknowledged and hardly worked on: that is where answers are lost or repeated.
 */
async function worstMoment({
  stub,
  crowd,
  chance,
}: {
  stub: GraphStub;
  crowd: People;
  chance: () => number;
}): Promise<void> {
  const drawn = chance();
  if (drawn < 0.5) return;
  const listen = drawn < 0.75 ? stub.onTaken : crowd.onAcknowledged;
  let stop = (): void => {};
  const happened = new Promise<void>((resolve) => {
    stop = listen(() => resolve());
  });
  await Promise.race([happened, pause(1_000)]); // nobody may be writing just now
  stop();
}

/** One process, or now and then all of them. */
function victimsOf(members: Member[], chance: () => number): Member[] {
  if (members.length > 1 && chance() < 0.15) return members;
  const victim = members[Math.floor(chance() * members.length)];
  return victim ? [victim] : [];
}

type Parties = { crew: Fleet; stub: GraphStub; crowd: People; told: Statuses };

async function gather({ crew, stub, crowd, told }: Parties): Promise<Evidence> {
  const cauce = crew.ask();
  const uncertainMetric = (await cauce.metrics()).get('cauce_messages_uncertain') ?? Number.NaN;
  return {
    written: crowd.written,
    taken: stub.taken,
    requests: stub.requests,
    statusKnown: told.known,
    shownUncertain: await uncertainMessages(cauce),
    uncertainMetric,
  };
}

/** Waits until every message is answered or shown as uncertain and all is told; not longer than the rules allow. */
async function quiet(parties: Parties): Promise<void> {
  const end = performance.now() + quietWithinMs;
  const isQuiet = async (): Promise<boolean> => {
    if (parties.told.busy()) return false;
    const answered = new Set(parties.stub.taken.map((message) => `${message.to} ${message.text}`)).size;
    const open = parties.crowd.written.length - answered;
    // Cheaper than reading all conversations, which waits for the end.
    const uncertain = (await parties.crew.ask().metrics()).get('cauce_messages_uncertain') ?? 0;
    if (open > uncertain) return false;
    return judge(await gather(parties)).every((check) => check.passed);
  };
  while (performance.now() < end && !(await isQuiet())) await pause(500);
}
