import { expect, test } from '@jest/globals';
import { costText } from '../../../../editor/conversations/why/cost.ts';
import { outcomeOf } from '../../../../editor/conversations/why/outcome.ts';
import {
  causeOf,
  entriesOf,
  sessionOf,
  shownValues,
  waitedBefore,
  type Turn,
} from '../../../../editor/conversations/why/turns.ts';
import type { TraceEntry } from '../../../../runtime/contract/index.ts';
import { chain, keyword } from '../../../support/sample-flows.ts';

const at = (seconds: number) => new Date(Date.parse('2026-01-05T09:00:00Z') + seconds * 1_000).toISOString();
const entry = (more: Partial<TraceEntry> = {}): TraceEntry => ({
  at: at(0),
  node: 'ask',
  type: 'ask-buttons',
  action: 'enter',
  ...more,
});
const turn = (number: number, seconds: number, ...entries: TraceEntry[]): Turn => ({
  turn: number,
  at: at(seconds),
  flowId: 'f',
  flowVersion: 1,
  entries,
});
const heard = (seconds: number) => ({ direction: 'in' as const, at: at(seconds) });

test('a turn is set off by the message before it, not by one that came later', () => {
  const [first, second] = [turn(1, 1, entry()), turn(2, 3, entry({ action: 'resume' }))];
  const messages = [heard(0), heard(2), heard(4)];
  expect(causeOf(first, [first, second], messages)).toEqual({ kind: 'message', message: heard(0) });
  expect(causeOf(second, [first, second], messages)).toEqual({ kind: 'message', message: heard(2) });
});

test('an answer, time, or nothing that is known sets a turn off, too', () => {
  const called = turn(2, 60, entry({ type: 'call-webhook', action: 'resume' }));
  const late = turn(2, 60, entry({ action: 'resume', port: 'timeout' }));
  const begun = turn(1, 60, entry());
  expect([called, late, begun].map((one) => causeOf(one, [one], []).kind)).toEqual(['answer', 'time', 'unknown']);
});

test('a card that goes on says how long it had waited', () => {
  const turns = [turn(1, 0, entry()), turn(2, 90, entry({ action: 'resume' }))];
  const [first, second] = turns;
  expect(second && waitedBefore(turns, second, entry({ action: 'resume' }))).toBe(90_000);
  expect(first && waitedBefore(turns, first, entry())).toBeUndefined();
});

test('entries of another form are left out, and values that words already say', () => {
  expect(entriesOf([entry(), { node: 1 }, null, 'x'])).toEqual([entry()]);
  expect(shownValues(entry({ values: { port: 'a', answer: 'b', total: 3 } }))).toEqual([['total', 3]]);
  expect([sessionOf('demo:co.x.2.3.1'), sessionOf('wamid')]).toEqual(['demo:co.x.2', undefined]);
});

test('a card leaves by a way out that is named, waits, ends or stops', () => {
  const buttons = [{ id: 'yes', title: 'Sí' }];
  const flow = chain('f', keyword('hola'), [
    { id: 'ask', type: 'ask-buttons', config: { body: '¿?', buttons } },
    { id: 'say', type: 'send-text', config: { body: 'Hola' } },
  ]);
  expect(outcomeOf(entry({ port: 'yes' }), flow, true)).toMatchObject({ kind: 'left', port: 'Sí', literal: true });
  expect(outcomeOf(entry({ node: 'say', type: 'send-text', port: 'next' }), flow, true)).toEqual({
    kind: 'left',
    port: 'ports.next',
    literal: false,
    to: undefined,
  });
  expect(outcomeOf(entry(), flow, true)).toEqual({ kind: 'waits' });
  expect(outcomeOf(entry({ values: { exitWord: 'salir' } }), flow, true)).toEqual({ kind: 'ended' });
  expect(outcomeOf(entry({ problem: { code: 'x', message: 'x' } }), flow, true)).toEqual({ kind: 'failed' });
});

test('a card that jumps says where to, and one that begins another flow says which', () => {
  const next = entry({ node: 'a', flow: { id: 'sub', version: 3 } });
  const going = entry({ type: 'jump', to: 'say' });
  expect(outcomeOf(going, undefined, false, entry({ node: 'say' }))).toEqual({ kind: 'jumped', to: 'say' });
  expect(outcomeOf(going, undefined, false, next)).toEqual({ kind: 'into', flow: { id: 'sub', version: 3 } });
  expect(outcomeOf({ ...going, flow: { id: 'sub', version: 3 } }, undefined, false, next)).toEqual({
    kind: 'jumped',
    to: 'say',
  });
});

test('where a card led is what the trace says, whatever the flow has become', () => {
  const flow = chain('f', keyword('hola'), [
    { id: 'ask', type: 'send-text', config: { body: '¿?' } },
    { id: 'say', type: 'send-text', config: { body: 'Hola' } },
  ]);
  const said = entry({ type: 'send-text', port: 'next', to: 'other' });
  expect(outcomeOf(said, flow, false)).toMatchObject({ kind: 'left', to: 'other' });
  expect(outcomeOf(entry({ type: 'send-text', port: 'next' }), flow, false)).toMatchObject({ kind: 'left', to: 'say' });
});

test('a cost shows at least four decimals, and all that it has', () => {
  const plain = (micros: number) => costText({ currency: 'USD', micros }, 'en');
  expect([200, 12_500, 1_000_000, 1].map(plain)).toEqual(['$0.0002', '$0.0125', '$1.0000', '$0.000001']);
});
