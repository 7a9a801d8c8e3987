import type { Job } from './job.ts';
import { runTimedTriggers } from './triggers/run-triggers.ts';
import { forgetOldEvents, forgetOldFacts, forgetOldTraces, forgetOldWebhooks } from './retention.ts';

/** Every job there is. */
export const jobs: readonly Job[] = [
  forgetOldWebhooks,
  forgetOldEvents,
  forgetOldTraces,
  forgetOldFacts,
  runTimedTriggers,
];
