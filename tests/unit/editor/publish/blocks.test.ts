import { expect, test } from '@jest/globals';
import { blockedBy } from '../../../../editor/publish/blocks.ts';

const ready = {
  status: 'saved',
  mayPublish: true,
  isRead: true,
  unchanged: false,
  errors: 0,
  red: 0,
  astray: 0,
} as const;

test('a saved draft that is sound and new may be published', () => {
  expect(blockedBy(ready)).toBeNull();
});

test('nothing unsaved is published', () => {
  expect(blockedBy({ ...ready, status: 'unsaved' })).toEqual({ reason: 'saving', count: 0 });
  expect(blockedBy({ ...ready, status: 'offline' })).toEqual({ reason: 'offline', count: 0 });
  expect(blockedBy({ ...ready, status: 'conflict' })).toEqual({ reason: 'conflict', count: 0 });
});

test('errors are counted; a draft that nobody has looked at yet waits', () => {
  expect(blockedBy({ ...ready, errors: 2 })).toEqual({ reason: 'errors', count: 2 });
  expect(blockedBy({ ...ready, unchanged: true })).toEqual({ reason: 'unchanged', count: 0 });
  expect(blockedBy({ ...ready, isRead: false })).toEqual({ reason: 'checking', count: 0 });
});

test('red tests stand in the way, after problems and before all else', () => {
  expect(blockedBy({ ...ready, red: 2, unchanged: true, isRead: false })).toEqual({ reason: 'tests', count: 2 });
  expect(blockedBy({ ...ready, red: 2, errors: 1 })).toEqual({ reason: 'errors', count: 1 });
});

test('whoever may not publish is told that first', () => {
  expect(blockedBy({ ...ready, mayPublish: false, errors: 1 })).toEqual({ reason: 'forbidden', count: 0 });
});

test('people who are to be moved need somewhere to go', () => {
  expect(blockedBy({ ...ready, astray: 2 })).toEqual({ reason: 'astray', count: 2 });
  expect(blockedBy({ ...ready, astray: 2, isRead: false })).toEqual({ reason: 'checking', count: 0 });
});
