import { expect, test } from '@jest/globals';
import { asId, type ChannelId, type ContactId, type Flow, type WorkspaceId } from '../../../runtime/contract/index.ts';
import { newContact } from '../../../runtime/conversations/contact.ts';
import type { TurnWorld } from '../../../runtime/conversations/draft.ts';
import { conversationIdOf, newConversation, type ConversationState } from '../../../runtime/conversations/state.ts';
import { takeTurn, type TurnInput } from '../../../runtime/conversations/turn.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { workspace } from '../../support/runtime.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

const workspaceId = asId<WorkspaceId>('test');
const channelId = asId<ChannelId>('ch');
const contactId = asId<ContactId>('ana');
// 3 March in UTC, still 2 March in Bogotá.
const began = Date.parse('2026-03-03T03:00:00.000Z');
const at = new Date(began).toISOString();
const aliases = [{ kind: 'phone' as const, key: '5491100000001', value: '+5491100000001' }];
const ana = newContact(contactId, { workspaceId }, { aliases }, at);
const flow: Flow = chain('f', keyword('hola'), [
  { id: 'ask', type: 'ask', config: { body: '¿Qué?', answerType: 'text' } },
]);
const worldAt = (now: number): TurnWorld =>
  ({
    now,
    workspace,
    channel: { id: channelId, workspaceId, type: 'whatsapp-cloud', name: 'Test', settings: {}, paused: false },
    flows: [{ flowId: 'f', version: 3, flow, paused: false }],
    flowVersion: async () => flow,
    nodeTypes,
    messagesPerDay: Infinity,
  }) as TurnWorld;
const hello = {
  kind: 'item',
  item: {
    id: 'i',
    workspaceId,
    channelId,
    order: 1,
    seenAt: began,
    event: {
      kind: 'message',
      id: 'i',
      at,
      raw: '',
      aliases,
      message: {
        id: 'm',
        at,
        content: {
          kind: 'text',
          body: 'hola',
        },
      },
    },
  },
} as unknown as TurnInput;

const fresh = newConversation({ id: conversationIdOf(channelId, contactId), workspaceId, channelId, contactId }, at);
const turn = async (state: ConversationState, input: TurnInput, now: number) => {
  const done = await takeTurn({ ...state, pending: [] }, ana, [input], worldAt(now));
  return { state: done.state, lot: done.state.pending[0] };
};

test('what a save made true belongs to the day of the workspace, and a session that expires says at which card it waited', async () => {
  const { state, lot } = await turn(fresh, hello, began);
  expect(lot).toMatchObject({ at, day: '2026-03-02' });
  const week = began + 7 * 24 * 60 * 60 * 1_000;
  const early = await turn(state, { kind: 'time' }, week - 1);
  expect(early.lot).toBeUndefined();
  const late = await turn(state, { kind: 'time' }, week);
  expect(late.lot?.events).toEqual([
    { type: 'session.ended', sessionId: 'ch:ana.1', flowId: 'f', flowVersion: 3, reason: 'expired', node: 'ask' },
  ]);
  expect(late.lot?.day).toBe('2026-03-09');
});
