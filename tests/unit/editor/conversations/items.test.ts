import { expect, test } from '@jest/globals';
import { dayIn, newSince, threadItems, turnOf } from '../../../../editor/conversations/thread/items.ts';
import type { MessageOf } from '../../../../editor/conversations/queries.ts';

const said = (id: string, at: string): MessageOf => ({ id, at, conversationId: 'c', direction: 'in' });
const answered = (id: string, at: string, node: string): MessageOf => ({
  ...said(id, at),
  direction: 'out',
  origin: { flowId: 'f', flowVersion: 1, sessionId: 'c.1', node },
});

test('a day of the zone begins with its line, and the last message of a card in a turn ends it', () => {
  const items = threadItems(
    [
      said('in1', '2026-01-05T04:59:00Z'),
      answered('c.1.1.0', '2026-01-05T05:01:00Z', 'say'),
      answered('c.1.1.1', '2026-01-05T05:01:00Z', 'say'),
      answered('c.1.1.2', '2026-01-05T05:01:00Z', 'ask'),
      answered('c.1.2.0', '2026-01-05T05:02:00Z', 'ask'),
    ],
    dayIn('America/Bogota'),
  );
  expect(items.map((item) => (item.kind === 'day' ? 'day' : [item.key, item.ends]))).toEqual([
    'day',
    ['in1', false],
    'day',
    ['c.1.1.0', false],
    ['c.1.1.1', true],
    ['c.1.1.2', true],
    ['c.1.2.0', true],
  ]);
});

test("a message's turn stands in its id", () => {
  expect(['demo:co_x.2.3.1', 'wamid.abc', 'a.b'].map(turnOf)).toEqual([3, undefined, undefined]);
});

test('what came after the last message that was seen is counted', () => {
  const messages = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  expect([newSince(messages, 'a'), newSince(messages, 'c'), newSince(messages, 'gone')]).toEqual([2, 0, 3]);
});
