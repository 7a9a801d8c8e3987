import {
  ProblemError,
  type Flow,
  type FlowId,
  type WaitingPeople,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import { localTime } from '../../runtime/engine/index.ts';
import type { WorkspaceRecord } from '../../runtime/ports.ts';
import { countedOf, type SessionCount } from './facts.ts';

/** Days of the workspace's zone, both included; all versions without one. */
export type Span = { from: string; to: string; version?: number };
/** How often, and of how many people. */
export type Count = { times: number; people: number };

export type DayFigures = { day: string; people: number } & { [how in SessionCount]: number };
export type ResultFigures = {
  name: string;
  people: number;
  answers: { answer: string; isCategory: boolean; people: number }[];
  numbers: { people: number; average: number; least: number; most: number } | null;
};

export type AnalyticsReader = {
  flow(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    span: Span,
  ): Promise<{ people: number; counts: Map<string, Count>; days: DayFigures[]; versions: number[] }>;
  results(workspaceId: WorkspaceId, flowId: FlowId, span: Omit<Span, 'version'>): Promise<ResultFigures[]>;
};

export type FlowAnalytics = {
  from: string;
  to: string;
  timeZone: string;
  /** Null: all of them together. */
  version: number | null;
  /** Those that somebody passed through in these days. */
  versions: number[];
  people: number;
  edges: { edge: string | null; node: string; port: string; passes: number; people: number }[];
  cards: {
    node: string;
    visits: number;
    people: number;
    /** Who waits there now. */
    waiting: number;
    expired: Count;
    failed: Count;
    left: Count;
  }[];
  days: DayFigures[];
  results: ResultFigures[];
};

/** So many days at most in one answer, and without being asked for any. */
export const mostDays = 92;
const usualDays = 30;
const dayMs = 24 * 60 * 60 * 1_000;

type Deps = {
  analytics: AnalyticsReader;
  workspaces: { read(workspaceId: WorkspaceId): Promise<WorkspaceRecord | undefined> };
  flows: {
    draft(workspaceId: WorkspaceId, flowId: FlowId): Promise<{ flow: Flow }>;
    version(workspaceId: WorkspaceId, flowId: FlowId, version: number): Promise<{ flow: Flow }>;
  };
  waiting: { people(workspaceId: WorkspaceId, flowId: FlowId): Promise<{ waiting: WaitingPeople[] }> };
  now?: () => number;
};

/** How people went through a flow. */
export class AnalyticsService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async flow(workspaceId: WorkspaceId, flowId: FlowId, asked: Partial<Span>): Promise<FlowAnalytics> {
    const { analytics, workspaces, flows, waiting: waitingNow, now = Date.now } = this.#deps;
    const timeZone = (await workspaces.read(workspaceId))?.timeZone ?? 'UTC';
    const at = new Date(now()).toISOString();
    const span = spanOf(asked, localTime(at, timeZone)?.date ?? at.slice(0, 10));
    const { version } = span;
    const [{ flow }, figures, results, { waiting }] = await Promise.all([
      version === undefined ? flows.draft(workspaceId, flowId) : flows.version(workspaceId, flowId, version),
      analytics.flow(workspaceId, flowId, span),
      analytics.results(workspaceId, flowId, span),
      waitingNow.people(workspaceId, flowId),
    ]);
    const here = waiting.filter((group) => version === undefined || group.version === version);
    const { people, counts, days, versions } = figures;
    return {
      from: span.from,
      to: span.to,
      timeZone,
      version: version ?? null,
      versions,
      people,
      days,
      results,
      ...byPlace(flow, counts, here),
    };
  }
}

function spanOf({ from, to, version }: Partial<Span>, today: string): Span {
  const last = to ?? today;
  const first = from ?? new Date(Date.parse(last) - (usualDays - 1) * dayMs).toISOString().slice(0, 10);
  const days = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
  if (!(days >= 1 && days <= mostDays)) throw new ProblemError('analytics.period', { days: mostDays });
  return { from: first, to: last, ...(version !== undefined && { version }) };
}

const nothing: Count = { times: 0, people: 0 };

/** Figures by way out and by card. An edge is found by where it begins: those of cards that are gone have none. */
function byPlace(
  flow: Flow,
  counts: ReadonlyMap<string, Count>,
  waiting: readonly WaitingPeople[],
): Pick<FlowAnalytics, 'edges' | 'cards'> {
  const edgeIds = new Map(flow.edges.map(({ id, from }) => [JSON.stringify([from.node, from.port]), id]));
  const edges: FlowAnalytics['edges'] = [];
  const cards = new Map<string, FlowAnalytics['cards'][number]>();
  const cardOf = (node: string) => {
    const found = cards.get(node);
    if (found) return found;
    const card = { node, visits: 0, people: 0, waiting: 0, expired: nothing, failed: nothing, left: nothing };
    cards.set(node, card);
    return card;
  };
  for (const [key, count] of counts) {
    const counted = countedOf(key);
    if (!counted) continue;
    const { node } = counted;
    if (counted.kind === 'pass') {
      const edge = edgeIds.get(JSON.stringify([node, counted.port])) ?? null;
      edges.push({ edge, node, port: counted.port, passes: count.times, people: count.people });
    } else if (counted.kind === 'visit') {
      Object.assign(cardOf(node), { visits: count.times, people: count.people });
    } else {
      cardOf(node)[counted.kind] = count;
    }
  }
  for (const { node, people } of waiting) cardOf(node).waiting += people;
  const byName = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return {
    edges: edges.sort((one, other) => byName(one.node, other.node) || byName(one.port, other.port)),
    cards: [...cards.values()].sort((one, other) => byName(one.node, other.node)),
  };
}
