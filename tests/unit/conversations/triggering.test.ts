import { describe, expect, test } from '@jest/globals';
import {
  asId,
  type ContactId,
  type DomainEvent,
  type Flow,
  type InboundMessage,
  type Trigger,
} from '../../../runtime/contract/index.ts';
import { newContact } from '../../../runtime/conversations/contact.ts';
import { Draft, type TurnWorld } from '../../../runtime/conversations/draft.ts';
import {
  conversationIdOf,
  newConversation,
  type ContactRecord,
  type ConversationState,
} from '../../../runtime/conversations/state.ts';
import { happen, heard, summaryOf } from '../../../runtime/conversations/triggering.ts';
import { takeTurn, type TurnInput } from '../../../runtime/conversations/turn.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { channelId, workspace, workspaceId } from '../../support/runtime.ts';
import { chain } from '../../support/sample-flows.ts';

const now = Date.parse('2026-01-05T14:30:00.000Z');
const at = new Date(now).toISOString();
const contactId = asId<ContactId>('cAna');
const aliases = [{ kind: 'phone' as const, key: '5491100000001', value: '+5491100000001' }];
const ana = newContact(contactId, { workspaceId }, { aliases }, at);
const fresh = newConversation({ id: conversationIdOf(channelId, contactId), workspaceId, channelId, contactId }, at);

const worldOf = (...flows: Flow[]): TurnWorld =>
  ({
    now,
    workspace,
    channel: { id: channelId, workspaceId, type: 'whatsapp-cloud', name: 'Test', settings: {}, paused: false },
    flows: flows.map((flow) => ({ flowId: flow.id, version: 3, flow, paused: false })),
    flowVersion: async (id: string) => flows.find((flow) => flow.id === id),
    nodeTypes,
    messagesPerDay: Infinity,
  }) as TurnWorld;

const item = (event: object): TurnInput => ({
  kind: 'item',
  item: {
    id: 'i',
    workspaceId,
    channelId,
    order: 1,
    seenAt: now,
    event: { id: 'i', at, raw: '', aliases, ...event },
  } as never,
});
const says = (body: string, more: Partial<InboundMessage> = {}) =>
  item({ kind: 'message', message: { id: 'm', at, content: { kind: 'text', body }, ...more } });

async function turn(
  world: TurnWorld,
  input: TurnInput,
  state: ConversationState = fresh,
  contact: ContactRecord = ana,
) {
  const done = await takeTurn(state, contact, [input], world);
  const lots = done.state.pending;
  return { ...done, events: lots.flatMap((lot) => lot.events), traces: lots.flatMap((lot) => lot.traces) };
}

/** The flows that began, with what they were told. */
const begun = (events: readonly DomainEvent[]) =>
  events.flatMap((event) => (event.type === 'session.started' ? [[event.flowId, event.trigger]] : []));

const say = (id: string, body = id) => [{ id: 'say', type: 'send-text', config: { body } }];
const ask = [{ id: 'ask', type: 'ask', config: { body: '¿Qué?', answerType: 'text', retries: 1 } }];
const hello: Trigger = { id: 'hola', kind: 'keyword', match: 'is', words: ['hola'] };

describe('a flow begins', () => {
  const events: [string, Trigger, TurnInput, object][] = [
    ['by a word', { ...hello, to: 'say' }, says('Hola'), { kind: 'keyword', id: 'hola', text: 'Hola', words: 'hola' }],
    ['by any message', { id: 'u', kind: 'unhandled' }, says('x'), { kind: 'unhandled', id: 'u', text: 'x' }],
    [
      'by an ad',
      { id: 'r', kind: 'referral', sources: ['12'] },
      says('x', { referral: { source_id: '12' } }),
      { kind: 'referral', id: 'r', text: 'x', words: '12', referral: { source_id: '12' } },
    ],
    [
      "by a template's button",
      { id: 'b', kind: 'button-payload', payloads: ['go*'] },
      says('', { content: { kind: 'choice', source: 'template', id: 'go-1', title: 'Sí' } }),
      { kind: 'button-payload', id: 'b', text: 'Sí', words: 'go*', payload: 'go-1' },
    ],
    [
      'by a missed call',
      { id: 'c', kind: 'missed-call' },
      item({ kind: 'missed-call' }),
      { kind: 'missed-call', id: 'c' },
    ],
    [
      'by a webhook',
      { id: 'w', kind: 'webhook', contact: 'phone' },
      item({
        kind: 'start',
        flowId: 'f',
        sessionId: 's',
        trigger: { kind: 'webhook', id: 'w', body: 1 },
        variables: {},
      }),
      { kind: 'webhook', id: 'w', body: 1 },
    ],
    [
      'by another flow, without a trigger',
      { id: 'w', kind: 'api' },
      item({ kind: 'start', flowId: 'f', sessionId: 's', trigger: { kind: 'flow' }, variables: {} }),
      { kind: 'flow' },
    ],
  ];
  test.each(events)('%s', async (_how, trigger, input, told) => {
    const { events: happened } = await turn(worldOf(chain('f', trigger, say('f'))), input, {
      ...fresh,
      lastInboundAt: now,
    });
    expect(begun(happened)).toEqual([['f', told]]);
  });

  test('at the card that the trigger names, or whoever begins it', async () => {
    const two = [...say('one'), { id: 'two', type: 'send-text', config: { body: 'two' } }];
    const world = worldOf(chain('f', { ...hello, to: 'two' }, two));
    const first = await turn(world, says('hola'));
    expect(first.traces[0]?.entries.map(({ node }) => node)).toEqual(['two']);
    const start = item({
      kind: 'start',
      flowId: 'f',
      sessionId: 's',
      trigger: { kind: 'manual' },
      variables: {},
      node: 'say',
    });
    const second = await turn(world, start, { ...fresh, lastInboundAt: now });
    expect(second.traces[0]?.entries.map(({ node }) => node)).toEqual(['say', 'two']);
  });

  test('and whoever says its word joins a group, once', async () => {
    const world = worldOf(chain('f', { ...hello, joinGroup: 'vip' } as Trigger, say('f')));
    const first = await turn(world, says('hola'));
    expect(first.contact.groups).toEqual(['vip']);
    expect(first.events).toContainEqual({ type: 'contact.updated', patch: { groups: { vip: true } } });
    const again = await turn(world, says('hola'), first.state, first.contact);
    expect(again.state.pending.at(-1)?.events.some(({ type }) => type === 'contact.updated')).toBe(false);
  });

  test('only as often as its trigger says, remembered with the conversation', async () => {
    const world = worldOf(chain('f', { ...hello, once: 'ever' }, say('f')));
    const first = await turn(world, says('hola'));
    expect(first.state.fired).toEqual({ 'f:hola': at });
    const second = await turn(world, says('hola'), { ...first.state, pending: [] }, first.contact);
    expect(begun(second.events)).toEqual([]);
    const often = await turn(worldOf(chain('f', hello, say('f'))), says('hola'));
    expect(often.state.fired).toBeUndefined();
  });

  test('and of 500 that are remembered those go first that no flow has any more, then the oldest', async () => {
    const old = Object.fromEntries(
      Array.from({ length: 499 }, (_item, index) => [`gone:${index}`, new Date(index).toISOString()]),
    );
    const world = worldOf(
      chain('f', { ...hello, once: 'ever' }, say('f')),
      chain('g', { ...hello, id: 'x' }, say('g')),
    );
    const fired = { 'g:x': '1960-01-01T00:00:00.000Z', ...old };
    const { state } = await turn(world, says('hola'), { ...fresh, fired });
    expect(Object.keys(state.fired ?? {})).toHaveLength(500);
    expect(state.fired).toMatchObject({ 'f:hola': at, 'g:x': '1960-01-01T00:00:00.000Z' });
    expect(state.fired).not.toHaveProperty('gone:0');
    expect(state.fired).toHaveProperty('gone:1');
  });

  test('by people having finished, unless a session waits for that', async () => {
    const world = worldOf(chain('f', { id: 't', kind: 'ticket-closed' }, say('f')));
    const draft = new Draft({ ...fresh, lastInboundAt: now }, ana, world);
    expect((await happen(draft, { kind: 'ticket-closed', queue: 'ventas' })).action).toBe('begin');
    expect(begun(draft.events)).toEqual([['f', { kind: 'ticket-closed', id: 't', queue: 'ventas' }]]);
  });
});

describe('a change of the contact', () => {
  const sets = (value: string) => [
    { id: 'set', type: 'update-contact', config: { fields: [{ name: 'plan', expression: value }] } },
  ];
  const onPlan = (id: string, to: string): Trigger => ({
    id,
    kind: 'contact-changed',
    change: { what: 'field', field: 'plan', to },
  });

  test('begins the flow that listens to it, and is what that is told', async () => {
    const world = worldOf(chain('f', hello, sets("'oro'")), chain('g', onPlan('t', 'oro'), say('g')));
    const { events } = await turn(world, says('hola'));
    expect(begun(events)).toEqual([
      ['f', { kind: 'keyword', id: 'hola', text: 'hola', words: 'hola' }],
      ['g', { kind: 'contact-changed', id: 't', changes: [{ what: 'field', field: 'plan', value: 'oro' }] }],
    ]);
  });

  test('leaves a session that waits alone, unless the trigger interrupts', async () => {
    const asks = { ...chain('f', hello, [...sets("'oro'"), ...ask]) };
    const quiet = await turn(worldOf(asks, chain('g', onPlan('t', 'oro'), say('g'))), says('hola'));
    expect(begun(quiet.events).map(([id]) => id)).toEqual(['f']);
    const loud: Trigger = { ...onPlan('t', 'oro'), other: 'interrupt' };
    const { events } = await turn(worldOf(asks, chain('g', loud, say('g'))), says('hola'));
    expect(begun(events).map(([id]) => id)).toEqual(['f', 'g']);
  });

  test('that two flows throw to and fro is stopped after three, with a code', async () => {
    const world = worldOf(
      chain('f', hello, sets("'a'")),
      chain('a', onPlan('ta', 'a'), sets("'b'")),
      chain('b', onPlan('tb', 'b'), sets("'a'")),
    );
    const { events } = await turn(world, says('hola'));
    expect(begun(events).map(([id]) => id)).toEqual(['f', 'a', 'b', 'a']);
    expect(events.at(-1)).toEqual({
      type: 'trigger.stopped',
      code: 'limit.chained-begins',
      flowId: 'b',
      triggerId: 'tb',
    });
  });

  test('that writes what stands there already is none', async () => {
    const world = worldOf(chain('f', hello, sets("'oro'")), chain('g', onPlan('t', 'oro'), say('g')));
    const { events } = await turn(world, says('hola'), fresh, { ...ana, fields: { plan: 'oro' } });
    expect(begun(events).map(([id]) => id)).toEqual(['f']);
  });
});

describe('what "why?" is answered from', () => {
  const any: Trigger = { id: 'any', kind: 'unhandled' };

  test('the session that begins keeps who else might have answered, in event and trace', async () => {
    const world = worldOf(
      chain('f', hello, say('f')),
      chain('g', any, say('g')),
      chain('h', { ...hello, groups: { only: ['vip'] } }, say('h')),
      chain('i', { id: 'no', kind: 'keyword', match: 'is', words: ['no'] }, say('i')),
    );
    const { events, traces } = await turn(world, says('hola'));
    const decision = {
      why: { code: 'begins' },
      winner: { flowId: 'f', triggerId: 'hola' },
      considered: [
        { flowId: 'f', triggerId: 'hola', matched: true, why: { code: 'matched-is', params: { word: 'hola' } } },
        { flowId: 'g', triggerId: 'any', matched: true, why: { code: 'matched-any' }, lost: { code: 'lost-kind' } },
        { flowId: 'h', triggerId: 'hola', matched: false, why: { code: 'not-in-groups' } },
      ],
    };
    expect(events.find(({ type }) => type === 'session.started')).toMatchObject({ decision });
    expect(traces.map((trace) => trace.decision)).toEqual([decision]);
  });

  test('an answer keeps it only where a trigger might have interrupted', async () => {
    const asking = chain('f', hello, ask);
    const first = await turn(worldOf(asking), says('hola'));
    const state = { ...first.state, pending: [] };
    const plain = await turn(worldOf(asking, chain('g', any, say('g'))), says('dos'), state);
    expect(plain.traces.map(({ decision }) => decision)).toEqual([undefined]);
    const held = chain(
      'h',
      { id: 'dos', kind: 'keyword', match: 'is', words: ['dos'], other: 'keep', groups: { never: ['x'] } },
      say('h'),
    );
    const inGroup = { ...ana, groups: ['x'] };
    const kept = await turn(worldOf(asking, held), says('dos'), state, inGroup);
    expect(kept.traces[0]?.decision).toEqual({
      why: { code: 'answers', params: { flow: 'f' } },
      considered: [
        { flowId: 'h', triggerId: 'dos', matched: false, why: { code: 'in-group', params: { group: 'x' } } },
      ],
    });
  });

  test('a word of the way out is told of in the session that it ends and in the one that begins', async () => {
    const world = worldOf(chain('f', hello, ask), chain('g', any, say('g')));
    const first = await turn(world, says('hola'));
    const { traces, events } = await turn(world, says('salir'), { ...first.state, pending: [] });
    const why = { code: 'exit-word', params: { word: 'salir', flow: 'f' } };
    expect(traces.map(({ flowId, decision }) => [flowId, decision?.why])).toEqual([
      ['f', why],
      ['g', why],
    ]);
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('session'))).toEqual([
      'session.ended',
      'session.started',
      'session.ended',
    ]);
  });

  test('keeps at most twenty triggers', () => {
    const considered = Array.from({ length: 30 }, (_item, index) => ({
      flowId: 'f',
      triggerId: `t${index}`,
      matched: index === 29,
      why: { code: 'outside-hours' as const },
    }));
    const kept = summaryOf({ action: 'begin', why: { code: 'begins' }, leaves: false, considered })?.considered ?? [];
    expect(kept.map(({ triggerId }) => triggerId)).toEqual([
      't29',
      ...Array.from({ length: 19 }, (_item, index) => `t${index}`),
    ]);
  });

  test('a message is what it says', () => {
    const message: InboundMessage = { id: 'm', at, content: { kind: 'text', body: 'x' } };
    expect(heard(message, true)).toEqual({ kind: 'message', content: message.content, text: 'x', firstMessage: true });
  });
});
