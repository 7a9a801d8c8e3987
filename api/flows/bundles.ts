import {
  asId,
  ProblemError,
  type Flow,
  type FlowBundle,
  type FlowId,
  type Json,
  type NodeTypes,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import { schemaProblems } from '../../runtime/engine/check-schema.ts';
import { calledFlows } from '../../runtime/engine/flow-tests.ts';
import { flowNeeds, type Needs } from '../../runtime/engine/flow-needs.ts';
import { definitionKinds, type DefinitionBody, type DefinitionKind } from '../definitions/kinds.ts';
import type { Definition, DefinitionService, DefinitionStore } from '../definitions/service.ts';
import type { WorkspaceSecretRepository } from '../store/workspace-secrets.ts';
import type { FlowService } from './service.ts';

export type BundleDeps = {
  definitions: DefinitionStore;
  secrets: Pick<WorkspaceSecretRepository, 'names'>;
};

/** One thing that an import is about. */
export type BundleItem = { kind: string; id: string };
/** `missed` must be seen to by hand: secrets never travel, and templates, forms and catalogues are the provider's. */
export type ImportReport = { flowId: string; created: BundleItem[]; matched: BundleItem[]; missed: BundleItem[] };

/** Which definitions stand for which kind of need. */
const kindOf: { [kind in DefinitionKind]: keyof Needs } = {
  groups: 'group',
  labels: 'label',
  fields: 'field',
  queues: 'queue',
  globals: 'global',
};
const kinds = Object.keys(kindOf) as DefinitionKind[];
const providers = [
  ['templates', 'template'],
  ['forms', 'form'],
  ['catalogues', 'catalogue'],
] as const;

/** Flows that travel with what they need. */
export class BundleService {
  readonly #deps: BundleDeps;
  readonly #flows: FlowService;
  readonly #definitions: DefinitionService;
  readonly #nodeTypes: NodeTypes;

  constructor(deps: BundleDeps, flows: FlowService, definitions: DefinitionService, nodeTypes: NodeTypes) {
    this.#deps = deps;
    this.#flows = flows;
    this.#definitions = definitions;
    this.#nodeTypes = nodeTypes;
  }

  /** The draft and those of the flows that it goes into, as far as there are any. */
  async export(workspaceId: WorkspaceId, flowId: FlowId): Promise<FlowBundle> {
    const { flow } = await this.#flows.draft(workspaceId, flowId);
    const others = await this.#called(workspaceId, flow);
    const needs = flowNeeds([flow, ...others], this.#nodeTypes);
    const defined = await Promise.all(
      kinds.map(async (kind) => [kind, await this.#named(workspaceId, kind, needs[kindOf[kind]] ?? [])] as const),
    );
    return {
      format: 'cauce-flow-bundle',
      version: 1,
      flow: flow as unknown as Json,
      flows: others as unknown as Json[],
      needs: {
        ...Object.fromEntries(defined.filter(([, list]) => list.length > 0)),
        ...(needs.secret && { secrets: needs.secret }),
        ...Object.fromEntries(providers.flatMap(([name, kind]) => (needs[kind] ? [[name, needs[kind]]] : []))),
      },
    };
  }

  /**
   * Makes what is not here yet and leaves what is: only the flow itself takes the place of a draft with its id. With `dryRun` it only
   * says so. Done again after it was cut off, it goes on where it was. Throws `flow.unreadable`.
   */
  async import(workspaceId: WorkspaceId, bundle: FlowBundle, by: string, dryRun: boolean): Promise<ImportReport> {
    const main = this.#flows.read(bundle.flow);
    const others = bundle.flows.map((document) => this.#flows.read(document));
    const report: ImportReport = { flowId: main.id, created: [], matched: [], missed: [] };
    const ids = await this.#deps.definitions.ids(workspaceId);
    for (const kind of kinds)
      for (const { id, ...given } of bundle.needs[kind] ?? []) {
        const { updatedAt: _updatedAt, ...body } = given as { [name: string]: Json };
        const item = { kind: kindOf[kind], id };
        if (ids[kind].includes(id)) report.matched.push(item);
        else if (!isDefinition(kind, id, body)) report.missed.push(item);
        else {
          if (!dryRun) await this.#definitions.put(workspaceId, kind, id, body);
          report.created.push(item);
        }
      }
    const named = new Set((await this.#deps.secrets.names(workspaceId)).map(({ name }) => name));
    for (const id of bundle.needs.secrets ?? [])
      (named.has(id) ? report.matched : report.missed).push({ kind: 'secret', id });
    for (const [name, kind] of providers) for (const id of bundle.needs[name] ?? []) report.missed.push({ kind, id });
    for (const flow of [...others, main]) {
      const item = { kind: 'flow', id: flow.id };
      const known = await this.#known(workspaceId, flow.id);
      if (known === undefined) {
        if (!dryRun) await this.#flows.create(workspaceId, asId<FlowId>(flow.id), flow, by);
        report.created.push(item);
      } else {
        if (!dryRun && flow === main) await this.#flows.replace(workspaceId, asId<FlowId>(flow.id), flow, known, by);
        report.matched.push(item);
      }
    }
    const carried = new Set([main, ...others].map(({ id }) => id));
    for (const id of flowNeeds([main, ...others], this.#nodeTypes).flow ?? [])
      if (!carried.has(id))
        ((await this.#known(workspaceId, id)) === undefined ? report.missed : report.matched).push({
          kind: 'flow',
          id,
        });
    return report;
  }

  async #called(workspaceId: WorkspaceId, flow: Flow): Promise<Flow[]> {
    const found = new Map<string, Flow>([[flow.id, flow]]);
    const waiting = [flow];
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const id of calledFlows(next, this.#nodeTypes)) {
        if (found.has(id) || (await this.#known(workspaceId, id)) === undefined) continue;
        const { flow: called } = await this.#flows.draft(workspaceId, asId<FlowId>(id));
        found.set(id, called);
        waiting.push(called);
      }
    return [...found.values()].slice(1);
  }

  /** The revision of a flow's draft; undefined when there is none. */
  async #known(workspaceId: WorkspaceId, id: string): Promise<number | undefined> {
    try {
      return (await this.#flows.draft(workspaceId, asId<FlowId>(id))).revision;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'flow.not-found') return undefined;
      throw error;
    }
  }

  async #named(workspaceId: WorkspaceId, kind: DefinitionKind, ids: readonly string[]): Promise<Definition[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.#definitions.list(workspaceId, kind, { limit: 1_000 });
    // What nobody has defined travels by its id alone, and is missed at the other end.
    return ids.map((id) => rows.find((row) => row.id === id) ?? ({ id } as unknown as Definition));
  }
}

const isDefinition = (
  kind: DefinitionKind,
  id: string,
  body: { [name: string]: Json },
): body is DefinitionBody & typeof body =>
  schemaProblems(definitionKinds[kind].body, body).length === 0 &&
  schemaProblems(definitionKinds[kind].id, id).length === 0;
