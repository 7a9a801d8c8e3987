import { describe, expect, test } from '@jest/globals';
import type { Recurrence, Trigger } from '../../../../runtime/contract/index.ts';
import { strikesText, triggerWords } from '../../../../editor/canvas/trigger-words.ts';
import { conditionsOf } from '../../../../editor/inspector/trigger-kinds.ts';
import { changeOf } from '../../../../editor/inspector/trigger/changes.ts';
import {
  everyKinds,
  instantFrom,
  localOf,
  recurrenceOf,
  signOf,
  withAmount,
  withSign,
} from '../../../../editor/inspector/trigger/times.ts';
import { hookExpression, phonePlaces, withVariable } from '../../../../editor/inspector/webhook/hook-sample.ts';

const t = ((key: string, params?: { [name: string]: unknown }) =>
  params ? `${key} ${JSON.stringify(params)}` : key) as never;

describe('a recurrence', () => {
  const now = new Date('2026-03-04T10:20:00.000Z');
  const before: Recurrence = { every: 'day', time: '18:05' };

  test('of another kind keeps its time of day', () => {
    expect(everyKinds.map((every) => recurrenceOf(every, before, now))).toEqual([
      { every: 'day', time: '18:05' },
      { every: 'week', days: ['monday'], time: '18:05' },
      { every: 'month', day: 1, time: '18:05' },
      { every: 'once', at: '2026-03-04T12:00:00.000Z' },
      { every: 'cron', expression: '5 18 * * 1-5' },
    ]);
    expect(recurrenceOf('day', { every: 'cron', expression: '* * * * *' }, now)).toEqual({
      every: 'day',
      time: '09:00',
    });
  });

  test('at a moment is written by the clocks of the machine and read back the same', () => {
    const at = '2026-03-04T12:30:00.000Z';
    expect(instantFrom(localOf(at))).toBe(at);
    expect(localOf('never')).toBe('');
    expect([instantFrom(''), instantFrom('2026-03')]).toEqual([undefined, '2026-03-01T00:00:00.000Z']);
    expect(instantFrom('x')).toBeUndefined();
  });

  test('is told in words', () => {
    const said = (when: Recurrence) => strikesText(t, { id: 't', kind: 'schedule', when, audience: 'g' }, 'en');
    expect(said(before)).toBe('triggers.summary.day {"every":"day","time":"18:05"}');
    expect(said({ every: 'week', days: ['monday', 'friday'], time: '09:00' })).toBe(
      'triggers.summary.week {"days":"weekdays.monday and weekdays.friday","time":"09:00"}',
    );
    expect(said({ every: 'once', at: '2026-03-04T12:30:00.000Z' })).toMatch(/^triggers\.summary\.once .*2026/);
    expect(strikesText(t, { id: 't', kind: 'api' }, 'en')).toBe('');
  });
});

test('so much before or after a date keeps its amount on the other side', () => {
  expect([-3, 0, 3].map(signOf)).toEqual(['before', 'same', 'after']);
  expect([withSign(-3, 'after'), withSign(3, 'before'), withSign(0, 'before'), withSign(5, 'same')]).toEqual([
    3, -3, -1, 0,
  ]);
  expect([withAmount(-3, 7), withAmount(3, 7)]).toEqual([-7, 7]);
});

test('another kind of change is about the same group or label', () => {
  const first = { group: 'g', field: 'f' };
  expect(changeOf('group-left', { what: 'group-joined', group: 'vip' }, first)).toEqual({
    what: 'group-left',
    group: 'vip',
  });
  expect(changeOf('label-added', { what: 'group-joined', group: 'vip' }, first)).toEqual({
    what: 'label-added',
    label: 'g',
  });
  expect(changeOf('label-removed', { what: 'label-added', label: 'x' }, first)).toEqual({
    what: 'label-removed',
    label: 'x',
  });
  expect(changeOf('field', { what: 'label-added', label: 'x' }, first)).toEqual({ what: 'field', field: 'f' });
  expect(changeOf('group-joined', { what: 'field', field: 'x' }, first)).toEqual({ what: 'group-joined', group: 'g' });
});

test('what stands above a card names what a trigger listens to', () => {
  const words = (trigger: Trigger) => triggerWords(trigger).words;
  expect(words({ id: 't', kind: 'button-payload', payloads: ['a', 'b', 'c', 'd'] })).toEqual(['a', 'b', 'c']);
  expect(triggerWords({ id: 't', kind: 'button-payload', payloads: ['a', 'b', 'c', 'd'] }).more).toBe(1);
  expect(words({ id: 't', kind: 'referral' })).toEqual([]);
  expect(words({ id: 't', kind: 'date-field', field: 'born', offset: 0, unit: 'days' })).toEqual(['born']);
  expect(words({ id: 't', kind: 'ticket-closed', queues: ['ventas'] })).toEqual(['ventas']);
  expect(words({ id: 't', kind: 'contact-changed', change: { what: 'group-joined', group: 'vip' } })).toEqual(['vip']);
  expect(words({ id: 't', kind: 'contact-changed', change: { what: 'field', field: 'plan', to: 'oro' } })).toEqual([
    'plan',
    'oro',
  ]);
});

test('the conditions of a trigger are counted', () => {
  const trigger: Trigger = { id: 't', kind: 'missed-call' };
  expect(conditionsOf(trigger)).toBe(0);
  expect(conditionsOf({ ...trigger, groups: {} })).toBe(0);
  expect(
    conditionsOf({ ...trigger, groups: { only: ['a'], never: ['b'] }, once: 'ever', priority: 5, channels: ['c'] }),
  ).toBe(5);
});

describe('the sample of a webhook', () => {
  test('is read by expressions, with names of other signs in backticks', () => {
    expect(hookExpression(['body', 'items', 0, 'price'])).toBe('body.items[0].price');
    expect(hookExpression(['body', 'x-id', 'año'])).toBe('body.`x-id`.`año`');
  });

  test('gives variables of free names, each place once', () => {
    const one = withVariable({}, ['body', 'customer', 'phone']);
    expect(one).toEqual({ phone: 'body.customer.phone' });
    const two = withVariable(one, ['body', 'phone']);
    expect(Object.values(two)).toEqual(['body.customer.phone', 'body.phone']);
    expect(withVariable(two, ['body', 'phone'])).toEqual(two);
  });

  test('shows where a phone number may stand, those of likely names first, three at most', () => {
    const body = { order: 12345678, customer: { phone: '+5215550001111', id: 'x' }, other: ['5215550002222', 'no', 7] };
    expect(phonePlaces(body)).toEqual(['body.customer.phone', 'body.order', 'body.other[0]']);
    expect(phonePlaces({ a: '1234567' })).toEqual([]);
    expect(phonePlaces(['5215550002222', '5215550002223', '5215550002224', '5215550002225'])).toHaveLength(3);
  });
});
