import type { Alias } from '../../channels/channel.ts';
import type { ChannelId, ContactId, Instant, Json, WorkspaceId } from '../../contract/index.ts';
import type { ContactRecord } from '../../conversations/state.ts';
import type { FlowSource, Logger, WorkspaceRecord } from '../../ports.ts';

/** How far a trigger has come: everything up to `doneUntil` is dealt with, but for the run that is under way. */
export type TriggerProgress = {
  workspaceId: WorkspaceId;
  flowId: string;
  triggerId: string;
  doneUntil: Instant;
  /** A stretch of time whose contacts are being begun with; `cursor` is the last one that was. */
  run?: { after: Instant; until: Instant; cursor: ContactId | null };
};

export interface TriggerProgressStore {
  all(workspaceId: WorkspaceId): Promise<TriggerProgress[]>;
  save(progress: TriggerProgress): Promise<void>;
  remove(progress: Pick<TriggerProgress, 'workspaceId' | 'flowId' | 'triggerId'>): Promise<void>;
}

/** Contacts by page, in the order of their ids. */
export interface AudienceSource {
  inGroup(workspaceId: WorkspaceId, group: string, after: ContactId | null, limit: number): Promise<ContactRecord[]>;
  /** Whose field begins with one of these days; `anyYear`: the days are without the year. */
  byDate(
    workspaceId: WorkspaceId,
    what: { field: string; days: readonly string[]; anyYear: boolean },
    after: ContactId | null,
    limit: number,
  ): Promise<ContactRecord[]>;
  /** The channels of a workspace, and where each contact was last spoken with. */
  channels(workspaceId: WorkspaceId): Promise<ChannelId[]>;
  lastChannels(workspaceId: WorkspaceId, contactIds: readonly ContactId[]): Promise<Map<ContactId, ChannelId[]>>;
}

/** A flow to begin with one contact; the same `requestKey` begins nothing twice. */
export type PlannedStart = {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  contactId: ContactId;
  aliases: Alias[];
  flowId: string;
  trigger: { [key: string]: Json };
  requestKey: string;
};

export type TriggerJobDeps = {
  flows: Pick<FlowSource, 'published'>;
  workspacesById(ids: WorkspaceId[]): Promise<WorkspaceRecord[]>;
  progress: TriggerProgressStore;
  audience: AudienceSource;
  startAll(starts: PlannedStart[]): Promise<void>;
  log: Logger;
};
