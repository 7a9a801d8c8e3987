import { expect, test } from '@jest/globals';
import { bookFrom, firstPersona, nextPersona } from '../../../../editor/test-phone/people.ts';
import { botState, stillPending, type Pending } from '../../../../editor/test-phone/pending.ts';

test('a new person gets the next number that no telephone has', () => {
  const second = nextPersona([firstPersona], 'Bruno');
  expect(second).toEqual({ id: 'p1', name: 'Bruno', phone: '+12025550101' });
  expect(nextPersona([second], 'Carla').phone).toBe('+12025550100');
});

test('whatever the browser remembers, there is somebody who writes', () => {
  const book = { people: [firstPersona, { id: 'p1', name: 'Bruno', phone: '+12025550101' }], chosen: 'p1' };
  expect(bookFrom(JSON.stringify(book))).toEqual(book);
  const fresh = { people: [firstPersona], chosen: firstPersona.id };
  const odd = [null, 'x', '[]', '{"people":[{"id":1}]}', '{"people":[]}'];
  expect(odd.map(bookFrom)).toEqual(odd.map(() => fresh));
});

test('what has arrived is on its way no more', () => {
  const one: Pending = { key: 1, content: { kind: 'text', body: 'a' }, at: '', state: 'taken', id: 'wamid.1' };
  const two: Pending = { ...one, key: 2, state: 'sending' };
  delete two.id;
  expect(stillPending([one, two], new Set(['wamid.1']))).toEqual([two]);
});

test('the bot is expected to answer for a while, then one wonders', () => {
  const last = { direction: 'in' as const, at: '2026-01-05T09:00:00Z' };
  const now = Date.parse(last.at);
  expect([
    botState(undefined, false, now),
    botState(undefined, true, now),
    botState(last, false, now + 1_000),
    botState(last, false, now + 60_000),
    botState({ ...last, direction: 'out' }, false, now),
  ]).toEqual(['quiet', 'thinking', 'thinking', 'wondering', 'quiet']);
});
