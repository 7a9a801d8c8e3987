import { expect, test } from '@jest/globals';
import { linesOf } from '../../../api/store/thread-lines.ts';

const at = '2026-01-05T09:00:00.000Z';

test('a save shows what happened beside its messages, each after the message before it', () => {
  expect(
    linesOf('c:4', at, [
      { type: 'conversation.noted', text: 'Pide factura' },
      { type: 'message.requested', effectId: 'c.1.1.0', content: { kind: 'text', body: 'Hola' }, position: 1 },
      { type: 'contact.updated', patch: { name: 'Ana' } },
      { type: 'contact.updated', patch: { groups: { vip: true }, labels: { nuevo: false } } },
      {
        type: 'consent.changed',
        category: 'marketing',
        state: 'granted',
        method: 'm',
        text: 't',
        businessName: 'b',
        source: 's',
      },
      { type: 'ticket.opened', ticketId: 't1', queue: 'ventas', note: 'Urge' },
      { type: 'ticket.opened', ticketId: 't2', note: '' },
      { type: 'ticket.closed', ticketId: 't1', by: 'usr_1' },
      { type: 'conversation.closed' },
      { type: 'conversation.flag-cleared' },
    ]),
  ).toEqual([
    { id: 'c:4:0', at, said: { kind: 'noted', text: 'Pide factura' } },
    { id: 'c:4:3', at, after: 'c.1.1.0', said: { kind: 'sets', groups: { vip: true }, labels: { nuevo: false } } },
    { id: 'c:4:4', at, after: 'c.1.1.0', said: { kind: 'consent', state: 'granted' } },
    { id: 'c:4:5', at, after: 'c.1.1.0', said: { kind: 'ticket-opened', note: 'Urge', queue: 'ventas' } },
    { id: 'c:4:6', at, after: 'c.1.1.0', said: { kind: 'ticket-opened', note: '' } },
    { id: 'c:4:7', at, after: 'c.1.1.0', said: { kind: 'ticket-closed' } },
    { id: 'c:4:8', at, after: 'c.1.1.0', said: { kind: 'closed' } },
  ]);
});
