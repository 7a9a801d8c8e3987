import { describe, expect, test } from '@jest/globals';
import type { Json, ResumeInput } from '../../../runtime/contract/index.ts';
import { answerIn } from '../../../runtime/nodes/done-outcome.ts';
import { flowReference, noFlow } from '../../../runtime/nodes/flow-picked.ts';
import { nodeContext } from '../../support/node-context.ts';
import { typeOf, way, type Config } from '../../support/one-card.ts';

const at = '2026-01-05T09:00:00.000Z';

describe('the flow that a card names', () => {
  test('is none, or needed', () => {
    expect(noFlow('a')).toEqual([]);
    expect(noFlow('')).toEqual([
      { code: 'flow.none-picked', severity: 'error', message: 'No flow has been picked.', path: '/flow' },
    ]);
    expect(flowReference('a')).toEqual([{ kind: 'flow', id: 'a', path: '/flow' }]);
    expect(flowReference('')).toEqual([]);
  });
});

const inputs: { [name: string]: ResumeInput } = {
  failed: { kind: 'delivery-failed', at, effectId: 'e1', error: { code: 'x.failed', message: 'No.' } },
  timeout: { kind: 'timeout', at, waitId: 'w1' },
  message: { kind: 'message', at, message: { id: 'm1', at, content: { kind: 'text', body: 'a' } } },
  done: { kind: 'done', at, effectId: 'e1', outcome: { ok: true, value: 'v', durationMs: 1 } },
  undone: { kind: 'done', at, effectId: 'e1', outcome: { ok: false, code: 'x.undone', message: 'Not done.' } },
  returned: { kind: 'returned', at },
  'returned-failed': { kind: 'returned', at, failure: { code: 'x.inside', message: 'Inside.' } },
  http: {
    kind: 'http',
    at,
    effectId: 'e1',
    outcome: { ok: true, status: 200, headers: {}, body: null, durationMs: 1 },
  },
  ticket: { kind: 'ticket-closed', at },
};
const input = (name: string): ResumeInput => inputs[name]!;

test('the answer to an effect, or why there is none', () => {
  const failure = (code: string, message: string) => ({
    failure: { kind: 'fail', code, message, effects: [], changes: {} },
  });
  expect(answerIn(input('done'))).toEqual({ value: 'v' });
  expect(answerIn(input('undone'))).toEqual(failure('x.undone', 'Not done.'));
  expect(answerIn(input('failed'))).toEqual(failure('x.failed', 'No.'));
  expect(answerIn(input('timeout'))).toEqual(failure('input.unexpected', 'Something else came: "timeout".'));
});

describe('whatever comes to a card that waits', () => {
  const letter = { to: 'a@b.co', subject: 'S', body: 'B' };
  const webhook = { method: 'GET', url: 'https://a', timeoutSeconds: 5, retries: 0 };
  const moment = { moment: { kind: 'next', time: '09:00' }, zone: 'flow' };
  const unexpected = 'input.unexpected';
  test.each<[string, Config, Json, { [name: string]: string }]>([
    [
      'send-email',
      letter,
      null,
      { done: 'next', undone: 'x.undone', failed: 'x.failed', timeout: unexpected, message: unexpected },
    ],
    [
      'ai-reply',
      { instructions: 'I', maximumCharacters: 1 },
      null,
      { done: 'next', undone: 'x.undone', failed: 'x.failed', timeout: unexpected, message: unexpected },
    ],
    [
      'run-subflow',
      { flow: 'f', stay: false },
      null,
      { returned: 'next', 'returned-failed': 'x.inside', timeout: unexpected, failed: unexpected },
    ],
    [
      'hand-off',
      { note: 'N', afterwards: 'wait' },
      null,
      { ticket: 'next', timeout: 'timeout', failed: 'x.failed', message: unexpected, done: unexpected },
    ],
    [
      'call-webhook',
      webhook,
      null,
      { http: 'success', failed: 'x.failed', timeout: 'http.timeout', message: 'http.timeout' },
    ],
    [
      'wait-for',
      { durationSeconds: 60 },
      '2026-01-05T09:01:00.000Z',
      { timeout: 'next', message: 'waits for time', failed: 'waits for time', done: 'waits for time' },
    ],
    [
      'wait-until',
      moment,
      '2026-01-06T09:00:00.000Z',
      { timeout: 'next', message: 'waits for time', failed: 'waits for time' },
    ],
    ['wait-until', moment, null, { timeout: 'next', message: 'moment.unreadable' }],
  ])('%s %j', async (type, config, state, expected) => {
    const ways: { [name: string]: string } = {};
    for (const name of Object.keys(expected)) {
      const outcome = await typeOf(type).resume?.(config, input(name), nodeContext({ state }));
      ways[name] = outcome ? way(outcome) : 'does not wait';
    }
    expect(ways).toEqual(expected);
  });

  test('does not move the end of a wait', async () => {
    const wait = (until: string) => ({
      kind: 'wait',
      wait: { for: 'time', until },
      state: until,
      effects: [],
      changes: {},
    });
    const resumed = (type: string, config: Config, state: Json) =>
      typeOf(type).resume?.(config, input('message'), nodeContext({ state }));
    expect(await resumed('wait-for', { durationSeconds: 60 }, at)).toEqual(wait(at));
    expect(await resumed('wait-for', { durationSeconds: 60 }, null)).toEqual(wait('2026-01-05T09:01:00.000Z'));
    expect(await resumed('wait-until', moment, at)).toEqual(wait(at));
  });
});
