import { Agenda, type AgendaBackend } from 'agenda';
import type { Logger } from '../ports.ts';
import type { Job, JobDeps } from './job.ts';

/** The job queue: Agenda behind the little that we use of it. */
export type JobQueue = { start(): Promise<void>; stop(): Promise<void> };

/** A dead process's job is taken again after this (Agenda's lock lifetime); a job must be done or have renewed by then. */
export const jobLockMs = 10 * 60 * 1_000;

export function createJobQueue(
  backend: AgendaBackend,
  jobs: readonly Job[],
  deps: JobDeps,
  log: Logger,
  lockLifetimeMs = jobLockMs,
): JobQueue {
  const agenda = new Agenda({
    backend,
    processEvery: '30 seconds',
    defaultConcurrency: 1,
    maxConcurrency: 2,
    defaultLockLifetime: lockLifetimeMs,
  });
  for (const job of jobs) {
    agenda.define(job.name, (_job, done) => void job.run(deps).then(() => done(), done), {
      backoff: ({ attempt }: { attempt: number }) =>
        attempt > job.retry.attempts ? null : job.retry.firstDelayMs * 2 ** (attempt - 1),
    });
  }
  agenda.on('fail', (error: Error, job: { attrs: { name: string } }) =>
    log.error({ job: job.attrs.name, error }, 'a job failed'),
  );
  return {
    async start() {
      await agenda.start();
      for (const job of jobs) await agenda.every(job.every, job.name);
    },
    async stop() {
      await agenda.stop();
    },
  };
}
