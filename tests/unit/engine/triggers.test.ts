import { describe, expect, test } from '@jest/globals';
import type { Trigger } from '../../../runtime/contract/index.ts';
import { chooseTrigger, type TriggerCandidate } from '../../../runtime/engine/index.ts';

type Keyword = Extract<Trigger, { kind: 'keyword' }>;
const keyword = (match: Keyword['match'], ...words: string[]): Trigger => ({
  id: match,
  kind: 'keyword',
  match,
  words,
});
const flow = (id: string, ...triggers: Trigger[]): TriggerCandidate => ({
  flow: { id, version: 2, triggers, paused: false },
});

function winner(
  candidates: TriggerCandidate[],
  text: string,
  more: { firstMessage?: boolean; channelId?: string } = {},
) {
  const context = { text, firstMessage: false, channelId: 'demo', ...more };
  const { winner: won } = chooseTrigger(candidates, context);
  return won && `${won.flowId}/${won.trigger.id}/${won.words}`;
}

describe('the flow that answers', () => {
  const all = [
    flow('d', keyword('pattern', 'prec.o')),
    flow('c', keyword('contains', 'precio')),
    flow('b', keyword('starts-with', 'precio')),
    flow('a', { id: 'any', kind: 'unhandled' }, { id: 'new', kind: 'new-conversation' }),
    flow('e', keyword('is', 'precio')),
  ];

  test.each([
    ['precio', 'e/is/precio'],
    ['¡PRECIO!', 'e/is/precio'],
    ['precio de la pizza', 'b/starts-with/precio'],
    ['el precio, por favor', 'c/contains/precio'],
    ['preciosa', 'd/pattern/prec.o'],
    ['hola', 'a/any/'],
  ])('to %j is %s', (text, expected) => {
    expect(winner(all, text)).toBe(expected);
  });

  test('to the first message of a person is the one for new conversations, unless a keyword takes it', () => {
    expect(winner(all, 'hola', { firstMessage: true })).toBe('a/new/');
    expect(winner(all, 'precio', { firstMessage: true })).toBe('e/is/precio');
  });

  test('has the longest word; among equals the first id', () => {
    const candidates = [
      flow('b', keyword('contains', 'pizza', 'pizza grande')),
      flow('a', keyword('contains', 'pizza')),
      flow('c', keyword('contains', 'grande')),
    ];
    expect(winner(candidates, 'una pizza grande')).toBe('b/contains/pizza grande');
    expect(winner(candidates, 'una pizza')).toBe('a/contains/pizza');
    expect(winner(candidates.toReversed(), 'una pizza')).toBe('a/contains/pizza');
  });

  test('is found by whole words', () => {
    const candidates = [flow('a', keyword('contains', 'sol')), flow('b', keyword('starts-with', 'hola'))];
    expect(winner(candidates, 'solo')).toBeUndefined();
    expect(winner(candidates, 'holanda')).toBeUndefined();
    expect(winner(candidates, 'el sol.')).toBe('a/contains/sol');
  });

  test('can be called by a sign', () => {
    expect(winner([flow('a', keyword('is', '👍'))], '👍')).toBe('a/is/👍');
    expect(winner([flow('a', keyword('contains', '👍'))], 'bien 👍')).toBe('a/contains/👍');
  });

  test('is none when the text is empty or says nothing', () => {
    expect(winner([flow('a', keyword('is', '!'), keyword('contains', 'a'))], '')).toBeUndefined();
  });

  test('is not one that is paused, for another channel, or called by webhooks', () => {
    const paused = { flow: { ...flow('a', keyword('is', 'hola')).flow, paused: true } };
    const elsewhere = flow('b', { ...keyword('is', 'hola'), channels: ['other'] });
    const hook = flow('c', { id: 'hook', kind: 'webhook', contact: 'phone' });
    expect(winner([paused, elsewhere, hook], 'hola')).toBeUndefined();
    expect(winner([elsewhere], 'hola', { channelId: 'other' })).toBe('b/is/hola');
  });

  test('is not one whose pattern is none', () => {
    expect(winner([flow('a', keyword('pattern', '('))], '(')).toBeUndefined();
  });
});

test('says of each trigger why', () => {
  const { considered } = chooseTrigger(
    [flow('a', keyword('is', 'hola'), { id: 'new', kind: 'new-conversation' }), flow('b', keyword('contains', 'día'))],
    { text: 'buen dia', firstMessage: false, channelId: 'demo' },
  );
  expect(considered).toEqual([
    { flowId: 'a', triggerId: 'is', matched: false, why: 'No word matches (is).' },
    { flowId: 'a', triggerId: 'new', matched: false, why: "It is not the person's first message." },
    { flowId: 'b', triggerId: 'contains', matched: true, why: '"día" matches (contains).' },
  ]);
});
