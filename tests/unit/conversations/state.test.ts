import { describe, expect, test } from '@jest/globals';
import {
  asId,
  type ChannelId,
  type ContactId,
  type ConversationId,
  type DomainEvent,
  type WorkspaceId,
} from '../../../runtime/contract/index.ts';
import { refusal, windowAt } from '../../../runtime/conversations/gate.ts';
import { ownStoreWork, withPending } from '../../../runtime/conversations/own-store.ts';
import {
  conversationOfEffect,
  dueAtOf,
  isSettled,
  newConversation,
  type ContactRecord,
  type ConversationState,
  type OutboxItem,
} from '../../../runtime/conversations/state.ts';
import { newContact } from '../../../runtime/conversations/contact.ts';

const ids = {
  id: asId<ConversationId>('shop:c1'),
  workspaceId: asId<WorkspaceId>('w'),
  channelId: asId<ChannelId>('shop'),
  contactId: asId<ContactId>('c1'),
};
const at = '2026-01-05T09:00:00.000Z';
const now = Date.parse(at);
const fresh = newConversation(ids, at);
const contact = newContact(
  ids.contactId,
  ids,
  { aliases: [{ kind: 'phone', key: '57300', value: '+57300' }], profileName: ' Ana Ruiz ' },
  at,
);
const send = (id: string, more: Partial<OutboxItem> = {}): OutboxItem => ({
  effect: { id, node: 'n', kind: 'message.send', content: { kind: 'text', body: 'hola' } },
  state: 'queued',
  notBefore: now,
  attempts: 0,
  token: 1,
  position: now,
  ...more,
});

describe('when a conversation must be looked at again', () => {
  const cases: [string, Partial<ConversationState>, number | null][] = [
    ['nothing pending: never', {}, null],
    ['a lease: when it ends', { lease: { by: 'p', until: now + 10_000 }, outbox: [send('x')] }, now + 10_000],
    ['a message put off: then', { outbox: [send('x', { notBefore: now + 500 })] }, now + 500],
    ['later messages wait for the first', { outbox: [send('x', { notBefore: now + 900 }), send('y')] }, now + 900],
    ['events not copied out and nobody at it: at once', { pending: [{ revision: 1, at, events: [], traces: [] }] }, 0],
    ['an expired session of a conversation without session: never', { expiresAt: now }, null],
  ];
  test.each(cases)('%s', (_title, part, due) => {
    expect(dueAtOf({ ...fresh, ...part })).toBe(due);
  });

  test('settled means nothing to perform and nothing to copy', () => {
    expect([isSettled(fresh), isSettled({ ...fresh, consumed: ['x'] })]).toEqual([true, false]);
  });
});

describe('an effect’s id', () => {
  test('names its conversation', () => {
    expect(conversationOfEffect('shop:c1.3.2.0')).toBe('shop:c1');
    expect(conversationOfEffect('shop:c1.sAbC.2.0:again')).toBe('shop:c1');
  });
  test.each(['', 'free text', 'a.b.c', 'https://example.com/x'])(
    '%p of another system does not pass for ours unless it has our form',
    (text) => {
      expect(conversationOfEffect(text)?.startsWith('shop:') ?? false).toBe(false);
    },
  );
});

describe('the last gate', () => {
  const world = {
    now,
    workspace: { botPaused: false } as never,
    channel: { paused: false } as never,
    flows: [{ flowId: 'f', version: 1, flow: {} as never, paused: false }],
  };
  const open = { ...fresh, lastInboundAt: now - 1_000 };

  test('lets an answer leave inside the 24 hours, less a margin', () => {
    expect(refusal(send('x'), open, contact, world)).toBeNull();
    expect(windowAt({ lastInboundAt: now - 24 * 3_600_000 + 31_000 }, now).may).toBe('free-form');
    expect(windowAt({ lastInboundAt: now - 24 * 3_600_000 + 29_000 }, now).may).toBe('template');
    expect(windowAt({ lastInboundAt: null }, now).may).toBe('template');
  });

  test.each([
    ['window.closed', send('x'), fresh, contact, world],
    ['voice.moved', send('x', { token: 0 }), open, contact, world],
    ['bot.paused', send('x', { flowId: 'f' }), open, contact, { ...world, workspace: { botPaused: true } as never }],
    ['channel.paused', send('x', { flowId: 'f' }), open, contact, { ...world, channel: { paused: true } as never }],
    [
      'flow.paused',
      send('x', { flowId: 'f' }),
      open,
      contact,
      { ...world, flows: [{ ...world.flows[0]!, paused: true }] },
    ],
    ['contact.unreachable', send('x'), open, { ...contact, aliases: [] }, world],
  ] satisfies [string, OutboxItem, ConversationState, ContactRecord, Parameters<typeof refusal>[3]][])(
    'refuses with %s',
    (code, item, state, person, around) => {
      expect(refusal(item, state, person, around)?.code).toBe(code);
    },
  );
});

describe('effects on our own store', () => {
  const events: DomainEvent[] = [
    {
      type: 'message.received',
      inboundId: 'shop:wamid.1',
      message: { id: 'wamid.1', at, content: { kind: 'text', body: 'hola' } },
    },
    { type: 'contact.updated', patch: { name: 'Ana', fields: { pings: 1, old: null } } },
    { type: 'contact.updated', patch: { fields: { pings: 2 } } },
    {
      type: 'message.requested',
      effectId: 'shop:c1.1.1.0',
      content: { kind: 'text', body: 'x' },
      node: 'n',
      position: now + 0.001,
      flowId: 'f',
    },
  ];
  const lot = { revision: 4, at, events, traces: [] };

  test('are read from the events of a save, so that a crash after it only means writing them again', () => {
    const [work, ...more] = ownStoreWork(fresh, [lot, { revision: 5, at, events: [], traces: [] }]);
    expect(more).toEqual([]);
    expect(work?.contact).toEqual({
      workspaceId: 'w',
      contactId: 'c1',
      channelId: 'shop',
      revision: 4,
      patch: { name: 'Ana', fields: { pings: 2, old: null } },
    });
    expect(work?.messages.map((message) => [message.id, message.direction])).toEqual([
      ['shop:wamid.1', 'in'],
      ['shop:c1.1.1.0', 'out'],
    ]);
  });

  test('show in the contact before they are written; a null removes', () => {
    expect(withPending({ ...contact, fields: { old: 1, kept: true } }, [lot])).toMatchObject({
      name: 'Ana',
      fields: { kept: true, pings: 2 },
    });
  });

  test('carry a consent with its proof', () => {
    const consent = {
      state: 'withdrawn',
      method: 'whatsapp-message',
      text: 'BAJA',
      businessName: 'Tienda',
      source: 'shop',
    } as const;
    const [work] = ownStoreWork(fresh, [
      { revision: 1, at, traces: [], events: [{ type: 'consent.changed', category: 'marketing', ...consent }] },
    ]);
    expect(work?.contact?.patch).toEqual({ consent: { marketing: { ...consent, at } } });
  });
});
