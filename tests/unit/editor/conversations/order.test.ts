import { expect, test } from '@jest/globals';
import { inHeldOrder } from '../../../../editor/conversations/list/order.ts';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));

test('an order that is held stays, with the newest content', () => {
  const held = [
    { id: 'a', text: 'old' },
    { id: 'b', text: 'old' },
  ];
  const fresh = [
    { id: 'b', text: 'new' },
    { id: 'a', text: 'old' },
  ];
  expect(inHeldOrder(held, fresh)).toEqual({
    rows: [
      { id: 'a', text: 'old' },
      { id: 'b', text: 'new' },
    ],
    waiting: 1,
  });
});

test('rows that belong higher up wait and are counted', () => {
  expect(inHeldOrder(rows('a', 'b'), rows('x', 'y', 'a', 'b'))).toEqual({ rows: rows('a', 'b'), waiting: 2 });
});

test('rows of a further page come at the end, and nothing waits', () => {
  expect(inHeldOrder(rows('a', 'b'), rows('a', 'b', 'c', 'd'))).toEqual({ rows: rows('a', 'b', 'c', 'd'), waiting: 0 });
});

test('a row that is listed no more stays until the order is let go', () => {
  expect(inHeldOrder(rows('a', 'b', 'c'), rows('a', 'c'))).toEqual({ rows: rows('a', 'b', 'c'), waiting: 0 });
});
