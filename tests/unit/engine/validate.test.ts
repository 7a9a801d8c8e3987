import { describe, expect, test } from '@jest/globals';
import type { CheckContent, Flow, Issue } from '../../../runtime/contract/index.ts';
import { validateFlow } from '../../../runtime/engine/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';

const validate = (flow: Flow): Issue[] => validateFlow(flow, littleTypes);
const short = (issues: Issue[]) => issues.map(({ code, severity, node, path }) => [severity[0], code, node, path]);
const errorsOf = (flow: Flow) =>
  validate(flow)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, node, path }) => [code, node, path]);

const sound = flowOf({
  a: ['say', { text: 'Hola {{ contact.name ?? "tú" }}' }, { next: 'b', error: 'c' }],
  b: ['question', { text: '¿?' }, { next: 'a', other: 'c', timeout: 'c', error: 'c' }],
  c: ['stop'],
});

test('a sound flow has no issues', () => {
  expect(validate(sound)).toEqual([]);
});

describe('a card', () => {
  test('of an unknown type is told of, and its edges are not judged', () => {
    const flow = flowOf({ a: ['teleport', {}, { anywhere: 'b' }], b: ['stop'] });
    expect(validate(flow)).toMatchObject([
      { code: 'node.unknown', severity: 'error', node: 'a', path: '/nodes/0', params: { type: 'teleport' } },
    ]);
  });

  test('of a newer version of its type is told of', () => {
    const flow = flowOf({ a: ['stop'] });
    expect(errorsOf({ ...flow, nodes: [{ id: 'a', type: 'stop', version: 9, config: {} }] })).toEqual([
      ['node.newer', 'a', '/nodes/0'],
    ]);
  });

  test('of a version that nothing brings up to date is told of', () => {
    const flow = flowOf({ a: ['renamed', { text: 'x' }] });
    const stuck = new Map(
      [...littleTypes].map(([name, type]) => [name, name === 'renamed' ? { ...type, upgrades: {} } : type]),
    );
    expect(validateFlow(flow, stuck)).toMatchObject([
      {
        code: 'node.not-upgradable',
        severity: 'error',
        node: 'a',
        path: '/nodes/0',
        params: { type: 'renamed', version: 1 },
      },
    ]);
  });

  test('of an older version is judged in its present form', () => {
    expect(errorsOf(flowOf({ a: ['renamed', { text: '{{ 1 + }}' }] }))).toEqual([
      ['expression.syntax', 'a', '/nodes/0/config/words'],
    ]);
  });

  test('with a config that is not of its form points at the place', () => {
    const flow = flowOf({ a: ['say', { text: 5, extra: 1 }] });
    expect(errorsOf(flow)).toEqual([
      ['node.config-invalid', 'a', '/nodes/0/config/extra'],
      ['node.config-invalid', 'a', '/nodes/0/config/text'],
    ]);
  });

  test('with an expression or a text that does not parse points at the character', () => {
    const flow = flowOf({
      a: ['say', { text: 'Hola {{ 1 + }}' }, { next: 'b', error: 'b' }],
      b: ['set', { name: 'x', expression: '[1..20000]' }, { next: 'a', error: 'a' }],
    });
    expect(validate(flow).filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'expression.syntax', node: 'a', path: '/nodes/0/config/text', params: { position: 11 } },
      { code: 'expression.budget', node: 'b', path: '/nodes/1/config/expression' },
    ]);
  });

  test('that no way leads to and one whose ways lead nowhere are warnings', () => {
    const flow = flowOf({ a: ['say', { text: 'x' }, { error: 'b' }], b: ['stop'], c: ['stop'] });
    expect(short(validate(flow))).toEqual([
      ['w', 'port.open', 'a', '/nodes/0'],
      ['w', 'node.unreachable', 'c', '/nodes/2'],
    ]);
  });

  test('that a trigger leads to is reached', () => {
    const flow = flowOf(
      { a: ['stop'], b: ['stop'] },
      { triggers: [{ id: 't', kind: 'unhandled', to: 'b' }], settings: { start: 'a' } },
    );
    expect(validate(flow)).toEqual([]);
  });

  test('in a circle in which nobody is waited for is a warning', () => {
    const flow = flowOf({
      start: ['rename', { name: 'x' }, 'a'],
      a: ['say', { text: 'x' }, { next: 'b', error: 'end' }],
      b: ['rename', { name: 'x' }, 'a'],
      end: ['rename', { name: 'x' }, 'q'],
      q: ['question', { text: '?' }, { next: 'end', other: 'end', timeout: 'end', error: 'end' }],
    });
    expect(short(validate(flow))).toEqual([
      ['w', 'loop.without-wait', 'a', '/nodes/1'],
      ['w', 'loop.without-wait', 'b', '/nodes/2'],
    ]);
  });
});

test('what stands twice is told of', () => {
  const edge = { id: 'e', from: { node: 'a', port: 'next' }, to: 'a' };
  const flow: Flow = {
    ...flowOf({ a: ['stop'] }),
    nodes: [
      { id: 'a', type: 'rename', version: 1, config: { name: 'x' } },
      { id: 'a', type: 'rename', version: 1, config: { name: 'x' } },
    ],
    edges: [edge, edge],
    triggers: [
      { id: 't', kind: 'unhandled' },
      { id: 't', kind: 'unhandled' },
    ],
    variables: [
      { name: 'v', type: 'text' },
      { name: 'v', type: 'text' },
    ],
  };
  expect(errorsOf(flow)).toEqual([
    ['node.duplicate-id', 'a', '/nodes/1'],
    ['edge.duplicate-id', undefined, '/edges/1'],
    ['trigger.duplicate-id', undefined, '/triggers/1'],
    ['variable.duplicate-id', undefined, '/variables/1'],
    ['edge.duplicate-port', 'a', '/edges/1'],
  ]);
});

test('an edge from or to nowhere, or by a way out that is none, is an error', () => {
  const flow: Flow = {
    ...flowOf({ a: ['stop'], b: ['stop'] }),
    edges: [
      { id: 'e1', from: { node: 'z', port: 'next' }, to: 'b' },
      { id: 'e2', from: { node: 'a', port: 'next' }, to: 'y' },
    ],
  };
  expect(errorsOf(flow)).toEqual([
    ['edge.from-unknown', undefined, '/edges/0/from/node'],
    ['edge.port-unknown', 'a', '/edges/1/from/port'],
    ['edge.to-unknown', 'a', '/edges/1/to'],
  ]);
});

test('a flow without cards, or that begins nowhere, is an error', () => {
  expect(errorsOf(flowOf({}))).toEqual([['flow.empty', undefined, '/nodes']]);
  expect(errorsOf({ ...sound, settings: { start: 'z' } })[0]).toEqual([
    'flow.start-unknown',
    undefined,
    '/settings/start',
  ]);
});

test('triggers that lead nowhere, say nothing, repeat a word or do not parse are told of', () => {
  const flow: Flow = {
    ...sound,
    triggers: [
      { id: 't1', kind: 'keyword', match: 'is', words: ['Menú', 'menu', ' '], to: 'z' },
      { id: 't2', kind: 'keyword', match: 'pattern', words: ['('] },
      { id: 't3', kind: 'keyword', match: 'contains', words: ['menu'] },
      { id: 't4', kind: 'webhook', contact: 'body.', variables: { a: '1 +', b: 'ok' } },
    ],
  };
  expect(short(validate(flow))).toEqual([
    ['e', 'trigger.to-unknown', undefined, '/triggers/0/to'],
    ['w', 'trigger.duplicate-word', undefined, '/triggers/0/words/1'],
    ['e', 'trigger.word-empty', undefined, '/triggers/0/words/2'],
    ['e', 'pattern.invalid', undefined, '/triggers/1/words/0'],
    ['e', 'expression.syntax', undefined, '/triggers/3/contact'],
    ['e', 'expression.syntax', undefined, '/triggers/3/variables/a'],
  ]);
});

test.each([
  ['0 9 * * 1', true],
  ['*/15 8-18 * * MON-FRI', true],
  ['0 0 29 2 *', true],
  ['0 0 30 2 *', false],
  ['0 0 31 4,6,9,11 *', false],
  ['60 9 * * *', false],
  ['0 24 * * *', false],
  ['0 9 * * 1 2026', false],
  ['every day', false],
])('a schedule by the pattern “%s” may be published: %s', (expression, fine) => {
  const when = { every: 'cron' as const, expression };
  const flow: Flow = { ...sound, triggers: [{ id: 't', kind: 'schedule', when, audience: 'all' }] };
  expect(validate(flow).map(({ code, severity, path, params }) => ({ code, severity, path, params }))).toEqual(
    fine
      ? []
      : [
          {
            code: 'trigger.cron-invalid',
            severity: 'error',
            path: '/triggers/0/when/expression',
            params: { trigger: 't', expression },
          },
        ],
  );
});

test.each([
  ['America/Bogota', []],
  ['UTC', []],
  ['America/Macondo', [['time-zone.unknown', undefined, '/settings/timeZone']]],
  ['', [['time-zone.unknown', undefined, '/settings/timeZone']]],
])('a flow by the clocks of the zone “%s”', (timeZone, expected) => {
  expect(errorsOf({ ...sound, settings: { timeZone } })).toEqual(expected);
});

describe('what the channel would say', () => {
  const checkContent: CheckContent = (content) => {
    const body = content.kind === 'text' ? content.body : '';
    return [
      ...(body.length > 10
        ? [{ code: 'test.body-too-long', severity: 'error' as const, message: 'long', path: '/text' }]
        : []),
      ...(body.trim() === ''
        ? [{ code: 'test.body-empty', severity: 'error' as const, message: 'empty', path: '/text' }]
        : []),
    ];
  };
  const issuesOf = (text: string) =>
    validateFlow(flowOf({ a: ['say', { text }, { next: 'b', error: 'b' }], b: ['stop'] }), littleTypes, {
      checkContent,
      now: testNow,
    }).map(({ code, path }) => [code, path]);

  test.each([
    ['corto', []],
    ['demasiado largo', [['test.body-too-long', '/nodes/0/config/text']]],
    ['', [['test.body-empty', '/nodes/0/config/text']]],
    ['{{ contact.name }}', []],
    ['demasiado {{ contact.name }} largo', [['test.body-too-long', '/nodes/0/config/text']]],
    ['{{ $pad("", 20, "x") }}', []],
  ])('to %j', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues);
  });
});

test('a flow of 2,000 cards in a circle is judged in good time', () => {
  const steps = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, index): [string, [string, { name: string }, string]] => [
      `n${index}`,
      ['rename', { name: 'x' }, `n${(index + 1) % 2_000}`],
    ]),
  );
  const flow = flowOf(steps);
  const before = process.cpuUsage();
  expect(validate(flow)).toHaveLength(2_000);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(2_000);
});
