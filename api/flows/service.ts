import { randomBytes } from 'node:crypto';
import {
  asId,
  flowLimits,
  isError,
  ProblemError,
  type Edit,
  type EditConflict,
  type Flow,
  type FlowId,
  type Issue,
  type Json,
  type NodeTypes,
  type PublishPolicies,
  type PublishPolicy,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { WorkspaceView } from '../../runtime/engine/validate.ts';
import { pageFrom, type Page } from '../http/paging.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';
import type {
  FlowDraft,
  FlowRepository,
  FlowSummary,
  FlowVersionRecord,
  FlowVersionSummary,
  PublishOptions,
} from '../store/flows.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';
import type { Surroundings } from './surroundings.ts';
import type { FlowTestResult } from '../../runtime/engine/flow-tests.ts';
import { FlowTests } from './tests.ts';
import { FlowWaiting, nobodyWaits, type PublishPreview, type VersionReport } from './waiting.ts';

/** What the engine offers for flows as documents. Pure. */
export type FlowTools = {
  /** Reads a flow of any version of the format; without `flow` it cannot be read, and `issues` say why. */
  parse(document: unknown): { flow?: Flow | undefined; issues: Issue[] };
  /** Without `workspace` only what the flow itself shows. */
  validate(flow: Flow, workspace?: WorkspaceView): Issue[];
  /** The flow with all these edits, or the first that does not fit. */
  applyAll(flow: Flow, edits: readonly Edit[]): { flow: Flow } | { conflict: EditConflict };
  nodeTypes: NodeTypes;
};

/** What somebody says when they publish. */
export type PublishRequest = {
  note?: string;
  /** The word about cards where people wait. */
  policies?: PublishPolicies;
  /** For concerned cards that `policies` does not name. */
  defaultPolicy?: PublishPolicy;
};

export type FlowServiceDeps = {
  flows: FlowRepository;
  workspaces: Pick<WorkspaceRepository, 'raiseFlowsRevision'>;
  flowTools: FlowTools;
  /** Without it nobody waits anywhere, as in a store that is being filled. */
  flowWaiting?: FlowWaiting;
  /** What the workspace has beside; without it flows are looked at one by one, as in a store that is being filled. */
  surroundings?: Surroundings;
  announce?: Announce;
};

const longestName = 120;

/** Ids that a flow of this name may have, the plainest first. */
function* idsFor(name: string): Generator<FlowId> {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const plain = (words?.join('-') ?? 'flow').slice(0, 48).replace(/-$/, '');
  yield asId<FlowId>(plain);
  for (let count = 2; count < 20; count += 1) yield asId<FlowId>(`${plain}-${count}`);
  for (let tries = 0; tries < 5; tries += 1) yield asId<FlowId>(`${plain}-${randomBytes(4).toString('hex')}`);
}

/** When another's edits come in between, the own ones are laid onto theirs; so often before giving up. */
const mergeTries = 5;

export type SavedEdits = { revision: number; merged: boolean; flow?: Flow };

export class FlowService {
  readonly #flows: FlowRepository;
  readonly #workspaces: FlowServiceDeps['workspaces'];
  readonly #tools: FlowTools;
  readonly #waiting: FlowWaiting;
  readonly #tests: FlowTests;
  readonly #surroundings: Surroundings | undefined;
  readonly #announce: Announce;

  constructor({
    flows,
    workspaces,
    flowTools,
    flowWaiting,
    surroundings,
    announce = announceToNobody,
  }: FlowServiceDeps) {
    this.#flows = flows;
    this.#waiting = flowWaiting ?? new FlowWaiting({ flows, flowTools, waiting: nobodyWaits });
    this.#surroundings = surroundings;
    this.#tests = new FlowTests({ flows, nodeTypes: flowTools.nodeTypes });
    this.#workspaces = workspaces;
    this.#tools = flowTools;
    this.#announce = announce;
  }

  async draft(workspaceId: WorkspaceId, flowId: FlowId): Promise<FlowDraft> {
    const draft = await this.#flows.draft(workspaceId, flowId);
    if (!draft) throw new ProblemError('flow.not-found', { flowId });
    return draft;
  }

  /** Makes a flow. Throws `flow.exists`, `flow.unreadable`. */
  async create(workspaceId: WorkspaceId, flowId: FlowId, document: unknown, by: string): Promise<FlowDraft> {
    const made = await this.#flows.create(workspaceId, this.#read(document, flowId), by);
    if (!made) throw new ProblemError('flow.exists', { flowId });
    this.#changed(workspaceId, flowId, made.revision);
    return made;
  }

  /** Puts a whole document in place of the draft at `ifRevision`. */
  async replace(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    document: unknown,
    ifRevision: number,
    by: string,
  ): Promise<FlowDraft> {
    const flow = this.#read(document, flowId);
    const saved = await this.#flows.saveDraft(workspaceId, flow, { ifRevision, by });
    if (saved) {
      this.#changed(workspaceId, flowId, saved.revision);
      return saved;
    }
    const { revision } = await this.draft(workspaceId, flowId);
    throw new ProblemError('flow.stale-revision', { flowId, revision });
  }

  /**
   * Applies edits that were made from `baseRevision`. Others' edits to other places merge; an edit to a place that has changed
   * since throws `flow.edit-conflict`, and nothing is saved.
   */
  async edit(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    { baseRevision, edits }: { baseRevision: number; edits: Edit[] },
    by: string,
  ): Promise<SavedEdits> {
    for (let tries = 0; tries < mergeTries; tries += 1) {
      const { revision, flow } = await this.draft(workspaceId, flowId);
      if (baseRevision > revision) throw new ProblemError('flow.stale-revision', { flowId, revision });
      const edited = this.#tools.applyAll(flow, edits);
      if ('conflict' in edited)
        throw new ProblemError('flow.edit-conflict', {
          flowId,
          revision,
          edit: edited.conflict.edit as unknown as Json,
          found: (edited.conflict.found ?? null) as Json,
        });
      const saved = await this.#flows.saveDraft(workspaceId, this.#read(edited.flow, flowId), {
        ifRevision: revision,
        by,
      });
      if (!saved) continue;
      this.#changed(workspaceId, flowId, saved.revision);
      const merged = revision !== baseRevision;
      return { revision: saved.revision, merged, ...(merged && { flow: saved.flow }) };
    }
    const { revision } = await this.draft(workspaceId, flowId);
    throw new ProblemError('flow.stale-revision', { flowId, revision });
  }

  async validation(workspaceId: WorkspaceId, flowId: FlowId): Promise<{ revision: number; issues: Issue[] }> {
    const { flow, revision } = await this.draft(workspaceId, flowId);
    return { revision, issues: this.#tools.validate(flow, await this.#surroundings?.(workspaceId)) };
  }

  /** How the draft's own tests go now. */
  async runTests(
    workspaceId: WorkspaceId,
    flowId: FlowId,
  ): Promise<{ revision: number; ok: boolean; tests: FlowTestResult[] }> {
    const { flow, revision } = await this.draft(workspaceId, flowId);
    const tests = await this.#tests.run(workspaceId, flow);
    return { revision, ok: tests.every(({ ok }) => ok), tests };
  }

  /** The published flows that the draft goes into. */
  async subFlows(workspaceId: WorkspaceId, flowId: FlowId): Promise<Flow[]> {
    return this.#tests.subFlows(workspaceId, (await this.draft(workspaceId, flowId)).flow);
  }

  /**
   * Throws `flow.has-errors` and `flow.tests-failed`; `flow.stale-revision` when the draft is no longer the one that was looked at;
   * `flow.policies-missing` when people wait at cards that it removes or changes and nothing was said about them.
   */
  async publish(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    revision: number,
    by: string,
    said: PublishRequest = {},
  ): Promise<FlowVersionSummary> {
    const draft = await this.#draftAt(workspaceId, flowId, revision);
    await this.#demandSound(workspaceId, draft.flow);
    return this.#publishDraft(workspaceId, draft, by, await this.#decided(workspaceId, draft.flow, draft, said));
  }

  /**
   * Makes an earlier version's document the draft and publishes it as a new version. What stood in the draft is gone with it, so
   * `revision` says which draft was looked at. Cut off in between, the draft is the old document and what answers people is as before.
   */
  async restoreVersion(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    version: number,
    { revision, by, ...said }: PublishRequest & { revision: number; by: string },
  ): Promise<FlowVersionSummary> {
    const draft = await this.draft(workspaceId, flowId);
    const flow = this.#read((await this.version(workspaceId, flowId, version)).flow, flowId);
    await this.#demandSound(workspaceId, flow);
    const decided = await this.#decided(workspaceId, flow, draft, said);
    const saved = await this.#flows.saveDraft(workspaceId, flow, { ifRevision: revision, by });
    if (!saved) {
      const now = await this.draft(workspaceId, flowId);
      throw new ProblemError('flow.stale-revision', { flowId, revision: now.revision });
    }
    return this.#publishDraft(workspaceId, saved, by, { ...decided, restoredFrom: version });
  }

  /** What publishing the draft, or going back to `version`, would mean for people who are in the flow now. */
  async publishPreview(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    { revision, version }: { revision?: number | undefined; version?: number | undefined },
  ): Promise<PublishPreview> {
    const draft =
      revision === undefined
        ? await this.draft(workspaceId, flowId)
        : await this.#draftAt(workspaceId, flowId, revision);
    const next = version === undefined ? draft : await this.version(workspaceId, flowId, version);
    return this.#waiting.preview(workspaceId, next.flow, draft.activeVersion);
  }

  /** What became of the people whom a version's policies name. */
  async versionReport(workspaceId: WorkspaceId, flowId: FlowId, version: number): Promise<VersionReport> {
    return this.#waiting.report(workspaceId, await this.version(workspaceId, flowId, version));
  }

  async #draftAt(workspaceId: WorkspaceId, flowId: FlowId, revision: number): Promise<FlowDraft> {
    const draft = await this.draft(workspaceId, flowId);
    if (draft.revision !== revision)
      throw new ProblemError('flow.stale-revision', { flowId, revision: draft.revision });
    return draft;
  }

  async #decided(
    workspaceId: WorkspaceId,
    next: Flow,
    { activeVersion }: Pick<FlowDraft, 'activeVersion'>,
    { note, policies, defaultPolicy }: PublishRequest,
  ): Promise<PublishOptions> {
    const preview = await this.#waiting.preview(workspaceId, next, activeVersion);
    const decided = this.#waiting.policies(next, preview, { policies, defaultPolicy });
    return { ...decided, sentence: preview.sentence, ...(note !== undefined && { note }) };
  }

  async #publishDraft(
    workspaceId: WorkspaceId,
    draft: FlowDraft,
    by: string,
    options: PublishOptions,
  ): Promise<FlowVersionSummary> {
    const version = await this.#flows.publish(workspaceId, draft, by, options);
    if (!version) throw new ProblemError('flow.stale-revision', { flowId: draft.id });
    await this.#workspaces.raiseFlowsRevision(workspaceId);
    this.#changed(workspaceId, draft.id, draft.revision);
    return version;
  }

  async #demandSound(workspaceId: WorkspaceId, flow: Flow): Promise<void> {
    await this.#demandNoErrors(workspaceId, flow);
    await this.#tests.demandGreen(workspaceId, flow);
  }

  async #demandNoErrors(workspaceId: WorkspaceId, flow: Flow): Promise<void> {
    const issues = this.#tools.validate(flow, await this.#surroundings?.(workspaceId));
    if (issues.some(isError))
      throw new ProblemError('flow.has-errors', { flowId: flow.id, issues: issues as unknown as Json });
  }

  /**
   * Puts a flow in and publishes it, unless anybody has ever touched it: for whoever may do the same elsewhere at this moment.
   * True when this call made it answer people. Throws `flow.unreadable`, `flow.has-errors`.
   */
  async provide(workspaceId: WorkspaceId, flowId: FlowId, document: unknown, by: string): Promise<boolean> {
    if (!(await this.#flows.isKnown(workspaceId, flowId)))
      await this.#flows.create(workspaceId, this.#read(document, flowId), by);
    const draft = await this.#flows.draft(workspaceId, flowId);
    if (!draft || draft.activeVersion !== null || draft.revision > 1) return false;
    // Its tests may play flows that are put in after it.
    await this.#demandNoErrors(workspaceId, draft.flow);
    if (!(await this.#flows.publishFirst(workspaceId, draft, by))) return false;
    await this.#workspaces.raiseFlowsRevision(workspaceId);
    return true;
  }

  async versions(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    { before, limit }: { before?: number; limit: number },
  ): Promise<Page<FlowVersionSummary>> {
    await this.draft(workspaceId, flowId);
    const rows = await this.#flows.versions(workspaceId, flowId, {
      limit: limit + 1,
      ...(before !== undefined && { before }),
    });
    return pageFrom(rows, limit, ({ version }) => ({ key: version, id: flowId }));
  }

  async version(workspaceId: WorkspaceId, flowId: FlowId, version: number): Promise<FlowVersionRecord> {
    const found = await this.#flows.readVersion(workspaceId, flowId, version);
    if (!found) throw new ProblemError('flow.version-not-found', { flowId, version });
    return found;
  }

  /** Stops the flow answering, or lets it again, for all workers at their next step. */
  async setPaused(workspaceId: WorkspaceId, flowId: FlowId, paused: boolean): Promise<FlowSummary> {
    const flow = await this.#flows.setPaused(workspaceId, flowId, paused);
    if (!flow) throw new ProblemError('flow.not-found', { flowId });
    await this.#workspaces.raiseFlowsRevision(workspaceId);
    this.#changed(workspaceId, flowId, flow.revision);
    return flow;
  }

  async archive(workspaceId: WorkspaceId, flowId: FlowId): Promise<void> {
    if (!(await this.#flows.archive(workspaceId, flowId))) throw new ProblemError('flow.not-found', { flowId });
    await this.#workspaces.raiseFlowsRevision(workspaceId);
    this.#changed(workspaceId, flowId);
  }

  /** Brings an archived flow back as it was: what was published answers again. */
  async restore(workspaceId: WorkspaceId, flowId: FlowId): Promise<FlowSummary> {
    const flow = await this.#flows.restore(workspaceId, flowId);
    if (!flow) throw new ProblemError('flow.not-found', { flowId });
    await this.#workspaces.raiseFlowsRevision(workspaceId);
    this.#changed(workspaceId, flowId, flow.revision);
    return flow;
  }

  /** Makes a flow of its own from another's draft, under an id that nobody has or had. */
  async copy(workspaceId: WorkspaceId, flowId: FlowId, name: string | undefined, by: string): Promise<FlowDraft> {
    const { flow } = await this.draft(workspaceId, flowId);
    const copied = name ?? `${flow.name.slice(0, longestName - 4)} (2)`;
    for (const id of idsFor(copied)) {
      if (await this.#flows.isKnown(workspaceId, id)) continue;
      const made = await this.#flows.create(workspaceId, this.#read({ ...flow, id, name: copied }, id), by);
      if (!made) continue;
      this.#changed(workspaceId, id, made.revision);
      return made;
    }
    throw new ProblemError('flow.exists', { flowId });
  }

  #changed(workspaceId: WorkspaceId, flowId: FlowId, revision?: number): void {
    this.#announce(workspaceId, 'flows');
    this.#announce(workspaceId, `flow:${flowId}`, revision);
  }

  /** A document as a flow of whatever id it has. Throws `flow.unreadable`. */
  read(document: unknown): Flow {
    const { flow, issues } = this.#tools.parse(document);
    if (!flow) throw new ProblemError('flow.unreadable', { issues: issues as unknown as Json });
    return flow;
  }

  /** A document as a flow of this id, or `flow.unreadable`: what cannot be read is never half saved. */
  #read(document: unknown, flowId: FlowId): Flow {
    const { flow, issues } = this.#tools.parse(document);
    if (!flow) throw new ProblemError('flow.unreadable', { flowId, issues: issues as unknown as Json });
    if (flow.id !== flowId)
      throw new ProblemError('flow.unreadable', {
        flowId,
        issues: [
          { code: 'flow.other-id', severity: 'error', message: `the document is of flow ${flow.id}`, path: '/id' },
        ],
      });
    if (Buffer.byteLength(JSON.stringify(flow)) > flowLimits.bytes)
      throw new ProblemError('request.too-large', { flowId, max: flowLimits.bytes });
    return flow;
  }
}
