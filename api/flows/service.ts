import {
  flowLimits,
  isError,
  ProblemError,
  type Edit,
  type EditConflict,
  type Flow,
  type FlowId,
  type Issue,
  type Json,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import { pageFrom, type Page } from '../http/paging.ts';
import type { FlowDraft, FlowRepository, FlowSummary, FlowVersionRecord, FlowVersionSummary } from '../store/flows.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';

/** What the engine offers for flows as documents. Pure. */
export type FlowTools = {
  /** Reads a flow of any version of the format; without `flow` it cannot be read, and `issues` say why. */
  parse(document: unknown): { flow?: Flow | undefined; issues: Issue[] };
  validate(flow: Flow): Issue[];
  /** The flow with all these edits, or the first that does not fit. */
  applyAll(flow: Flow, edits: readonly Edit[]): { flow: Flow } | { conflict: EditConflict };
};

export type FlowServiceDeps = {
  flows: FlowRepository;
  workspaces: Pick<WorkspaceRepository, 'raiseFlowsRevision'>;
  flowTools: FlowTools;
};

/** When another's edits come in between, the own ones are laid onto theirs; so often before giving up. */
const mergeTries = 5;

export type SavedEdits = { revision: number; merged: boolean; flow?: Flow };

export class FlowService {
  readonly #flows: FlowRepository;
  readonly #workspaces: FlowServiceDeps['workspaces'];
  readonly #tools: FlowTools;

  constructor({ flows, workspaces, flowTools }: FlowServiceDeps) {
    this.#flows = flows;
    this.#workspaces = workspaces;
    this.#tools = flowTools;
  }

  async list(
    workspaceId: WorkspaceId,
    { after, limit, q }: { after?: string; limit: number; q?: string },
  ): Promise<Page<FlowSummary>> {
    const rows = await this.#flows.list(workspaceId, {
      limit: limit + 1,
      ...(after !== undefined && { after }),
      ...(q !== undefined && { q }),
    });
    return pageFrom(rows, limit, ({ id }) => ({ key: id, id }));
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
    if (saved) return saved;
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
      const merged = revision !== baseRevision;
      return { revision: saved.revision, merged, ...(merged && { flow: saved.flow }) };
    }
    const { revision } = await this.draft(workspaceId, flowId);
    throw new ProblemError('flow.stale-revision', { flowId, revision });
  }

  async validation(workspaceId: WorkspaceId, flowId: FlowId): Promise<{ revision: number; issues: Issue[] }> {
    const { flow, revision } = await this.draft(workspaceId, flowId);
    return { revision, issues: this.#tools.validate(flow) };
  }

  /** Throws `flow.has-errors`, and `flow.stale-revision` when the draft is no longer the one that was looked at. */
  async publish(workspaceId: WorkspaceId, flowId: FlowId, revision: number, by: string): Promise<FlowVersionSummary> {
    const draft = await this.draft(workspaceId, flowId);
    if (draft.revision !== revision)
      throw new ProblemError('flow.stale-revision', { flowId, revision: draft.revision });
    const issues = this.#tools.validate(draft.flow);
    if (issues.some(isError)) throw new ProblemError('flow.has-errors', { flowId, issues: issues as unknown as Json });
    const version = await this.#flows.publish(workspaceId, draft, by);
    if (!version) throw new ProblemError('flow.stale-revision', { flowId });
    await this.#workspaces.raiseFlowsRevision(workspaceId);
    return version;
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
    const issues = this.#tools.validate(draft.flow);
    if (issues.some(isError)) throw new ProblemError('flow.has-errors', { flowId, issues: issues as unknown as Json });
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
    return flow;
  }

  async archive(workspaceId: WorkspaceId, flowId: FlowId): Promise<void> {
    if (!(await this.#flows.archive(workspaceId, flowId))) throw new ProblemError('flow.not-found', { flowId });
    await this.#workspaces.raiseFlowsRevision(workspaceId);
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
