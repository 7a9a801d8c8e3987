import { describe, expect, test } from '@jest/globals';
import {
  asId,
  type DomainEvent,
  type Flow,
  type FlowNode,
  type Frame,
  type PublishPolicy,
  type StandingPolicies,
} from '../../../runtime/contract/index.ts';
import type { TurnWorld } from '../../../runtime/conversations/draft.ts';
import { policyWaits } from '../../../runtime/conversations/policies.ts';
import { newConversation, type ContactRecord, type ConversationState } from '../../../runtime/conversations/state.ts';
import { takeTurn, type TurnInput } from '../../../runtime/conversations/turn.ts';
import { newSession } from '../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const at = new Date(now).toISOString();
const ask = (id: string, body: string): FlowNode => ({
  id,
  type: 'ask',
  version: 1,
  config: { answerType: 'text', body },
});
const flowOf = (nodes: FlowNode[], more: Partial<Flow> = {}): Flow => ({
  schemaVersion: 1,
  id: 'f',
  name: 'f',
  languages: ['es', 'en'],
  nodes,
  edges: nodes
    .slice(1)
    .map(({ id }, index) => ({ id: `e${index}`, from: { node: nodes[index]?.id ?? '', port: 'next' }, to: id })),
  triggers: [],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
  ...more,
});
const versions: { [version: number]: Flow } = {
  1: flowOf([ask('x', 'x1'), ask('y', 'y1')]),
  2: flowOf([ask('y', 'y2'), ask('z', 'z2')], { variables: [{ name: 'fresh', type: 'number', initial: 7 }] }),
  3: flowOf([ask('z', 'z3 {{ variables.fresh }}')], { variables: [{ name: 'fresh', type: 'number', initial: 8 }] }),
};
const contact = (more: Partial<ContactRecord> = {}): ContactRecord => ({
  id: asId('ana'),
  workspaceId: asId('w'),
  name: 'Ana',
  phone: '+5491100000001',
  language: null,
  fields: {},
  consent: {},
  aliases: [{ kind: 'phone', key: '5491100000001', value: '+5491100000001' }],
  createdAt: at,
  ...more,
});
const waiting = (
  more: Partial<ConversationState> = {},
  wait: 'message' | 'time' | 'http' | 'ticket' = 'message',
  stack?: Frame[],
): ConversationState => {
  const ids = { id: asId<ConversationState['id']>('ch:ana'), workspaceId: asId<ConversationState['workspaceId']>('w') };
  const made = newConversation({ ...ids, channelId: asId('ch'), contactId: asId('ana') }, at);
  const session = newSession({ id: 'ch:ana.1', flowId: 'f', flowVersion: 1, at });
  return {
    ...made,
    revision: 3,
    sessionsBegun: 1,
    lastInboundAt: now - 60_000,
    expiresAt: now + 1_000_000,
    session: {
      ...session,
      status: 'waiting' as const,
      turn: 1,
      node: 'x',
      wait: { id: 'ch:ana.1.1', for: wait },
      ...(stack && { stack }),
    },
    ...more,
  };
};
const worldOf = (policies: StandingPolicies, more: Partial<TurnWorld> = {}): TurnWorld => ({
  now,
  workspace: {
    id: asId('w'),
    name: 'W',
    businessName: 'W',
    flowsRevision: 1,
    botPaused: false,
    timeZone: 'UTC',
    language: 'es',
    exitWords: ['salir'],
    optOutWords: [],
    optInWords: [],
    texts: { optedOut: {}, optedIn: {} },
  },
  channel: { id: asId('ch'), workspaceId: asId('w'), type: 'whatsapp-cloud', name: 'C', settings: {}, paused: false },
  flows: [{ flowId: 'f', version: 3, flow: versions[3] ?? flowOf([]), paused: false, policies }],
  flowVersion: async (_flowId, version) => versions[version],
  nodeTypes,
  messagesPerDay: Infinity,
  ...more,
});
const word = (version: number, policy: PublishPolicy, node = 'x'): StandingPolicies => ({
  [node]: { version, policy },
});
const move = (to: string, version = 2) => word(version, { do: 'move', to });
const says = (body: string): TurnInput => ({
  kind: 'item',
  item: {
    id: `ch:${body}`,
    workspaceId: asId('w'),
    channelId: asId('ch'),
    order: 1,
    seenAt: now,
    event: {
      kind: 'message',
      id: body,
      at,
      raw: '',
      aliases: [],
      message: { id: body, at, content: { kind: 'text', body } },
    },
  },
});
const sweep: TurnInput = { kind: 'policy' };

async function after(world: TurnWorld, inputs: TurnInput[], state = waiting(), who = contact()) {
  const turn = await takeTurn(state, who, inputs, world);
  const events = turn.state.pending.flatMap((lot): DomainEvent[] => lot.events);
  const { session } = turn.state;
  return {
    told: events.flatMap((event) =>
      event.type === 'message.requested' && event.content.kind === 'text' ? [event.content.body] : [],
    ),
    facts: events.filter(({ type }) => type.startsWith('session.')),
    at: session && { node: session.node, version: session.flowVersion },
    session,
  };
}
const moved = (from: string, to: string, fromVersion: number, toVersion: number) => ({
  type: 'session.moved',
  sessionId: 'ch:ana.1',
  flowId: 'f',
  fromVersion,
  toVersion,
  from,
  to,
});
const stayed = { type: 'session.stayed', sessionId: 'ch:ana.1', flowId: 'f', flowVersion: 1, node: 'x', byVersion: 2 };

describe('a session that a newer version moves', () => {
  test('goes on at the card in that version, with what the version begins with', async () => {
    const done = await after(worldOf(move('y')), [sweep]);
    expect([done.told, done.facts, done.at]).toEqual([['y2'], [moved('x', 'y', 1, 2)], { node: 'y', version: 2 }]);
    expect(done.session?.variables).toEqual({ fresh: 7 });
    expect(done.session?.turn).toBe(2);
  });

  test('takes a message that was on its way as answered by the move', async () => {
    const done = await after(worldOf(move('y')), [says('algo')]);
    expect([done.told, done.at]).toEqual([['y2'], { node: 'y', version: 2 }]);
  });

  test('goes through cards that were themselves moved, entering only the last', async () => {
    const policies = { ...move('y'), ...word(3, { do: 'move', to: 'z' }, 'y') };
    const done = await after(worldOf(policies), [sweep]);
    expect([done.told, done.facts]).toEqual([['z3 8'], [moved('x', 'y', 1, 2), moved('y', 'z', 2, 3)]]);
    expect(done.at).toEqual({ node: 'z', version: 3 });
  });

  test('obeys a word of the way out, and is told by an event that it left by itself', async () => {
    const done = await after(worldOf(move('y')), [says('Salir')]);
    expect([done.at, done.told]).toEqual([null, []]);
    expect(done.facts).toEqual([
      { type: 'session.ended', sessionId: 'ch:ana.1', flowId: 'f', flowVersion: 1, reason: 'left' },
      stayed,
    ]);
  });

  test('stays when what was published is gone', async () => {
    expect((await after(worldOf(move('nowhere')), [sweep])).at).toEqual({ node: 'x', version: 1 });
    expect((await after(worldOf(move('y', 9)), [sweep])).at).toEqual({ node: 'x', version: 1 });
  });

  test('is moved on as soon as it comes to a card that a newer version names', async () => {
    const done = await after(worldOf(word(3, { do: 'move', to: 'z' }, 'y')), [says('algo')]);
    expect([done.told, done.at]).toEqual([['y1', 'z3 8'], { node: 'z', version: 3 }]);
  });
});

describe('a session that a newer version closes', () => {
  test('ends with the words of that version, filled in, in the language of the person', async () => {
    const policy: PublishPolicy = {
      do: 'close',
      message: 'Adiós, {{ contact.name }}',
      translations: { en: 'Bye, {{ contact.name }}' },
    };
    const spanish = await after(worldOf(word(2, policy)), [sweep]);
    expect([spanish.told, spanish.at, spanish.facts]).toEqual([
      ['Adiós, Ana'],
      null,
      [
        {
          type: 'session.ended',
          sessionId: 'ch:ana.1',
          flowId: 'f',
          flowVersion: 1,
          reason: 'closed',
          byVersion: 2,
          node: 'x',
        },
      ],
    ]);
    expect((await after(worldOf(word(2, policy)), [sweep], waiting(), contact({ language: 'en' }))).told).toEqual([
      'Bye, Ana',
    ]);
  });

  test('is told in the program’s own words when there are none', async () => {
    for (const message of [undefined, '  ']) {
      const policy: PublishPolicy = { do: 'close', ...(message !== undefined && { message }) };
      const done = await after(worldOf(word(2, policy)), [says('algo')], waiting(), contact({ language: 'pt-BR' }));
      expect(done.told).toEqual([
        'Mudamos este serviço e encerramos a conversa que você tinha aberta. Escreva quando quiser e começamos de novo.',
      ]);
    }
  });

  test('ends also when its words cannot be said', async () => {
    const done = await after(worldOf(word(2, { do: 'close', message: '{{ nothing.here }}' })), [sweep]);
    expect([done.at, done.facts.map(({ type }) => type)]).toEqual([null, ['session.ended']]);
    const nobody = await after(worldOf(word(2, { do: 'close' })), [sweep], waiting(), contact({ aliases: [] }));
    expect([nobody.at, nobody.told]).toEqual([null, []]);
  });

  test('ends with all the flows that wait for it', async () => {
    const stack = [{ flowId: 'g', flowVersion: 1, node: 'call', variables: {} }];
    const policies = word(2, { do: 'close', message: 'adiós' });
    const done = await after(worldOf(policies), [sweep], waiting({}, 'message', stack));
    expect([done.told, done.at]).toEqual([['adiós'], null]);
  });
});

describe('a session that finishes', () => {
  test('goes on on its version, which an event tells', async () => {
    const done = await after(worldOf(word(2, { do: 'finish' })), [sweep, says('algo')]);
    expect([done.told, done.at, done.facts]).toEqual([['y1'], { node: 'y', version: 1 }, [stayed]]);
  });

  test('is left alone by versions that are not newer', async () => {
    for (const version of [0, 1]) {
      const done = await after(worldOf(move('y', version)), [sweep, says('algo')]);
      expect([done.told, done.at, done.facts]).toEqual([['y1'], { node: 'y', version: 1 }, []]);
    }
  });
});

describe('nobody is moved or closed', () => {
  const standing = worldOf(move('y'));
  const waits = (state: ConversationState, world: Partial<TurnWorld> = {}) =>
    policyWaits(state, { ...standing, ...world });

  test('but whom a message can reach', () => {
    expect(waits(waiting())).toBe(true);
    expect(waits(waiting({}, 'time'))).toBe(true);
    expect(waits(waiting({ lastInboundAt: now - 24 * 60 * 60 * 1_000 }))).toBe(false);
    expect(waits(waiting({ lastInboundAt: null }))).toBe(false);
  });

  test('while an answer of another system or of people is awaited', () => {
    expect(waits(waiting({}, 'http'))).toBe(false);
    expect(waits(waiting({}, 'ticket'))).toBe(false);
  });

  test('while the bot must not speak', () => {
    const [flow] = standing.flows;
    if (!flow) throw new Error('a flow');
    expect(waits(waiting({ voice: { kind: 'nobody', token: 2 } }))).toBe(false);
    expect(waits(waiting(), { workspace: { ...standing.workspace, botPaused: true } })).toBe(false);
    expect(waits(waiting(), { channel: { ...standing.channel, paused: true } })).toBe(false);
    expect(waits(waiting(), { flows: [{ ...flow, paused: true }] })).toBe(false);
  });

  test('without a session that waits', () => {
    expect(waits(waiting({ session: null }))).toBe(false);
    expect(waits(waiting(), { flows: [] })).toBe(false);
  });
});
