import { Schema, type Connection, type QueryFilter } from 'mongoose';
import type {
  Flow,
  FlowId,
  Instant,
  PublishPolicies,
  StandingPolicies,
  Trigger,
  VersionSentence,
  WaitingPeople,
  WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { FlowSource, PublishedFlow } from '../../runtime/ports.ts';
import type { Position } from '../http/paging.ts';
import { isDuplicate } from './duplicates.ts';
import { flowVersionSchema, type FlowVersionDocument } from './flow-versions.ts';

/** A flow as people edit it. The draft is one JSON string, which nobody maps or minimises. */
type FlowDocument = {
  /** `workspace:flow`. */
  _id: string;
  workspaceId: string;
  flowId: string;
  name: string;
  /** Without case and accents, for search and order. */
  nameKey: string;
  draft: string;
  /** What starts the draft, apart from it, so that a list need not read whole documents. */
  starts?: FlowStart[];
  /** Raised by every change of the draft; the guard of its writes. */
  revision: number;
  /** The highest version number given out. */
  lastVersion: number;
  activeVersion?: number;
  /** Of the active version. */
  publishedAt?: Date;
  activeStarts?: FlowStart[];
  /** What versions up to the active one say of people who wait on older ones, `StandingPolicies` as JSON. */
  policies?: string;
  /** When a version came into force that moves or closes somebody. */
  policiesAt?: number;
  /** The draft has changed since the active version was made. */
  ahead?: boolean;
  paused: boolean;
  createdAt: Date;
  createdBy?: string;
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
    starts: { type: [Schema.Types.Mixed], default: undefined },
    revision: { type: Number, required: true },
    lastVersion: { type: Number, required: true },
    activeVersion: Number,
    publishedAt: Date,
    activeStarts: { type: [Schema.Types.Mixed], default: undefined },
    policies: String,
    policiesAt: Number,
    ahead: Boolean,
    paused: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    createdBy: String,
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
    archivedAt: Date,
  },
  { collection: 'flows', versionKey: false, autoIndex: false },
);
// The list, by id; a search reads the flows of one workspace.
flowSchema.index({ workspaceId: 1, flowId: 1 }, { name: 'list' });
// The list by name, and the latest changed first.
flowSchema.index({ workspaceId: 1, nameKey: 1, flowId: 1 }, { name: 'name' });
flowSchema.index({ workspaceId: 1, updatedAt: -1, flowId: 1 }, { name: 'updated' });

// Whose people are to be moved or closed: a few, of the last day.
flowSchema.index({ policiesAt: 1 }, { name: 'policies', sparse: true });

/** What starts a flow, as a list shows it. */
export type FlowStart = { kind: Trigger['kind']; match?: string; words?: string[] };

/** `changed`: published, and the draft differs from what answers people. */
export const flowStatuses = ['draft', 'published', 'changed', 'paused'] as const;
export type FlowStatus = (typeof flowStatuses)[number];

export type FlowSummary = {
  id: FlowId;
  name: string;
  revision: number;
  /** The version that answers people; null while none is published. */
  activeVersion: number | null;
  paused: boolean;
  status: FlowStatus;
  /** When the active version was published. */
  publishedAt: Instant | null;
  /** Of the active version, else of the draft. */
  startsWith: FlowStart[];
  createdAt: Instant;
  createdBy: string;
  updatedAt: Instant;
  updatedBy: string;
  archivedAt: Instant | null;
};
export type FlowDraft = FlowSummary & { flow: Flow };
export type FlowVersionSummary = {
  flowId: FlowId;
  version: number;
  publishedAt: Instant;
  publishedBy: string;
  /** The revision of the draft that it was made from. */
  fromRevision: number;
  /** What changed, in the publisher's words. */
  note: string | null;
  /** The version whose document this one brought back. */
  restoredFrom: number | null;
  /** What it says of people who waited on older versions. */
  policies: PublishPolicies;
  /** Who waited at those cards just before it was published. */
  waited: WaitingPeople[];
  /** What it changed about the version before it; empty for the first. */
  sentence: VersionSentence;
};
export type PublishOptions = {
  note?: string;
  restoredFrom?: number;
  policies?: PublishPolicies;
  waited?: WaitingPeople[];
  sentence?: VersionSentence;
};
export type FlowVersionRecord = FlowVersionSummary & { flow: Flow };

export type FlowRepository = {
  list(workspaceId: WorkspaceId, options: FlowQuery): Promise<FlowSummary[]>;
  /** All that are not archived, by id. */
  names(workspaceId: WorkspaceId): Promise<{ id: FlowId; name: string }[]>;
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
  publish(
    workspaceId: WorkspaceId,
    draft: FlowDraft,
    by: string,
    options?: PublishOptions,
  ): Promise<FlowVersionSummary | undefined>;
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
  /** Brings an archived flow back as it was. Undefined when none with this id is archived. */
  restore(workspaceId: WorkspaceId, flowId: FlowId): Promise<FlowSummary | undefined>;
  /** What answers people: the active version of every flow that is not archived, paused ones included. */
  publishedFlows(workspaceId: WorkspaceId): Promise<PublishedFlow[]>;
  version(workspaceId: WorkspaceId, flowId: string, version: number): Promise<Flow | undefined>;
};

export type FlowQuery = {
  /** Rows after this one; its key is what `positionOfFlow` says. */
  after?: Position;
  limit: number;
  /** Looked for in names and ids. */
  q?: string;
  status?: FlowStatus;
  /** Those that are archived instead of those that are not. */
  archived?: boolean;
  /** By id without it; `updatedAt` is the latest first. */
  sort?: 'name' | 'updatedAt';
};

/** Where a row stands in its list. */
export const positionOfFlow = ({ id, name, updatedAt }: FlowSummary, sort: FlowQuery['sort']): Position => ({
  key: sort === 'name' ? nameKeyOf(name) : sort === 'updatedAt' ? Date.parse(updatedAt) : id,
  id,
});

const notArchived = { archivedAt: { $exists: false } } as const;
const neverPublished = { activeVersion: { $exists: false } } as const;
/** What is kept of the active version, as what `$unset` takes. */
const active = {
  activeVersion: '',
  publishedAt: '',
  activeStarts: '',
  ahead: '',
  policies: '',
  policiesAt: '',
} as const;

const statusFilters = {
  draft: neverPublished,
  paused: { activeVersion: { $exists: true }, paused: true },
  published: { activeVersion: { $exists: true }, paused: false, ahead: { $ne: true } },
  changed: { activeVersion: { $exists: true }, paused: false, ahead: true },
} as const satisfies Record<FlowStatus, object>;

/** A name as it is looked for and ordered: without case and accents. */
const nameKeyOf = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const startsOf = ({ triggers }: Flow): FlowStart[] =>
  triggers.map((trigger) =>
    trigger.kind === 'keyword'
      ? { kind: trigger.kind, match: trigger.match, words: trigger.words }
      : { kind: trigger.kind },
  );

/** Text as the beginning-to-end pattern part that matches it literally. */
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function createFlowRepository(connection: Connection, now: () => number = Date.now): FlowRepository {
  const flows = connection.model('Flow', flowSchema);
  const versions = connection.model('FlowVersion', flowVersionSchema);
  const idOf = (workspaceId: string, flowId: string) => `${workspaceId}:${flowId}`;
  const versionId = (workspaceId: string, flowId: string, version: number) => `${workspaceId}:${flowId}:${version}`;
  const contentOf = (flow: Flow) => ({
    name: flow.name,
    nameKey: nameKeyOf(flow.name),
    draft: JSON.stringify(flow),
    starts: startsOf(flow),
    updatedAt: new Date(now()),
  });

  /**
   * Lets a version answer people, with its word about those who wait: one write, so that no policy ever holds of a version that does
   * not. Whoever published a higher number meanwhile stays in force.
   */
  async function activate(
    { workspaceId, flowId, version, publishedAt, fromRevision, policies }: FlowVersionDocument,
    flow: Flow,
    read: Pick<FlowDocument, 'activeVersion' | 'policies'>,
  ): Promise<void> {
    const _id = idOf(workspaceId, flowId);
    let known: Pick<FlowDocument, 'activeVersion' | 'policies'> | null = read;
    while (known && (known.activeVersion ?? 0) < version) {
      const given = policies === undefined ? {} : (JSON.parse(policies) as PublishPolicies);
      const inForce = { _id, workspaceId, activeVersion: known.activeVersion ?? { $exists: false } };
      const activated = {
        activeVersion: version,
        publishedAt,
        activeStarts: startsOf(flow),
        ...(policies !== undefined && { policies: JSON.stringify(withPolicies(known.policies, version, given)) }),
        ...(Object.values(given).some(({ do: what }) => what !== 'finish') && { policiesAt: now() }),
      };
      const { matchedCount } = await flows.updateOne(
        { ...inForce, revision: fromRevision },
        { $set: { ...activated, ahead: false } },
      );
      if (matchedCount > 0) return;
      const late = await flows.updateOne(inForce, { $set: { ...activated, ahead: true } });
      if (late.matchedCount > 0) return;
      known = await flows.findOne({ _id, workspaceId }, { activeVersion: 1, policies: 1 }).lean();
    }
  }

  const repository: FlowRepository = {
    async list(workspaceId, { after, limit, q, status, archived, sort }) {
      const pattern = q === undefined ? undefined : literally(nameKeyOf(q));
      const clauses: QueryFilter<FlowDocument>[] = [
        ...(pattern === undefined
          ? []
          : [{ $or: [{ nameKey: { $regex: pattern } }, { flowId: { $regex: pattern } }] }]),
        ...(after ? [rowsAfter(after, sort)] : []),
      ];
      const found = await flows
        .find(
          {
            workspaceId,
            ...(archived ? { archivedAt: { $exists: true } } : notArchived),
            ...(status && statusFilters[status]),
            ...(clauses.length > 0 && { $and: clauses }),
          },
          { draft: 0 },
        )
        .sort(sort === 'updatedAt' ? { updatedAt: -1, flowId: 1 } : sort ? { nameKey: 1, flowId: 1 } : { flowId: 1 })
        .limit(limit)
        .lean();
      return found.map(summaryOf);
    },
    async names(workspaceId) {
      const found = await flows
        .find({ workspaceId, ...notArchived }, { flowId: 1, name: 1 })
        .sort({ flowId: 1 })
        .lean();
      return found.map(({ flowId, name }) => ({ id: flowId as FlowId, name }));
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
          createdBy: by,
        });
        return await repository.draft(workspaceId, flow.id as FlowId);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const revived = await flows
        .findOneAndUpdate(
          { _id, workspaceId, archivedAt: { $exists: true } },
          { $set: { ...content, paused: false }, $inc: { revision: 1 }, $unset: { archivedAt: '', ...active } },
          { returnDocument: 'after' },
        )
        .lean();
      return revived ? draftOf(revived) : undefined;
    },
    async saveDraft(workspaceId, flow, { ifRevision, by }) {
      const saved = await flows
        .findOneAndUpdate(
          { _id: idOf(workspaceId, flow.id), workspaceId, revision: ifRevision, ...notArchived },
          { $set: { ...contentOf(flow), updatedBy: by, ahead: true }, $inc: { revision: 1 } },
          { returnDocument: 'after' },
        )
        .lean();
      return saved ? draftOf(saved) : undefined;
    },
    async publish(workspaceId, { id, revision, flow }, by, options = {}) {
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
      const made: FlowVersionDocument = {
        _id: versionId(workspaceId, id, version),
        workspaceId,
        flowId: id,
        version,
        document: JSON.stringify(flow),
        publishedAt: published,
        publishedBy: by,
        fromRevision: revision,
        ...(options.note !== undefined && { note: options.note }),
        ...(options.restoredFrom !== undefined && { restoredFrom: options.restoredFrom }),
        ...(Object.keys(options.policies ?? {}).length > 0 && { policies: JSON.stringify(options.policies) }),
        ...(options.waited?.length && { waited: JSON.stringify(options.waited) }),
        ...(options.sentence?.length && { sentence: JSON.stringify(options.sentence) }),
      };
      await versions.create(made);
      await activate(made, flow, numbered);
      return versionSummaryOf(made);
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
        { $set: { activeVersion: 1, publishedAt: published, activeStarts: startsOf(flow), ahead: false } },
      );
      if (modifiedCount === 0) return undefined;
      return versionSummaryOf({
        workspaceId,
        flowId: id,
        version: 1,
        publishedAt: published,
        publishedBy: by,
        fromRevision: revision,
      });
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
        { $set: { archivedAt: new Date(now()) } },
      );
      return modifiedCount === 1;
    },
    async restore(workspaceId, flowId) {
      const found = await flows
        .findOneAndUpdate(
          { _id: idOf(workspaceId, flowId), workspaceId, archivedAt: { $exists: true } },
          { $unset: { archivedAt: '' } },
          { returnDocument: 'after', projection: { draft: 0 } },
        )
        .lean();
      return found ? summaryOf(found) : undefined;
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
      return active.flatMap(({ flowId, paused, policies }) => {
        const document = byFlow.get(flowId);
        if (!document) return [];
        const flow = JSON.parse(document.document) as Flow;
        const standing = policies === undefined ? {} : { policies: JSON.parse(policies) as StandingPolicies };
        return [{ flowId, version: document.version, flow, paused, ...standing }];
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
  status: statusOf(document),
  publishedAt: document.publishedAt?.toISOString() ?? null,
  startsWith: document.activeStarts ?? document.starts ?? [],
  createdAt: document.createdAt.toISOString(),
  createdBy: document.createdBy ?? document.updatedBy,
  updatedAt: document.updatedAt.toISOString(),
  updatedBy: document.updatedBy,
  archivedAt: document.archivedAt?.toISOString() ?? null,
});

function statusOf({ activeVersion, paused, ahead }: Omit<FlowDocument, 'draft'>): FlowStatus {
  if (activeVersion === undefined) return 'draft';
  if (paused) return 'paused';
  return ahead ? 'changed' : 'published';
}

function rowsAfter({ key, id }: Position, sort: FlowQuery['sort']): QueryFilter<FlowDocument> {
  if (sort === 'name')
    return { $or: [{ nameKey: { $gt: String(key) } }, { nameKey: String(key), flowId: { $gt: id } }] };
  if (sort === 'updatedAt') {
    const updatedAt = new Date(Number(key));
    return { $or: [{ updatedAt: { $lt: updatedAt } }, { updatedAt, flowId: { $gt: id } }] };
  }
  return { flowId: { $gt: id } };
}

const draftOf = (document: FlowDocument): FlowDraft => ({
  ...summaryOf(document),
  flow: JSON.parse(document.draft) as Flow,
});

/** So many cards of a flow may have a word; the oldest are forgotten, and whoever still waits there goes on as they began. */
const mostPolicies = 2_000;

/** Of each card the newest word, the newest last. */
function withPolicies(before: string | undefined, version: number, given: PublishPolicies): StandingPolicies {
  const old = before === undefined ? {} : (JSON.parse(before) as StandingPolicies);
  const kept = Object.entries(old).filter(([node]) => !Object.hasOwn(given, node));
  const added = Object.entries(given).map(([node, policy]) => [node, { version, policy }] as const);
  return Object.fromEntries([...kept, ...added].slice(-mostPolicies));
}

const versionSummaryOf = (document: Omit<FlowVersionDocument, 'document' | '_id'>): FlowVersionSummary => ({
  flowId: document.flowId as FlowId,
  version: document.version,
  publishedAt: document.publishedAt.toISOString(),
  publishedBy: document.publishedBy,
  fromRevision: document.fromRevision,
  note: document.note ?? null,
  restoredFrom: document.restoredFrom ?? null,
  policies: document.policies === undefined ? {} : (JSON.parse(document.policies) as PublishPolicies),
  waited: document.waited === undefined ? [] : (JSON.parse(document.waited) as WaitingPeople[]),
  sentence: document.sentence === undefined ? [] : (JSON.parse(document.sentence) as VersionSentence),
});
