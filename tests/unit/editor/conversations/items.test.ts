import { expect, test } from '@jest/globals';
import { dayIn, newSince, threadItems, turnOf } from '../../../../editor/conversations/thread/items.ts';
import type { LineOf, MessageOf } from '../../../../editor/conversations/queries.ts';

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
  expect(items.map((item) => (item.kind === 'message' ? [item.key, item.ends] : item.kind))).toEqual([
    'day',
    ['in1', false],
    'day',
    ['c.1.1.0', false],
    ['c.1.1.1', true],
    ['c.1.1.2', true],
    ['c.1.2.0', true],
  ]);
});

const noted = (id: string, at: string, after?: string): LineOf => ({
  id,
  at,
  said: { kind: 'noted', text: id },
  ...(after !== undefined && { after }),
});
const keysOf = (...given: Parameters<typeof threadItems>): string[] =>
  threadItems(...given).flatMap((item) => (item.kind === 'day' ? [] : item.key));
const exchange = [
  said('in1', '2026-01-05T10:00:00Z'),
  answered('c.1.1.0', '2026-01-05T10:00:00Z', 'say'),
  answered('c.1.1.1', '2026-01-05T10:00:00Z', 'ask'),
  said('in2', '2026-01-05T11:00:00Z'),
];
const utc = dayIn('UTC');

test('what happened beside messages stands after the message that was asked for before it, else where its time puts it', () => {
  const at = '2026-01-05T10:00:00Z';
  const lines = [
    noted('long before', '2026-01-05T09:59:59Z'),
    noted('upon what was said', at),
    noted('between', at, 'c.1.1.0'),
    noted('and again', at, 'c.1.1.0'),
    noted('later', '2026-01-05T10:30:00Z'),
    noted('last', '2026-01-05T12:00:00Z', 'unknown'),
  ];
  expect(keysOf(exchange, utc, lines)).toEqual([
    'long before',
    'in1',
    'upon what was said',
    'c.1.1.0',
    'between',
    'and again',
    'c.1.1.1',
    'later',
    'in2',
    'last',
  ]);
});

test('nothing stands before the first message while older ones are to be had, and a day may begin with what happened', () => {
  const lines = [noted('before', '2026-01-04T10:00:00Z'), noted('after', '2026-01-06T10:00:00Z')];
  expect(keysOf(exchange, utc, lines, false)).toEqual(['in1', 'c.1.1.0', 'c.1.1.1', 'in2', 'after']);
  expect(threadItems([], utc, lines).map(({ kind, key }) => [kind, key])).toEqual([
    ['day', 'day 2026-01-04'],
    ['line', 'before'],
    ['day', 'day 2026-01-06'],
    ['line', 'after'],
  ]);
});

test("a message's turn stands in its id", () => {
  expect(['demo:co_x.2.3.1', 'wamid.abc', 'a.b'].map(turnOf)).toEqual([3, undefined, undefined]);
});

test('what came after the last message that was seen is counted', () => {
  const messages = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  expect([newSince(messages, 'a'), newSince(messages, 'c'), newSince(messages, 'gone')]).toEqual([2, 0, 3]);
});
