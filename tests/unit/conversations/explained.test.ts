import { describe, expect, test } from '@jest/globals';
import {
  asId,
  type DomainEvent,
  type Flow,
  type Session,
  type WorkspaceId,
  type ContactId,
} from '../../../runtime/contract/index.ts';
import type { TurnWorld } from '../../../runtime/conversations/draft.ts';
import {
  conversationIdOf,
  newConversation,
  type ContactRecord,
  type ConversationState,
} from '../../../runtime/conversations/state.ts';
import { decide, heard } from '../../../runtime/conversations/triggering.ts';
import { takeTurn } from '../../../runtime/conversations/turn.ts';
import { newContact } from '../../../runtime/conversations/contact.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { groups, randomFlow, randomMessage } from '../../support/random-triggers.ts';
import { channelId, workspace, workspaceId } from '../../support/runtime.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const now = Date.parse('2026-01-05T14:30:00.000Z');
const at = new Date(now).toISOString();
const contactId = asId<ContactId>('cAna');
const pairs = 5_000;

function worldOf(flows: Flow[], random: () => number): TurnWorld {
  return {
    now,
    workspace: { ...workspace, botPaused: random() < 0.03 },
    channel: {
      id: channelId,
      workspaceId,
      type: 'whatsapp-cloud',
      name: 'Test',
      settings: {},
      paused: random() < 0.03,
    },
    flows: flows.map((flow) => ({ flowId: flow.id, version: 1, flow, paused: random() < 0.1 })),
    flowVersion: async (id) => flows.find((flow) => flow.id === id),
    nodeTypes,
    messagesPerDay: Infinity,
  } as TurnWorld;
}

/** How far a conversation has come: nowhere, somewhere by its own flows, or waiting for another system. */
async function randomState(random: () => number, contact: ContactRecord, world: TurnWorld): Promise<ConversationState> {
  const ids = { id: conversationIdOf(channelId, contactId), workspaceId, channelId, contactId };
  let state = newConversation(ids, '2026-01-05T14:00:00.000Z');
  if (random() < 0.2) return state;
  state = { ...state, revision: 1, lastInboundAt: now - 60_000 };
  const flow = world.flows[Math.floor(random() * world.flows.length)];
  if (flow && random() < 0.7) {
    const awake = {
      ...world,
      workspace: { ...world.workspace, botPaused: false },
      channel: { ...world.channel, paused: false },
      flows: world.flows.map((one) => ({ ...one, paused: false })),
    };
    const event = {
      kind: 'start' as const,
      id: 'b',
      at,
      raw: '',
      aliases: [],
      flowId: flow.flowId,
      sessionId: `${state.id}.sX`,
      trigger: { kind: 'manual' },
      variables: {},
    };
    state = (await takeTurn(state, contact, [{ kind: 'item', item: itemOf('begin', event) }], awake)).state;
    if (state.session?.wait && random() < 0.1)
      state.session = { ...state.session, wait: { ...state.session.wait, for: 'http', effectId: 'e' } };
  }
  const keys = world.flows.flatMap(({ flowId, flow: { triggers } }) => triggers.map(({ id }) => `${flowId}:${id}`));
  const fired = Object.fromEntries(
    keys.filter(() => random() < 0.3).map((key) => [key, new Date(now - random() * 48 * 3_600_000).toISOString()]),
  );
  const voice = random() < 0.05 ? { kind: 'nobody' as const, token: 2 } : state.voice;
  return { ...state, pending: [], outbox: [], fired, voice };
}

const itemOf = (id: string, event: object) =>
  ({ id, workspaceId: workspaceId as WorkspaceId, channelId, order: 1, seenAt: now, event }) as never;

/** What a turn made of a message, in the words of a decision. */
function became(before: Session | null, after: ConversationState, events: readonly DomainEvent[]) {
  const started = events.find((event) => event.type === 'session.started');
  const ended = events.find((event) => event.type === 'session.ended');
  const leaves = ended?.type === 'session.ended' && ended.reason === 'left';
  if (started?.type === 'session.started')
    return { action: 'begin', leaves, flowId: started.flowId, triggerId: started.trigger['id'] };
  const stays = JSON.stringify(after.session) === JSON.stringify(before);
  return { action: !stays ? 'resume' : before ? 'keep' : 'none', leaves };
}

describe('an explanation', () => {
  test(`is what then happens, for ${pairs} people and messages`, async () => {
    const random = seededRandom(20_260_105);
    const seen = new Map<string, number>();
    for (let round = 0; round < pairs; round += 1) {
      const flows = ['a', 'b', 'c', 'd'].map((id) => randomFlow(random, id));
      const world = worldOf(flows, random);
      const contact: ContactRecord = {
        ...newContact(
          contactId,
          { workspaceId },
          { aliases: [{ kind: 'phone', key: '5491100000001', value: '+5491100000001' }] },
          at,
        ),
        groups: groups.filter(() => random() < 0.4),
        ...(random() < 0.1 && {
          consent: {
            marketing: { state: 'withdrawn', method: 'm', text: 't', businessName: 'b', source: 's', at },
          },
        }),
      };
      const state = await randomState(random, contact, world);
      const message = randomMessage(random, `m${round}`, at);

      const frozen = JSON.stringify([state, contact]);
      const told = await decide(heard(message, state.lastInboundAt === null), { state, contact, world, at });
      expect(JSON.stringify([state, contact])).toBe(frozen);

      const item = itemOf(`m${round}`, { kind: 'message', id: `m${round}`, at, raw: '', aliases: [], message });
      const turn = await takeTurn(state, contact, [{ kind: 'item', item }], world);
      const events = turn.state.pending.flatMap((lot) => lot.events);
      const { action, leaves, winner, why } = told;
      const expected = {
        action,
        leaves,
        ...(winner && { flowId: winner.flowId, triggerId: winner.trigger?.id }),
      };
      expect({ round, why, ...became(state.session, turn.state, events) }).toEqual({ round, why, ...expected });
      seen.set(why.code, (seen.get(why.code) ?? 0) + 1);
    }
    // Every course that a message can take was among them.
    expect([...seen.keys()].toSorted()).toEqual([
      'answers',
      'begins',
      'bot-paused',
      'channel-paused',
      'exit-word',
      'flow-paused',
      'interrupts',
      'not-speech',
      'nothing-matched',
      'opt-in-word',
      'opt-out-word',
      'restarts',
      'voice',
      'waits-otherwise',
    ]);
  }, 120_000);
});
