import type { Connection } from 'mongoose';
import type { StandingPolicies, WaitingPeople, WorkspaceId } from '../../runtime/contract/index.ts';
import type { PolicyRound, PolicyStore } from '../../runtime/ports.ts';
import type { PolicyOutcome, PolicyOutcomes, WaitingReader } from '../flows/waiting.ts';
import type { ConversationDocument } from './conversations.ts';
import { policyMark, type EventDocument } from './events.ts';

type Counted = { _id: { node: string; version: number }; people: number };
const peopleOf = ({ _id: { node, version }, people }: Counted): WaitingPeople => ({ node, version, people });
const outcomes = ['moved', 'closed', 'stayed'] as const satisfies readonly PolicyOutcome[];

/** Who waits where, and what became of those whom a version's policies name. */
export function createWaitingReader(connection: Connection): WaitingReader {
  const conversations = connection.collection<ConversationDocument>('conversations');
  const events = connection.collection<EventDocument>('events');
  const people = { people: { $sum: 1 } };
  const inOrder = { $sort: { '_id.node': 1, '_id.version': 1 } } as const;

  return {
    async people(workspaceId, flowId) {
      const [waiting, calling] = await Promise.all([
        conversations
          .aggregate<Counted>([
            { $match: { workspaceId, waitsIn: flowId, waitsAt: { $exists: true } } },
            { $group: { _id: { node: '$waitsAt', version: '$waitsOn' }, ...people } },
            inOrder,
          ])
          .toArray(),
        conversations
          .aggregate<Counted>([
            { $match: { workspaceId, 'callers.flow': flowId } },
            { $unwind: '$callers' },
            { $match: { 'callers.flow': flowId } },
            { $group: { _id: { node: '$callers.node', version: '$callers.version' }, ...people } },
            inOrder,
          ])
          .toArray(),
      ]);
      return { waiting: waiting.map(peopleOf), calling: calling.map(peopleOf) };
    },
    async outcomes(workspaceId, flowId, version, nodes) {
      const marks = nodes.flatMap((node) =>
        outcomes.map((outcome) => ({ node, outcome, mark: policyMark(flowId, version, node, outcome) })),
      );
      if (marks.length === 0) return [];
      const among = { marks: { $in: marks.map(({ mark }) => mark) } };
      const counted = await events
        .aggregate<{ _id: string; people: number }>([
          { $match: { workspaceId, ...among } },
          { $unwind: '$marks' },
          { $match: among },
          { $group: { _id: '$marks', ...people } },
        ])
        .toArray();
      const byMark = new Map(counted.map(({ _id, people: count }) => [_id, count]));
      return nodes.map((node): PolicyOutcomes => {
        const count = (outcome: PolicyOutcome) => byMark.get(policyMark(flowId, version, node, outcome)) ?? 0;
        return { node, moved: count('moved'), closed: count('closed'), stayed: count('stayed') };
      });
    },
  };
}

type StandingDocument = { workspaceId: string; flowId: string; policies?: string; policiesAt?: number };

export function createPolicyStore(connection: Connection): PolicyStore {
  const conversations = connection.collection<ConversationDocument>('conversations');
  const flows = connection.collection<StandingDocument>('flows');
  return {
    async recent(sinceMs) {
      const found = await flows
        .find({ policiesAt: { $gt: sinceMs }, archivedAt: { $exists: false } } as object, {
          projection: { workspaceId: 1, flowId: 1, policies: 1, policiesAt: 1 },
        })
        .toArray();
      return found.flatMap(roundsOf);
    },
    async makeDue({ workspaceId, flowId, version, nodes }, { now, limit }) {
      const there = { workspaceId, waitsIn: flowId, waitsAt: { $in: nodes }, waitsOn: { $lt: version } };
      const later = { $or: [{ dueAt: { $gt: now } }, { dueAt: { $exists: false } }] };
      const found = await conversations.find({ ...there, ...later }, { projection: { _id: 1 }, limit }).toArray();
      if (found.length === 0) return 0;
      // Whoever has gone on meanwhile is looked at in vain, and their document says so again with its next save.
      await conversations.updateMany({ _id: { $in: found.map(({ _id }) => _id) }, ...there }, { $min: { dueAt: now } });
      return found.length;
    },
  };
}

/** The cards that versions move people from or close, by version. */
function roundsOf({ workspaceId, flowId, policies = '{}', policiesAt: at = 0 }: StandingDocument): PolicyRound[] {
  const byVersion = new Map<number, string[]>();
  for (const [node, { version, policy }] of Object.entries(JSON.parse(policies) as StandingPolicies))
    if (policy.do !== 'finish') byVersion.set(version, [...(byVersion.get(version) ?? []), node]);
  return [...byVersion].map(([version, nodes]) => ({
    workspaceId: workspaceId as WorkspaceId,
    flowId,
    version,
    at,
    nodes,
  }));
}
