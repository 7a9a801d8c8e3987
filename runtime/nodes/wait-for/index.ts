import { defineNodeType, leave, nextPort, waitFor, type Instant } from '../../contract/index.ts';
import { WaitForConfig } from './schema.ts';

export const waitForDuration = defineNodeType({
  type: 'wait-for',
  version: 1,
  config: WaitForConfig,
  initial: { durationSeconds: 60 },
  ports: () => [nextPort],
  async enter({ durationSeconds }, ctx) {
    return until(later(ctx.now, durationSeconds));
  },
  /** Whatever else happens meanwhile does not shorten or lengthen the wait. */
  async resume({ durationSeconds }, input, ctx) {
    if (input.kind === 'timeout') return leave(nextPort.id);
    return until(typeof ctx.state === 'string' ? ctx.state : later(ctx.now, durationSeconds));
  },
  texts: { templates: [], expressions: [] },
  awaits: 'time',
  editor: {
    label: 'nodes.wait-for.label',
    group: 'actions',
    icon: 'hourglass',
    form: [{ key: 'durationSeconds', widget: 'duration' }],
    preview: () => null,
    summary: ({ durationSeconds }) => ({ key: 'nodes.wait-for.summary', params: { seconds: durationSeconds } }),
  },
});

const until = (instant: Instant) => waitFor({ for: 'time', until: instant }, { state: instant });

const later = (now: Instant, seconds: number): Instant => new Date(Date.parse(now) + seconds * 1_000).toISOString();
