import type { GraphStub } from '../support/graph-stub.ts';
import { machineCpu } from '../support/process-tree.ts';
import { madeUpNumber, textWebhook, wamidFor, type WebhookSender } from '../support/webhooks.ts';

/** What a stretch of load amounted to, seen from outside: a step is a webhook that was answered. */
export type Stretch = {
  steps: number;
  seconds: number;
  /** From webhook to answer, each in milliseconds. With a fixed rate they count from when the webhook was due. */
  latencies: number[];
  /** Used by the measured processes, in seconds. */
  cpuSeconds: number;
  /** Used by this process, which plays the people and the provider. */
  ownCpuSeconds: number;
  /** Share of the machine that others used meanwhile, 0 to 1: rates and latencies of a burdened machine mean little. */
  othersShare: number;
};

/** People who write to one program. Two programs measured in turn get people of their own. */
export type Crowd = {
  /**
   * Each of `count` people, from the one at `first` on, writes again as soon as they are answered: the highest rate. Measures
   * `seconds`, after `rampSeconds` that do not count.
   */
  closedLoop(load: { first?: number; count: number; rampSeconds: number; seconds: number }): Promise<Stretch>;
  /** Somebody writes every 1/`perSecond` seconds, in turn, whether or not answers come. */
  openLoop(load: { first?: number; count: number; perSecond: number; seconds: number }): Promise<Stretch>;
  /** Each of `count` people writes once; resolves when all are answered. At most `atOnce` wait at a time. */
  introduce(load: { first?: number; count: number; atOnce: number }): Promise<void>;
  /** Stops listening to the provider's side. */
  leave(): void;
};

export type CrowdOptions = {
  stub: GraphStub;
  sender: WebhookSender;
  /** Where this crowd's numbers begin; crowds must not overlap. */
  numbersFrom: number;
  /** Part of every message id, so that no two crowds share one. */
  run: string;
  /** CPU seconds used so far by what is measured. */
  cpuSeconds: () => number;
  /** What the people write: a word the flow under test starts with, a space and the number of the message. */
  word?: string;
};

type Waiting = { since: number; answered: (latency: number) => void };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function crowd({ stub, sender, numbersFrom, run, cpuSeconds, word = 'ping' }: CrowdOptions): Crowd {
  const sequences = new Map<number, number>();
  const waiting = new Map<string, Waiting>();
  let failure: Error | undefined;

  const leave = stub.onTaken(({ to, text, at }) => {
    const hash = text.indexOf('#');
    const space = text.indexOf(' ', hash);
    const key = `${to}#${text.slice(hash + 1, space < 0 ? undefined : space)}`;
    const pending = waiting.get(key);
    if (!pending) return;
    waiting.delete(key);
    pending.answered(at - pending.since);
  });

  /** Writes as the person; `answered` is called once the answer arrives. A webhook that is not acknowledged ends the measurement. */
  const write = (person: number, since: number, answered: (latency: number) => void): void => {
    const sequence = (sequences.get(person) ?? 0) + 1;
    sequences.set(person, sequence);
    const from = madeUpNumber(numbersFrom + person);
    waiting.set(`${from}#${sequence}`, { since, answered });
    sender
      .post(textWebhook({ from, wamid: wamidFor(run, numbersFrom + person, sequence), text: `${word} ${sequence}` }))
      .then((status) => {
        if (status !== 200) failure ??= new Error(`A webhook was answered ${status}.`);
      })
      .catch((error: Error) => (failure ??= error));
  };

  const measured = async (
    during: (record: (latency: number) => void, stopped: () => boolean) => Promise<void> | void,
    { rampSeconds, seconds }: { rampSeconds: number; seconds: number },
  ): Promise<Stretch> => {
    let latencies: number[] = [];
    let stopping = false;
    const done = during(
      (latency) => latencies.push(latency),
      () => stopping,
    );
    await pause(rampSeconds * 1000);
    latencies = [];
    const startedAt = performance.now();
    const cpu = cpuSeconds();
    const own = process.cpuUsage();
    const machine = machineCpu();
    await pause(seconds * 1000);
    const took = (performance.now() - startedAt) / 1000;
    const used = cpuSeconds() - cpu;
    const ownUsed = process.cpuUsage(own);
    const ownCpuSeconds = (ownUsed.user + ownUsed.system) / 1e6;
    const { busySeconds, processors } = machineCpu();
    const others = busySeconds - machine.busySeconds - used - ownCpuSeconds;
    const inWindow = latencies;
    latencies = [];
    stopping = true;
    await done;
    await allAnswered();
    return {
      steps: inWindow.length,
      seconds: took,
      latencies: inWindow,
      cpuSeconds: used,
      ownCpuSeconds,
      othersShare: Math.max(0, others / (took * processors)),
    };
  };

  /** A step that never ends would make every later figure wrong. */
  const allAnswered = async (): Promise<void> => {
    const until = performance.now() + 20_000;
    while (waiting.size > 0 && !failure) {
      if (performance.now() > until) throw new Error(`${waiting.size} messages were never answered.`);
      await pause(5);
    }
    if (failure) throw failure;
  };

  return {
    leave,
    closedLoop: ({ first = 0, count, rampSeconds, seconds }) =>
      measured(
        (record, stopped) => {
          const again = (person: number): void => {
            if (stopped() || failure) return;
            write(person, performance.now(), (latency) => {
              record(latency);
              // Not from within the provider's answer: its cost belongs to the answer alone.
              setImmediate(again, person);
            });
          };
          for (let person = first; person < first + count; person += 1) again(person);
        },
        { rampSeconds, seconds },
      ),
    openLoop: ({ first = 0, count, perSecond, seconds }) =>
      measured(
        async (record, stopped) => {
          const startedAt = performance.now();
          for (let sent = 0; !stopped() && !failure;) {
            const due = startedAt + (sent * 1000) / perSecond;
            const early = due - performance.now();
            if (early > 0) {
              await pause(early);
              continue;
            }
            write(first + (sent % count), due, record);
            sent += 1;
          }
        },
        { rampSeconds: 2, seconds },
      ),
    async introduce({ first = 0, count, atOnce }) {
      let next = first;
      const lane = async (): Promise<void> => {
        while (next < first + count && !failure) {
          const person = next;
          next += 1;
          await new Promise<void>((resolve) => write(person, performance.now(), () => resolve()));
        }
      };
      const lanes = Array.from({ length: atOnce }, lane);
      let isDone = false;
      const done = Promise.all(lanes).then(() => (isDone = true));
      // A webhook that was refused would leave its lane waiting for ever.
      const watch = (async () => {
        while (!isDone) {
          if (failure) throw failure;
          await pause(100);
        }
      })();
      await Promise.race([done, watch]);
    },
  };
}
