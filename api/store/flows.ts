import { Schema, type Connection } from 'mongoose';
import type { Flow, FlowId, Instant, WorkspaceId } from '../../runtime/contract/index.ts';
import type { FlowSource, PublishedFlow } from '../../runtime/ports.ts';
import { isDuplicate } from './duplicates.ts';
import { flowVersionSchema, type FlowVersionDocument } from './flow-versions.ts';

/** A flow as people edit it. The draft is one JSON string, which nobody maps or minimises. */
type FlowDocument = {
  /** `workspace:flow`. */
  _id: string;
  workspaceId: string;
  flowId: string;
  name: string;
  /** Lower case, for search. */
  nameKey: string;
  draft: string;
  /** Raised by every change of the draft; the guard of its writes. */
  revision: number;
  /** The highest version number given out. */
  lastVersion: number;
  activeVersion?: number;
  paused: boolean;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string;
  archivedAt?: Date;
};

export const flowSchema = new Schema<FlowDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    flowId: { type: String, required: true },
    name: { type: String, required: true },
    nameKey: { type: String, required: true },
    draft: { type: String, required: true },
    revision: { type: Number, required: true },
    lastVersion: { type: Number, required: true },
    activeVersion: Number,
    paused: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
    archivedAt: Date,
  },
  { collection: 'flows', versionKey: false, autoIndex: false },
);
// The list, by id; a search reads the flows of one workspace.
flowSchema.index({ workspaceId: 1, flowId: 1 }, { name: 'list' });

export type FlowSummary = {
  id: FlowId;
  name: string;
  revision: number;
  /** The version that answers people; null while none is published. */
  activeVersion: number | null;
  paused: boolean;
  createdAt: Instant;
  updatedAt: Instant;
  updatedBy: string;
};
export type FlowDraft = FlowSummary & { flow: Flow };
export type FlowVersionSummary = {
  flowId: FlowId;
  version: number;
  publishedAt: Instant;
  publishedBy: string;
  /** The revision of the draft that it was made from. */
  fromRevision: number;
};
export type FlowVersionRecord = FlowVersionSummary & { flow: Flow };

export type FlowRepository = {
  /** By id from after `after`; `q` is looked for in names and ids. */
  list(workspaceId: WorkspaceId, options: { after?: string; limit: number; q?: string }): Promise<FlowSummary[]>;
  draft(workspaceId: WorkspaceId, flowId: FlowId): Promise<FlowDraft | undefined>;
  /** Whether there is or was a flow with this id, archived ones included. */
  isKnown(workspaceId: WorkspaceId, flowId: FlowId): Promise<boolean>;
  /** Undefined when a flow with this id exists; an archived one comes back with the new draft. */
  create(workspaceId: WorkspaceId, flow: Flow, by: string): Promise<FlowDraft | undefined>;
  /** Undefined when the draft is no longer at `ifRevision`. */
  saveDraft(
    workspaceId: WorkspaceId,
    flow: Flow,
    options: { ifRevision: number; by: string },
  ): Promise<FlowDraft | undefined>;
  /**
   * Makes an immutable version of the draft and lets it answer people. Undefined when the draft is no longer at the revision it
   * was read at. A crash in between leaves a number unused, never a version half made.
   */
  publish(workspaceId: WorkspaceId, draft: FlowDraft, by: string): Promise<FlowVersionSummary | undefined>;
  /**
   * Makes version 1 of a draft that was never published. Processes that do it together, or one after another's crash, make the same
   * version once. Undefined when the flow was published or changed meanwhile.
   */
  publishFirst(workspaceId: WorkspaceId, draft: FlowDraft, by: string): Promise<FlowVersionSummary | undefined>;
  /** Newest first, below `before`. */
  versions(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    options: { before?: number; limit: number },
  ): Promise<FlowVersionSummary[]>;
  readVersion(workspaceId: WorkspaceId, flowId: FlowId, version: number): Promise<FlowVersionRecord | undefined>;
  setPaused(workspaceId: WorkspaceId, flowId: FlowId, paused: boolean): Promise<FlowSummary | undefined>;
  /** Takes the flow out of lists and out of service; its versions stay for the sessions that run on them. */
  archive(workspaceId: WorkspaceId, flowId: FlowId): Promise<boolean>;
  /** What answers people: the active version of every flow that is not archived, paused ones included. */
  publishedFlows(workspaceId: WorkspaceId): Promise<PublishedFlow[]>;
  version(workspaceId: WorkspaceId, flowId: string, version: number): Promise<Flow | undefined>;
};

const notArchived = { archivedAt: { $exists: false } } as const;
const neverPublished = { activeVersion: { $exists: false } } as const;

/** Text as the beginning-to-end pattern part that matches it literally. */
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function createFlowRepository(connection: Connection, now: () => number = Date.now): FlowRepository {
  const flows = connection.model('Flow', flowSchema);
  const versions = connection.model('FlowVersion', flowVersionSchema);
  const idOf = (workspaceId: string, flowId: string) => `${workspaceId}:${flowId}`;
  const versionId = (workspaceId: string, flowId: string, version: number) => `${workspaceId}:${flowId}:${version}`;
  const contentOf = (flow: Flow) => ({
    name: flow.name,
    nameKey: flow.name.toLowerCase(),
    draft: JSON.stringify(flow),
    updatedAt: new Date(now()),
  });

  const repository: FlowRepository = {
    async list(workspaceId, { after, limit, q }) {
      const pattern = q === undefined ? undefined : literally(q.toLowerCase());
      const found = await flows
        .find(
          {
            workspaceId,
            ...notArchived,
            ...(after !== undefined && { flowId: { $gt: after } }),
            ...(pattern !== undefined && {
              $or: [{ nameKey: { $regex: pattern } }, { flowId: { $regex: pattern } }],
            }),
          },
          { draft: 0 },
        )
        .sort({ flowId: 1 })
        .limit(limit)
        .lean();
      return found.map(summaryOf);
    },
    async draft(workspaceId, flowId) {
      const found = await flows.findOne({ _id: idOf(workspaceId, flowId), workspaceId, ...notArchived }).lean();
      return found ? draftOf(found) : undefined;
    },
    async isKnown(workspaceId, flowId) {
      return (await flows.findOne({ _id: idOf(workspaceId, flowId), workspaceId }, { _id: 1 }).lean()) !== null;
    },
    async create(workspaceId, flow, by) {
      const _id = idOf(workspaceId, flow.id);
      const content = { ...contentOf(flow), updatedBy: by };
      try {
        await flows.create({
          _id,
          workspaceId,
          flowId: flow.id,
          ...content,
          revision: 1,
          lastVersion: 0,
          paused: false,
          createdAt: content.updatedAt,
        });
        return await repository.draft(workspaceId, flow.id as FlowId);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const revived = await flows
        .findOneAndUpdate(
          { _id, workspaceId, archivedAt: { $exists: true } },
          { $set: { ...content, paused: false }, $inc: { revision: 1 }, $unset: { archivedAt: '', activeVersion: '' } },
          { returnDocument: 'after' },
        )
        .lean();
      return revived ? draftOf(revived) : undefined;
    },
    async saveDraft(workspaceId, flow, { ifRevision, by }) {
      const saved = await flows
        .findOneAndUpdate(
          { _id: idOf(workspaceId, flow.id), workspaceId, revision: ifRevision, ...notArchived },
          { $set: { ...contentOf(flow), updatedBy: by }, $inc: { revision: 1 } },
          { returnDocument: 'after' },
        )
        .lean();
      return saved ? draftOf(saved) : undefined;
    },
    async publish(workspaceId, { id, revision, flow }, by) {
      const _id = idOf(workspaceId, id);
      const numbered = await flows
        .findOneAndUpdate(
          { _id, workspaceId, revision, ...notArchived },
          { $inc: { lastVersion: 1 } },
          { returnDocument: 'after', projection: { draft: 0 } },
        )
        .lean();
      if (!numbered) return undefined;
      const version = numbered.lastVersion;
      const published = new Date(now());
      await versions.create({
        _id: versionId(workspaceId, id, version),
        workspaceId,
        flowId: id,
        version,
        document: JSON.stringify(flow),
        publishedAt: published,
        publishedBy: by,
        fromRevision: revision,
      });
      // Whoever published a higher number meanwhile stays in force.
      await flows.updateOne({ _id, workspaceId }, { $max: { activeVersion: version } });
      return { flowId: id, version, publishedAt: published.toISOString(), publishedBy: by, fromRevision: revision };
    },
    async publishFirst(workspaceId, { id, revision, flow }, by) {
      const _id = idOf(workspaceId, id);
      // No number is drawn, as `publish` does: everybody writes under the same one, so that nobody needs to be the only one.
      const unpublished = { _id, workspaceId, revision, lastVersion: { $lte: 1 }, ...neverPublished, ...notArchived };
      const { matchedCount } = await flows.updateOne(unpublished, { $max: { lastVersion: 1 } });
      if (matchedCount === 0) return undefined;
      const published = new Date(now());
      try {
        await versions.create({
          _id: versionId(workspaceId, id, 1),
          workspaceId,
          flowId: id,
          version: 1,
          document: JSON.stringify(flow),
          publishedAt: published,
          publishedBy: by,
          fromRevision: revision,
        });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const { modifiedCount } = await flows.updateOne(
        { _id, workspaceId, ...neverPublished },
        { $set: { activeVersion: 1 } },
      );
      if (modifiedCount === 0) return undefined;
      return { flowId: id, version: 1, publishedAt: published.toISOString(), publishedBy: by, fromRevision: revision };
    },
    async versions(workspaceId, flowId, { before, limit }) {
      const found = await versions
        .find({ workspaceId, flowId, ...(before !== undefined && { version: { $lt: before } }) }, { document: 0 })
        .sort({ version: -1 })
        .limit(limit)
        .lean();
      return found.map(versionSummaryOf);
    },
    async readVersion(workspaceId, flowId, version) {
      const found = await versions.findOne({ _id: versionId(workspaceId, flowId, version), workspaceId }).lean();
      return found ? { ...versionSummaryOf(found), flow: JSON.parse(found.document) as Flow } : undefined;
    },
    async setPaused(workspaceId, flowId, paused) {
      const found = await flows
        .findOneAndUpdate(
          { _id: idOf(workspaceId, flowId), workspaceId, ...notArchived },
          { $set: { paused } },
          { returnDocument: 'after', projection: { draft: 0 } },
        )
        .lean();
      return found ? summaryOf(found) : undefined;
    },
    async archive(workspaceId, flowId) {
      const { modifiedCount } = await flows.updateOne(
        { _id: idOf(workspaceId, flowId), workspaceId, ...notArchived },
        { $set: { archivedAt: new Date(now()) }, $unset: { activeVersion: '' } },
      );
      return modifiedCount === 1;
    },
    async publishedFlows(workspaceId) {
      const active = await flows
        .find({ workspaceId, activeVersion: { $exists: true }, ...notArchived }, { draft: 0 })
        .sort({ flowId: 1 })
        .lean();
      const documents = await versions
        .find({
          _id: { $in: active.map(({ flowId, activeVersion = 0 }) => versionId(workspaceId, flowId, activeVersion)) },
        })
        .lean();
      const byFlow = new Map(documents.map((document) => [document.flowId, document]));
      return active.flatMap(({ flowId, paused }) => {
        const document = byFlow.get(flowId);
        if (!document) return [];
        return [{ flowId, version: document.version, flow: JSON.parse(document.document) as Flow, paused }];
      });
    },
    async version(workspaceId, flowId, version) {
      return (await repository.readVersion(workspaceId, flowId as FlowId, version))?.flow;
    },
  };
  return repository;
}

/** What a process keeps in memory: few hundred workspaces' published flows, and versions, which never change. */
const kept = { workspaces: 500, versions: 500 } as const;

/** A publisher that died before it raised `flowsRevision` is noticed after so long. */
const publishedFreshMs = 30_000;

/** The runtime's view: read once per `flowsRevision`, and a version once, since it never changes. */
export function createFlowSource(
  repository: Pick<FlowRepository, 'publishedFlows' | 'version'>,
  now: () => number = Date.now,
): FlowSource {
  const published = new Map<string, { revision: number; readAt: number; flows: Promise<PublishedFlow[]> }>();
  const versions = new Map<string, Promise<Flow | undefined>>();
  return {
    published(workspaceId, flowsRevision) {
      const known = published.get(workspaceId);
      if (known && known.revision >= flowsRevision && now() - known.readAt < publishedFreshMs) return known.flows;
      const flows = repository.publishedFlows(workspaceId);
      remember(published, workspaceId, { revision: flowsRevision, readAt: now(), flows }, kept.workspaces);
      flows.catch(() => published.delete(workspaceId));
      return flows;
    },
    version(workspaceId, flowId, version) {
      const key = `${workspaceId}:${flowId}:${version}`;
      const known = versions.get(key);
      if (known) return known;
      const flow = repository.version(workspaceId, flowId, version);
      remember(versions, key, flow, kept.versions);
      // What is not there may come; what failed may be asked again.
      flow.then(
        (found) => found ?? versions.delete(key),
        () => versions.delete(key),
      );
      return flow;
    },
  };
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value, most: number): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size > most) memory.delete(memory.keys().next().value as string);
}

const summaryOf = (document: Omit<FlowDocument, 'draft'>): FlowSummary => ({
  id: document.flowId as FlowId,
  name: document.name,
  revision: document.revision,
  activeVersion: document.activeVersion ?? null,
  paused: document.paused,
  createdAt: document.createdAt.toISOString(),
  updatedAt: document.updatedAt.toISOString(),
  updatedBy: document.updatedBy,
});

const draftOf = (document: FlowDocument): FlowDraft => ({
  ...summaryOf(document),
  flow: JSON.parse(document.draft) as Flow,
});

const versionSummaryOf = (document: Omit<FlowVersionDocument, 'document'>): FlowVersionSummary => ({
  flowId: document.flowId as FlowId,
  version: document.version,
  publishedAt: document.publishedAt.toISOString(),
  publishedBy: document.publishedBy,
  fromRevision: document.fromRevision,
});
