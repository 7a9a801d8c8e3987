import { startGraphStub } from '../support/graph-stub.ts';
import { uncertainMessages } from '../support/inbox.ts';
import { judge } from '../support/ledger.ts';
import { until } from '../support/until.ts';
import { fleet } from './fleet.ts';
import { people } from './people.ts';
import type { ChaosResult } from './run.ts';

export type FloodOptions = { folder: string; contacts: number; messages: number };

/** Many people write many messages each as fast as the program acknowledges them, without waiting for answers. */
export async function flood({ folder, contacts, messages }: FloodOptions): Promise<ChaosResult> {
  const stub = await startGraphStub();
  const crew = await fleet({ folder, graphUrl: stub.url });
  try {
    await crew.start();
    const crowd = people({
      count: contacts,
      run: 'flood',
      post: crew.post,
      random: () => 0.5,
      pauseMs: 0,
      unansweredAtMost: messages,
    });
    const startedAt = performance.now();
    await crowd.write(messages);
    const acknowledgedMs = performance.now() - startedAt;
    const total = contacts * messages;
    await until(() => stub.taken.length >= total, {
      timeoutMs: 30_000 + total * 20,
      describe: () => `${stub.taken.length} of ${total} messages were answered\n${crew.ask().logTail()}`,
    });
    const answeredMs = performance.now() - startedAt;
    const cauce = crew.ask();
    const checks = judge({
      written: crowd.written,
      taken: stub.taken,
      requests: stub.requests,
      statusKnown: new Set(),
      shownUncertain: await uncertainMessages(cauce),
      uncertainMetric: (await cauce.metrics()).get('cauce_messages_uncertain') ?? Number.NaN,
    });
    await Promise.all(crew.members.map((member) => member.stop()));
    return {
      checks,
      figures: {
        contacts,
        messages: total,
        'acknowledged, ms': Math.round(acknowledgedMs),
        'answered, ms': Math.round(answeredMs),
        'answers a second': Math.round((total * 1000) / answeredMs),
      },
    };
  } finally {
    await crew.close();
    await stub.close();
  }
}
