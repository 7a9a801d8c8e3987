import { describe, expect, test } from '@jest/globals';
import type { SendRequest, TakenMessage } from '../../support/graph-stub.ts';
import { judge, type Evidence } from '../../support/ledger.ts';

const ana = '573000000001';
const answer = (sequence: number, more: Partial<TakenMessage> = {}): TakenMessage => ({
  to: ana,
  text: `pong #${sequence} v${sequence}`,
  effectId: `e${sequence}`,
  wamid: `w${sequence}`,
  at: sequence,
  confirmed: true,
  ...more,
});
const asked = (message: TakenMessage): SendRequest => ({
  to: message.to,
  text: message.text,
  effectId: message.effectId,
  outcome: message.confirmed ? 'taken' : 'taken-unconfirmed',
});

/** Three messages, each answered; `more` says what went differently. */
const run = (more: Partial<Evidence> = {}): Evidence => {
  const taken = more.taken ?? [answer(1), answer(2), answer(3)];
  return {
    written: [1, 2, 3].map((sequence) => ({ contact: ana, sequence, acknowledged: true })),
    taken,
    requests: taken.map(asked),
    statusKnown: new Set(),
    shownUncertain: [],
    uncertainMetric: 0,
    ...more,
  };
};
const failuresOf = (evidence: Evidence): string[] =>
  judge(evidence)
    .filter((check) => !check.passed)
    .map((check) => `${check.name}: ${check.detail}`);

describe('the judge of chaos runs', () => {
  test('finds nothing wrong with a run in which all were answered once, in order', () => {
    expect(failuresOf(run())).toEqual([]);
  });

  test('accepts an unanswered message that is shown as uncertain and counted', () => {
    const lost = run({
      taken: [answer(1), answer(3)],
      shownUncertain: [{ to: ana, text: 'pong #2 v2' }],
      uncertainMetric: 1,
    });
    expect(failuresOf(lost)).toEqual([]);
  });

  test('wants an unconfirmed answer shown as uncertain until a status tells of it', () => {
    const taken = [answer(1), answer(2, { confirmed: false }), answer(3)];
    expect(failuresOf(run({ taken, statusKnown: new Set(['e2']) }))).toEqual([]);
    expect(failuresOf(run({ taken }))).toEqual([
      'shown as uncertain is what nobody can know, and nothing else: 573000000001 #2 is not shown',
      'cauce_messages_uncertain is the number of these: 0, not 1',
    ]);
  });

  test('finds a lost answer', () => {
    expect(failuresOf(run({ taken: [answer(1), answer(3)] }))).toEqual([
      'every message was answered or is shown as uncertain: 573000000001 #2',
      'shown as uncertain is what nobody can know, and nothing else: 573000000001 #2 is not shown',
      'cauce_messages_uncertain is the number of these: 0, not 1',
    ]);
  });

  test('finds an answer given twice, under the same effect or another', () => {
    const sameEffect = run({ taken: [answer(1), answer(2), answer(2), answer(3)] });
    expect(failuresOf(sameEffect)).toEqual([
      'nobody was answered twice: 573000000001 #2 2 times; effect e2 2 times',
      'nothing was sent again after its outcome was taken or unknown: e2 (taken) to 573000000001: pong #2 v2',
    ]);
    const otherEffect = run({ taken: [answer(1), answer(2), answer(2, { effectId: 'e9' }), answer(3)] });
    expect(failuresOf(otherEffect)).toEqual(['nobody was answered twice: 573000000001 #2 2 times']);
  });

  test('finds answers out of order and counters that skip', () => {
    expect(failuresOf(run({ taken: [answer(1), answer(3), answer(2)] }))).toEqual([
      'counters run from v1 on without skip or repeat, in order: 573000000001: #2 after #3',
    ]);
    expect(failuresOf(run({ taken: [answer(1), answer(2, { text: 'pong #2 v3' }), answer(3)] }))).toEqual([
      'counters run from v1 on without skip or repeat, in order: 573000000001: pong #2 v3',
    ]);
  });

  test('finds a blind repeat even when it was not taken twice', () => {
    const requests: SendRequest[] = [
      { to: ana, text: 'pong #1 v1', effectId: 'e1', outcome: 'unknown' },
      ...[answer(1), answer(2), answer(3)].map(asked),
    ];
    expect(failuresOf(run({ requests }))).toEqual([
      'nothing was sent again after its outcome was taken or unknown: e1 (unknown) to 573000000001: pong #1 v1',
    ]);
  });

  test('allows a repeat after a refusal', () => {
    const requests: SendRequest[] = [
      { to: ana, text: 'pong #1 v1', effectId: 'e1', outcome: 'refused' },
      ...[answer(1), answer(2), answer(3)].map(asked),
    ];
    expect(failuresOf(run({ requests }))).toEqual([]);
  });

  test('finds answers nobody asked for and webhooks never acknowledged', () => {
    const stranger = run({
      taken: [answer(1), answer(2), answer(3), answer(1, { to: '573000000009', effectId: 'e8' })],
    });
    expect(failuresOf(stranger)).toEqual([
      'every answer belongs to a message that was written: 573000000009: pong #1 v1',
    ]);
    const unheard = run();
    unheard.written.push({ contact: ana, sequence: 4, acknowledged: false });
    expect(failuresOf(unheard)).toEqual(['every webhook was acknowledged in the end: 573000000001 #4']);
  });
});
