import type { FlowId, WorkspaceId } from '../../runtime/contract/index.ts';
import { pageFrom, type Page } from '../http/paging.ts';
import type { ApiKeyRepository } from '../store/api-keys.ts';
import {
  positionOfFlow,
  type FlowQuery,
  type FlowRepository,
  type FlowSummary,
  type FlowVersionSummary,
} from '../store/flows.ts';
import type { UserRepository } from '../store/users.ts';
import type { FlowService } from './service.ts';

/** A flow as a list shows it. Names are null of whoever is not known any more. */
export type FlowRow = FlowSummary & {
  updatedByName: string | null;
  createdByName: string | null;
  /** Sessions that wait in this flow now. */
  running: number;
};
export type FlowVersionRow = FlowVersionSummary & { publishedByName: string | null };

/** Counts what runs. */
export type RunCounter = {
  /** By flow; those in which nothing waits are absent. One trip to the store. */
  waiting(workspaceId: WorkspaceId, flowIds: readonly FlowId[]): Promise<Map<string, number>>;
};

export type FlowOverviewDeps = {
  flows: Pick<FlowRepository, 'list'>;
  users: Pick<UserRepository, 'names'>;
  apiKeys: Pick<ApiKeyRepository, 'names'>;
  runs: RunCounter;
};

/** Lists of flows and versions with what people want to know of them: who, and how many are in them. */
export class FlowOverview {
  readonly #deps: FlowOverviewDeps;
  readonly #service: Pick<FlowService, 'versions'>;

  constructor(deps: FlowOverviewDeps, service: Pick<FlowService, 'versions'>) {
    this.#deps = deps;
    this.#service = service;
  }

  async list(workspaceId: WorkspaceId, query: FlowQuery): Promise<Page<FlowRow>> {
    const found = await this.#deps.flows.list(workspaceId, { ...query, limit: query.limit + 1 });
    const page = pageFrom(found, query.limit, (row) => positionOfFlow(row, query.sort));
    const [names, running] = await Promise.all([
      this.#names(
        workspaceId,
        page.rows.flatMap(({ createdBy, updatedBy }) => [createdBy, updatedBy]),
      ),
      this.#deps.runs.waiting(
        workspaceId,
        page.rows.map(({ id }) => id),
      ),
    ]);
    const rows = page.rows.map((row) => ({
      ...row,
      updatedByName: names.get(row.updatedBy) ?? null,
      createdByName: names.get(row.createdBy) ?? null,
      running: running.get(row.id) ?? 0,
    }));
    return { ...page, rows };
  }

  async versions(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    query: { before?: number; limit: number },
  ): Promise<Page<FlowVersionRow>> {
    const page = await this.#service.versions(workspaceId, flowId, query);
    const names = await this.#names(
      workspaceId,
      page.rows.map(({ publishedBy }) => publishedBy),
    );
    return { ...page, rows: page.rows.map((row) => ({ ...row, publishedByName: names.get(row.publishedBy) ?? null })) };
  }

  async #names(workspaceId: WorkspaceId, ids: readonly string[]): Promise<Map<string, string>> {
    const unique = [...new Set(ids)];
    const keys = unique.filter((id) => id.startsWith('key_'));
    const people = unique.filter((id) => !id.startsWith('key_'));
    const [ofKeys, ofPeople] = await Promise.all([
      keys.length > 0 ? this.#deps.apiKeys.names(workspaceId, keys) : [],
      people.length > 0 ? this.#deps.users.names(workspaceId, people) : [],
    ]);
    return new Map([...ofKeys, ...ofPeople]);
  }
}
