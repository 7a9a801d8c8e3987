import { defineJob, type Job, type JobDeps, type Upkeep } from './job.ts';

/** How long things are kept (DESIGN: storage): raw webhooks 30 days, traces 90, event log 30; what flows are counted by, 400. */
const keptDays = { inbound: 30, events: 30, traces: 90, facts: 400 } as const;
const lot = 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

/** Safe to run twice: what is gone is gone. Deletes in lots, so that nothing else waits. */
const forget = (name: string, days: number, deleteBefore: (upkeep: Upkeep) => Upkeep['deleteInboundBefore']): Job =>
  defineJob({
    name,
    every: '1 day',
    retry: { attempts: 5, firstDelayMs: 1_000 },
    async run({ upkeep, workspaces, now }: JobDeps) {
      const before = new Date(now() - days * dayMs);
      for (const workspaceId of await workspaces()) {
        while ((await deleteBefore(upkeep)(workspaceId, before, lot)) === lot);
      }
    },
  });

export const forgetOldWebhooks = forget(
  'retention.forget-old-webhooks',
  keptDays.inbound,
  (upkeep) => upkeep.deleteInboundBefore,
);
export const forgetOldEvents = forget(
  'retention.forget-old-events',
  keptDays.events,
  (upkeep) => upkeep.deleteEventsBefore,
);
export const forgetOldTraces = forget(
  'retention.forget-old-traces',
  keptDays.traces,
  (upkeep) => upkeep.deleteTracesBefore,
);
export const forgetOldFacts = forget(
  'retention.forget-old-facts',
  keptDays.facts,
  (upkeep) => upkeep.deleteFactsBefore,
);
