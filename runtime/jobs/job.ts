import type { WorkspaceId } from '../contract/index.ts';
import type { TriggerJobDeps } from './triggers/deps.ts';

/** What a job may use: stores it deletes from, how long things are kept, and a way to say how far it has got. */
export type JobDeps = {
  upkeep: Upkeep;
  workspaces(): Promise<WorkspaceId[]>;
  now(): number;
  /** What flows that begin by the clock need; without it none do. */
  triggers?: TriggerJobDeps;
};

/** Deletes what is old, in lots, so that nothing else waits long. Returns how many went. */
export interface Upkeep {
  deleteInboundBefore(workspaceId: WorkspaceId, before: Date, lot: number): Promise<number>;
  deleteEventsBefore(workspaceId: WorkspaceId, before: Date, lot: number): Promise<number>;
  deleteTracesBefore(workspaceId: WorkspaceId, before: Date, lot: number): Promise<number>;
  /** What flows are counted by, and results. */
  deleteFactsBefore(workspaceId: WorkspaceId, before: Date, lot: number): Promise<number>;
}

/** Work for schedules, campaigns and upkeep; never on a message's path. Safe to run twice. */
export type Job = {
  name: string;
  /** Agenda's words: `1 day`, `15 minutes`. */
  every: string;
  retry: { attempts: number; firstDelayMs: number };
  run(deps: JobDeps): Promise<void>;
};

export const defineJob = (job: Job): Job => job;
