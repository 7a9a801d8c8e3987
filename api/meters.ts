import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meters } from '../runtime/ports.ts';

/** What `/metrics` shows. Names are part of the contract with whoever watches: they do not change. */
export function createMeters(): {
  meters: Meters;
  registry: Registry;
  watch(source: { uncertain(): Promise<number>; conversations(): number }): void;
} {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });

  const stored = counter('cauce_webhooks_stored_total', 'Updates of webhooks stored; repeats are not counted');
  const refused = counter('cauce_webhooks_refused_total', 'Webhooks refused, by reason', ['reason']);
  const unreadable = counter('cauce_webhooks_unreadable_total', 'Signed webhooks that nobody could read; kept raw');
  const steps = counter('cauce_steps_total', 'Conversation steps saved');
  const lost = counter('cauce_guards_lost_total', 'Saves that somebody else had overtaken; nothing happened by them');
  const sends = counter('cauce_sends_total', 'Answers of the provider to a send, by outcome', ['outcome']);
  const answers = new Histogram({
    name: 'cauce_answer_seconds',
    help: 'From the receipt of a message until the provider accepted its first answer',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });

  return {
    registry,
    meters: {
      webhooksStored: (count) => stored.inc(count),
      webhooksRefused: (reason) => refused.inc({ reason }),
      webhooksUnreadable: () => unreadable.inc(),
      step: () => steps.inc(),
      guardLost: () => lost.inc(),
      sent: (outcome) => sends.inc({ outcome }),
      answered: (milliseconds) => answers.observe(milliseconds / 1_000),
    },
    /** Figures that are looked up when somebody asks. */
    watch({ uncertain, conversations }) {
      new Gauge({
        name: 'cauce_messages_uncertain',
        help: 'Messages whose outcome is not known now',
        registers,
        async collect() {
          this.set(await uncertain());
        },
      });
      new Gauge({
        name: 'cauce_conversations_in_hand',
        help: 'Conversations that this process has in memory',
        registers,
        collect() {
          this.set(conversations());
        },
      });
    },
  };
}
