import {
  ProblemError,
  type Flow,
  type FlowId,
  type Json,
  type NodeTypes,
  type PublishPolicies,
  type PublishPolicy,
  type VersionSentence,
  type WaitingPeople,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import {
  cardDifference,
  cardNamed,
  changeSentence,
  flowChanges,
  suggestedMove,
  type CardNamed,
  type Change,
} from '../../runtime/engine/index.ts';
import type { FlowRepository, FlowVersionRecord } from '../store/flows.ts';

export type PolicyOutcome = 'moved' | 'closed' | 'stayed';
export type PolicyOutcomes = { node: string } & { [outcome in PolicyOutcome]: number };

export type WaitingReader = {
  /** Who waits at which card of which version now; `calling`: at a card that has begun a sub-flow, where that has not ended. */
  people(workspaceId: WorkspaceId, flowId: FlowId): Promise<{ waiting: WaitingPeople[]; calling: WaitingPeople[] }>;
  /** What the events say became of people at these cards by the word of a version. */
  outcomes(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    version: number,
    nodes: readonly string[],
  ): Promise<PolicyOutcomes[]>;
};

export const nobodyWaits: WaitingReader = {
  people: async () => ({ waiting: [], calling: [] }),
  outcomes: async () => [],
};

/** A card where people wait and which the version to be published removes or changes. */
export type ConcernedCard = {
  node: string;
  card: CardNamed;
  change: 'removed' | 'changed';
  /** All who wait there on older versions: the card's policy is theirs. */
  people: number;
  versions: { version: number; people: number; change: 'removed' | 'changed' | null }[];
  /** Where they might be moved to. */
  suggestion: { do: 'move'; to: string } | null;
};

export type PublishPreview = {
  /** The version that answers now; null for the first. */
  since: number | null;
  cards: ConcernedCard[];
  /** People at cards that wait for a sub-flow: they always finish on their version. */
  calling: WaitingPeople[];
  changes: Change[];
  sentence: VersionSentence;
};

export type VersionReport = {
  version: number;
  cards: {
    node: string;
    card: CardNamed | null;
    policy: PublishPolicy;
    /** Who waited there just before it was published: a count of that moment. */
    waited: number;
    moved: number;
    closed: number;
    /** Went on or ended by themselves on their version. */
    finished: number;
    /** Wait there on older versions now. */
    waiting: number;
  }[];
};

type Deps = {
  flows: Pick<FlowRepository, 'readVersion'>;
  waiting: WaitingReader;
  flowTools: { nodeTypes: NodeTypes };
};

/** People mid-conversation: who waits where, whom a new version concerns, and what became of them. */
export class FlowWaiting {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  people(workspaceId: WorkspaceId, flowId: FlowId) {
    return this.#deps.waiting.people(workspaceId, flowId);
  }

  /** What publishing this document would mean for people now: it may be otherwise in a moment. */
  async preview(workspaceId: WorkspaceId, next: Flow, activeVersion: number | null): Promise<PublishPreview> {
    const { nodeTypes } = this.#deps.flowTools;
    const flowId = next.id as FlowId;
    const versions = this.#reader(workspaceId, flowId);
    const [{ waiting, calling }, before] = await Promise.all([
      this.people(workspaceId, flowId),
      activeVersion === null ? undefined : versions(activeVersion),
    ]);
    const changes = before ? flowChanges(before.flow, next, nodeTypes) : [];
    return {
      since: activeVersion,
      cards: await this.#concerned(next, waiting, versions),
      calling,
      changes,
      sentence: before ? changeSentence(changes) : [],
    };
  }

  /**
   * The word about every card that is concerned now, and who waits there. Throws `flow.policies-missing` for those without one,
   * `flow.policy-target-missing` for a move to a card that the new version does not have.
   */
  policies(
    next: Flow,
    { cards }: Pick<PublishPreview, 'cards'>,
    said: { policies?: PublishPolicies | undefined; defaultPolicy?: PublishPolicy | undefined },
  ): { policies: PublishPolicies; waited: WaitingPeople[] } {
    const missing = cards.filter(({ node }) => !said.policies?.[node] && !said.defaultPolicy);
    if (missing.length > 0)
      throw new ProblemError('flow.policies-missing', { flowId: next.id, cards: missing as unknown as Json });
    const policies: PublishPolicies = { ...said.policies };
    if (said.defaultPolicy) for (const { node } of cards) policies[node] ??= said.defaultPolicy;
    const there = new Set(next.nodes.map(({ id }) => id));
    for (const [node, policy] of Object.entries(policies))
      if (policy.do === 'move' && !there.has(policy.to))
        throw new ProblemError('flow.policy-target-missing', { flowId: next.id, node, to: policy.to });
    const waited = cards.flatMap(({ node, versions }) =>
      versions.map(({ version, people }) => ({ node, version, people })),
    );
    return { policies, waited };
  }

  /** What became of the people whom a version's policies name; from events and from who waits now. */
  async report(workspaceId: WorkspaceId, made: FlowVersionRecord): Promise<VersionReport> {
    const { waiting } = this.#deps;
    const nodes = Object.keys(made.policies);
    if (nodes.length === 0) return { version: made.version, cards: [] };
    const versions = this.#reader(workspaceId, made.flowId);
    const [{ waiting: now }, outcomes] = await Promise.all([
      this.people(workspaceId, made.flowId),
      waiting.outcomes(workspaceId, made.flowId, made.version, nodes),
    ]);
    const cards = await Promise.all(
      Object.entries(made.policies).map(async ([node, policy]) => {
        const waited = made.waited.filter((row) => row.node === node);
        const known = waited[0] ? await versions(waited[0].version) : made;
        const found = [known, made].flatMap((record) => record?.flow.nodes.find(({ id }) => id === node) ?? [])[0];
        const { moved = 0, closed = 0, stayed = 0 } = outcomes.find((row) => row.node === node) ?? {};
        return {
          node,
          card: found ? cardNamed(found, this.#deps.flowTools.nodeTypes) : null,
          policy,
          waited: sum(waited),
          moved,
          closed,
          finished: stayed,
          waiting: sum(now.filter((row) => row.node === node && row.version < made.version)),
        };
      }),
    );
    return { version: made.version, cards };
  }

  async #concerned(
    next: Flow,
    waiting: readonly WaitingPeople[],
    versions: (version: number) => Promise<FlowVersionRecord | undefined>,
  ): Promise<ConcernedCard[]> {
    const { nodeTypes } = this.#deps.flowTools;
    const cards: { place: number; card: ConcernedCard }[] = [];
    for (const node of new Set(waiting.map((row) => row.node))) {
      const rows = await Promise.all(
        waiting
          .filter((row) => row.node === node)
          .map(async ({ version, people }) => {
            const flow = (await versions(version))?.flow;
            return { version, people, flow, change: flow ? cardDifference(flow, next, node, nodeTypes) : null };
          }),
      );
      const latest = rows.findLast(({ change }) => change !== null);
      const place = latest?.flow?.nodes.findIndex(({ id }) => id === node) ?? -1;
      const shown = latest?.flow?.nodes[place];
      if (!latest?.flow || !latest.change || !shown) continue;
      const to = suggestedMove(latest.flow, next, node);
      const versionsOf = rows.map(({ version, people, change }) => ({ version, people, change }));
      cards.push({
        place,
        card: {
          node,
          card: cardNamed(shown, nodeTypes),
          change: latest.change,
          people: sum(rows),
          versions: versionsOf,
          suggestion: to === undefined ? null : { do: 'move', to },
        },
      });
    }
    // As the flow is read.
    return cards.toSorted((one, other) => one.place - other.place).map(({ card }) => card);
  }

  /** Each version read once. */
  #reader(workspaceId: WorkspaceId, flowId: FlowId) {
    const read = new Map<number, Promise<FlowVersionRecord | undefined>>();
    return (version: number) => {
      let found = read.get(version);
      if (!found) read.set(version, (found = this.#deps.flows.readVersion(workspaceId, flowId, version)));
      return found;
    };
  }
}

const sum = (rows: readonly { people: number }[]): number => rows.reduce((all, { people }) => all + people, 0);
