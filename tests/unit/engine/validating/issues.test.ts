import { describe, expect, test } from '@jest/globals';
import type { CheckContent, Edit, Flow, FlowNode, Issue, Json, NodeTypes } from '../../../../runtime/contract/index.ts';
import { validateFlow, type ValidateOptions } from '../../../../runtime/engine/index.ts';
import { flowOf, littleTypes, testNow } from '../../../support/engine.ts';

const type = (name: string) => {
  const found = littleTypes.get(name);
  if (!found) throw new Error(`There is no type "${name}".`);
  return found;
};

/** `say` with translations, `go` with a target, `look` with a pattern, `picky` with a rule of its own. */
const types: NodeTypes = new Map([
  ...littleTypes,
  ['say', { ...type('say'), texts: { templates: ['text'], expressions: [], translated: ['text'] } }],
  ['go', { ...type('go'), targets: (config) => [String(config['to'])] }],
  ['look', { ...type('look'), texts: { templates: [], expressions: [], patterns: ['pattern'] } }],
  [
    'picky',
    {
      ...type('stop'),
      type: 'picky',
      check: (config) => [
        { code: 'picky.none', severity: 'error' as const, message: 'x', params: { size: Object.keys(config).length } },
        { code: 'picky.place', severity: 'warning' as const, message: 'x', path: '/parts/0' },
      ],
      texts: { templates: ['parts.*.text', 'list.*'], expressions: ['deep.expression'] },
    },
  ],
]);

/** Everything about issues but their English words, which must be there. */
function told(flow: Flow, options: ValidateOptions = {}): Omit<Issue, 'message'>[] {
  return validateFlow(flow, types, options).map(({ message, ...issue }) => {
    expect(message).not.toBe('');
    return issue;
  });
}
const line = flowOf({ a: ['say', { text: 'Hola' }, { next: 'b', error: 'b' }], b: ['stop'] });
const withoutEdge = (flow: Flow, index: number): Edit => {
  const edge = flow.edges[index];
  if (!edge) throw new Error('There is no such edge.');
  return { op: 'remove', kind: 'edge', id: edge.id, path: [], before: edge as unknown as Json, index };
};
const withoutNode = (flow: Flow, index: number): Edit => {
  const node = flow.nodes[index];
  if (!node) throw new Error('There is no such card.');
  return { op: 'remove', kind: 'node', id: node.id, path: [], before: node as unknown as Json, index };
};
const error = (code: string, more: object) => ({ code, severity: 'error', ...more });
const warning = (code: string, more: object) => ({ code, severity: 'warning', ...more });

describe('the whole of an issue', () => {
  test('about ids that stand twice', () => {
    const [a, b] = line.nodes;
    const [edge] = line.edges;
    if (!a || !b || !edge) throw new Error('two cards');
    const note = { id: 'n', text: '', x: 0, y: 0 };
    const flow: Flow = {
      ...line,
      nodes: [a, b, b],
      edges: [...line.edges, { ...edge, from: { node: 'b', port: 'x' } }],
      notes: [note, { ...note, id: 'm' }, note],
      variables: [
        { name: 'v', type: 'text' },
        { name: 'w', type: 'text' },
        { name: 'v', type: 'text' },
      ],
    };
    expect(told(flow).filter(({ code }) => code.endsWith('duplicate-id'))).toEqual([
      error('node.duplicate-id', { path: '/nodes/2', params: { id: 'b' }, node: 'b' }),
      error('edge.duplicate-id', { path: '/edges/2', params: { id: 'a-next' } }),
      error('note.duplicate-id', { path: '/notes/2', params: { id: 'n' } }),
      error('variable.duplicate-id', { path: '/variables/2', params: { id: 'v' } }),
    ]);
  });

  test('about edges', () => {
    const flow: Flow = {
      ...line,
      edges: [
        ...line.edges,
        { id: 'e2', from: { node: 'gone', port: 'next' }, to: 'nowhere' },
        { id: 'e3', from: { node: 'b', port: 'odd' }, to: 'nowhere' },
        { id: 'e4', from: { node: 'a', port: 'next' }, to: 'a' },
      ],
    };
    const fix = (index: number) => ({ fix: { key: 'remove-edge', edits: [withoutEdge(flow, index)] } });
    expect(told(flow)).toEqual([
      error('edge.from-unknown', { path: '/edges/2/from/node', params: { edge: 'e2', node: 'gone' }, ...fix(2) }),
      error('edge.to-unknown', { path: '/edges/2/to', params: { edge: 'e2', node: 'nowhere' }, ...fix(2) }),
      error('edge.port-unknown', {
        node: 'b',
        path: '/edges/3/from/port',
        params: { edge: 'e3', port: 'odd' },
        ...fix(3),
      }),
      error('edge.to-unknown', { node: 'b', path: '/edges/3/to', params: { edge: 'e3', node: 'nowhere' }, ...fix(3) }),
      error('edge.duplicate-port', { node: 'a', path: '/edges/4', params: { edge: 'e4', port: 'next' }, ...fix(4) }),
      warning('loop.without-wait', { node: 'a', path: '/nodes/0' }),
    ]);
  });

  test('about cards whose type, version or form is not known', () => {
    const node = (id: string, name: string, version: number, config: FlowNode['config'] = {}): FlowNode => ({
      id,
      type: name,
      version,
      config,
    });
    const flow: Flow = {
      ...line,
      edges: [],
      nodes: [
        node('a', 'teleport', 1),
        node('b', 'stop', 2),
        node('c', 'renamed', 2, { words: 5 }),
        node('d', 'renamed', 2, {}),
        node('e', 'renamed', 2, { words: 'x' }),
      ],
    };
    const issues = told(flow).filter(({ code }) => code.startsWith('node.') && code !== 'node.unreachable');
    expect(issues).toEqual([
      error('node.unknown', { node: 'a', path: '/nodes/0', params: { type: 'teleport' } }),
      error('node.newer', { node: 'b', path: '/nodes/1', params: { type: 'stop', version: 2 } }),
      error('node.config-invalid', {
        node: 'c',
        path: '/nodes/2/config/words',
        params: { reason: expect.stringContaining('string') },
      }),
      error('node.config-invalid', {
        node: 'd',
        path: '/nodes/3/config/words',
        params: { reason: expect.any(String) },
      }),
    ]);
  });

  test('about what a type finds itself, at its place', () => {
    const flow = flowOf({ a: ['picky', { size: 1 }] });
    expect(told(flow)).toEqual([
      error('picky.none', { node: 'a', path: '/nodes/0/config', params: { size: 1 } }),
      warning('picky.place', { node: 'a', path: '/nodes/0/config/parts/0' }),
    ]);
  });

  test('about texts, each where it stands', () => {
    const flow = flowOf({
      a: [
        'picky',
        {
          parts: [{ text: 'x' }, { text: '{{ 1 + }}', other: '{{ 1 + }}' }, 'no', { text: 5 }],
          list: ['{{ 2 + }}', null],
          deep: { expression: '3 +' },
        },
      ],
      b: ['look', { pattern: 'a(' }, { error: 'a' }],
    });
    expect(
      told(flow)
        .filter(({ code }) => code.startsWith('expression') || code.startsWith('pattern'))
        .map(({ code, severity, node, path, params }) => [code, severity, node, path, params?.['position']]),
    ).toEqual([
      ['expression.syntax', 'error', 'a', '/nodes/0/config/parts/1/text', 6],
      ['expression.syntax', 'error', 'a', '/nodes/0/config/list/0', 6],
      ['expression.syntax', 'error', 'a', '/nodes/0/config/deep/expression', 2],
      ['pattern.invalid', 'error', 'b', '/nodes/1/config/pattern', 0],
    ]);
    const [pattern] = told(flow).filter(({ code }) => code === 'pattern.invalid');
    expect(pattern?.params).toEqual({ reason: expect.stringContaining('('), position: 0, length: 2 });
  });

  test('about the start, the clocks and where cards go on', () => {
    const flow: Flow = {
      ...flowOf({ a: ['go', { to: 'gone' }, { error: 'a' }] }),
      settings: { start: 'nowhere', timeZone: 'Mars' },
    };
    expect(told(flow)).toEqual([
      error('flow.start-unknown', {
        path: '/settings/start',
        params: { node: 'nowhere' },
        fix: {
          key: 'default-start',
          edits: [{ op: 'set', kind: 'flow', id: 'flow', path: ['settings', 'start'], before: 'nowhere' }],
        },
      }),
      error('time-zone.unknown', { path: '/settings/timeZone', params: { timeZone: 'Mars' } }),
      error('node.target-unknown', { node: 'a', path: '/nodes/0/config', params: { target: 'gone' } }),
      warning('node.unreachable', {
        node: 'a',
        path: '/nodes/0',
        fix: { key: 'remove-card', edits: [withoutEdge(flow, 0), withoutNode(flow, 0)] },
      }),
      warning('loop.without-wait', { node: 'a', path: '/nodes/0' }),
    ]);
    expect(told({ ...flow, nodes: [], edges: [] }).map(({ code }) => code)).toEqual([
      'flow.empty',
      'time-zone.unknown',
    ]);
  });

  test('about the drawing: what a card that is taken away takes along, and ways out that lead nowhere', () => {
    const flow = flowOf({
      a: ['stop'],
      b: ['question', { text: '?' }],
      c: ['say', { text: 'y' }, { next: 'd', error: 'a' }],
      d: ['say', { text: 'z' }, { next: 'c' }],
    });
    const open = (node: string, index: number, port: string, kind: string) =>
      warning('port.open', {
        node,
        path: `/nodes/${index}`,
        params: { port, label: expect.any(String), literal: false, kind },
      });
    expect(told(flow)).toEqual([
      warning('node.unreachable', {
        node: 'b',
        path: '/nodes/1',
        fix: { key: 'remove-card', edits: [withoutNode(flow, 1)] },
      }),
      warning('node.dead-end', { node: 'b', path: '/nodes/1' }),
      open('b', 1, 'next', 'normal'),
      open('b', 1, 'other', 'other'),
      open('b', 1, 'timeout', 'timeout'),
      open('b', 1, 'error', 'error'),
      warning('node.unreachable', {
        node: 'c',
        path: '/nodes/2',
        fix: {
          key: 'remove-card',
          edits: [withoutEdge(flow, 2), withoutEdge(flow, 1), withoutEdge(flow, 0), withoutNode(flow, 2)],
        },
      }),
      warning('loop.without-wait', { node: 'c', path: '/nodes/2' }),
      warning('node.unreachable', {
        node: 'd',
        path: '/nodes/3',
        fix: { key: 'remove-card', edits: [withoutEdge(flow, 2), withoutEdge(flow, 0), withoutNode(flow, 3)] },
      }),
      open('d', 3, 'error', 'error'),
      warning('loop.without-wait', { node: 'd', path: '/nodes/3' }),
    ]);
  });

  test('about what begins a flow', () => {
    const flow: Flow = {
      ...line,
      triggers: [
        { id: 't', kind: 'keyword', match: 'is', words: ['Sí', '¡si!'], to: 'gone' },
        { id: 'u', kind: 'keyword', match: 'is', words: ['sí'], channels: ['b', 'a'] },
        { id: 'v', kind: 'keyword', match: 'is', words: ['si', 'no'], channels: ['a', 'b'] },
        { id: 'w', kind: 'keyword', match: 'contains', words: ['sí'] },
        { id: 'x', kind: 'keyword', match: 'pattern', words: ['S', 's', 'S'] },
        { id: 'y', kind: 'keyword', match: 'pattern', words: ['*'] },
        { id: 'z', kind: 'keyword', match: 'starts-with', words: [' '] },
        { id: 'hook', kind: 'webhook', contact: 'body.id', variables: { 'a/b': 'body.' } },
      ],
    };
    const twice = (trigger: string, path: string, word: string, before: string[], after: string[]) =>
      warning('trigger.duplicate-word', {
        path,
        params: { trigger, word },
        ...(after.length > 0 && {
          fix: {
            key: 'remove-word',
            edits: [{ op: 'set', kind: 'trigger', id: trigger, path: ['words'], before, after }],
          },
        }),
      });
    expect(told(flow)).toEqual([
      error('trigger.to-unknown', {
        path: '/triggers/0/to',
        params: { trigger: 't', node: 'gone' },
        fix: {
          key: 'from-start',
          edits: [{ op: 'set', kind: 'trigger', id: 't', path: ['to'], before: 'gone' }],
        },
      }),
      twice('t', '/triggers/0/words/1', '¡si!', ['Sí', '¡si!'], ['Sí']),
      twice('v', '/triggers/2/words/0', 'si', ['si', 'no'], ['no']),
      twice('x', '/triggers/4/words/2', 'S', ['S', 's', 'S'], ['S', 's']),
      error('pattern.invalid', {
        path: '/triggers/5/words/0',
        params: { trigger: 'y', word: '*', reason: expect.any(String), position: 0 },
      }),
      error('trigger.word-empty', { path: '/triggers/6/words/0', params: { trigger: 'z', word: ' ' } }),
      error('expression.syntax', {
        path: '/triggers/7/variables/a~1b',
        params: expect.objectContaining({ position: expect.any(Number) }),
      }),
    ]);
  });
});

describe('a workspace', () => {
  const named: NodeTypes = new Map([
    ...types,
    [
      'stop',
      {
        ...type('stop'),
        references: () =>
          (['group', 'label', 'queue', 'secret', 'field', 'template'] as const).map((kind) => ({
            kind,
            id: 'x',
            path: `/${kind}`,
          })),
      },
    ],
    [
      'sub',
      {
        ...type('sub'),
        references: (config) => [{ kind: 'flow' as const, id: String(config['flow']), path: '/flow' }],
      },
    ],
    [
      'over',
      {
        ...type('over'),
        references: (config) => [{ kind: 'flow' as const, id: String(config['flow']), path: '/flow' }],
      },
    ],
  ]);
  const inside = (flow: Flow, workspace: NonNullable<ValidateOptions['workspace']>) =>
    validateFlow(flow, named, { workspace })
      .map(({ message: _message, ...issue }) => issue)
      .filter(({ code }) => /^(reference|subflow|trigger)/.test(code));

  test('is asked only for what is known of it, and each thing it lacks is told of where it is named', () => {
    const flow = flowOf({ a: ['stop'] });
    const all = { groups: [], labels: [], queues: [], secrets: [], fields: [] };
    const lacking = (kind: string) =>
      warning(`reference.${kind}-unknown`, { node: 'a', path: `/nodes/0/config/${kind}`, params: { kind, id: 'x' } });
    expect(inside(flow, {})).toEqual([]);
    expect(inside(flow, all)).toEqual(['group', 'label', 'queue', 'secret', 'field'].map(lacking));
    for (const kind of ['group', 'label', 'queue', 'secret', 'field']) {
      expect(inside(flow, { [`${kind}s`]: ['y'] })).toEqual([lacking(kind)]);
      expect(inside(flow, { [`${kind}s`]: ['y', 'x'] })).toEqual([]);
    }
  });

  test('has the groups of triggers', () => {
    const flow: Flow = {
      ...line,
      triggers: [
        { id: 't', kind: 'unhandled' },
        { id: 'u', kind: 'unhandled', groups: { only: ['a', 'x'], never: ['y', 'a'] } },
      ],
    };
    const lacking = (place: string, id: string) =>
      warning('reference.group-unknown', {
        path: `/triggers/1/groups/${place}`,
        params: { kind: 'group', id, trigger: 'u' },
      });
    expect(inside(flow, { groups: ['a'], labels: [], queues: [], secrets: [], fields: [] }).slice(-2)).toEqual([
      lacking('only/1', 'x'),
      lacking('never/0', 'y'),
    ]);
    expect(inside(flow, {})).toEqual([]);
    expect(told(flow, { workspace: {} })).toEqual([]);
  });

  test('has the flows that this one goes into, and no circle among them', () => {
    const flow = flowOf(
      {
        a: ['sub', { flow: 'gone' }, 'b'],
        b: ['sub', { flow: 'quiet' }, 'c'],
        c: ['sub', { flow: 'round' }, 'd'],
        d: ['sub', { flow: 'test' }, 'e'],
        e: ['over', { flow: 'round' }, { error: 'f' }],
        f: ['sub', { flow: 'knot' }, 'a'],
      },
      { id: 'test' },
    );
    const other = (id: string, published: boolean, ...calls: string[]) => ({
      id,
      name: `Flow ${id}`,
      published,
      triggers: [],
      calls,
    });
    const flows = [
      other('quiet', false, 'deep'),
      other('deep', true),
      other('round', true, 'deep', 'back'),
      other('back', true, 'test'),
      other('knot', true, 'tie'),
      other('tie', true, 'knot'),
    ];
    const at = (node: string, index: number, id: string) => ({
      node,
      path: `/nodes/${index}/config/flow`,
      params: { kind: 'flow', id },
    });
    const circle = (node: string, index: number, id: string) =>
      warning('subflow.circle', { node, path: `/nodes/${index}/config`, params: { id } });
    expect(inside(flow, { flows })).toEqual([
      error('reference.flow-unknown', at('a', 0, 'gone')),
      warning('reference.flow-unpublished', at('b', 1, 'quiet')),
      circle('c', 2, 'round'),
      circle('d', 3, 'test'),
    ]);
    expect(inside(flow, {})).toEqual([circle('d', 3, 'test')]);
  });

  type Keyword = Extract<Flow['triggers'][number], { kind: 'keyword' }>;
  const word = (more: Partial<Keyword> = {}): Keyword => ({
    id: 'k',
    kind: 'keyword',
    match: 'is',
    words: ['otra', 'Menú'],
    ...more,
  });
  const clash = warning('trigger.clash', {
    path: '/triggers/0/words/1',
    params: { trigger: 'k', word: 'Menú', flow: 'rival', name: 'Rival' },
  });
  test.each<[string, Partial<Keyword>, Partial<Keyword>, boolean]>([
    ['the same word', {}, { words: ['menu'] }, true],
    ['another word', {}, { words: ['carta'] }, false],
    ['another way to match', {}, { words: ['menu'], match: 'contains' }, false],
    ['the same priority', { priority: 0 }, { words: ['menu'] }, true],
    ['a priority', { priority: 1 }, { words: ['menu'], priority: 1 }, true],
    ['another priority', { priority: 1 }, { words: ['menu'] }, false],
    ['a lower priority', {}, { words: ['menu'], priority: -1 }, false],
    ['other channels', { channels: ['a'] }, { words: ['menu'], channels: ['b'] }, false],
    ['one channel in common', { channels: ['a', 'b'] }, { words: ['menu'], channels: ['c', 'b'] }, true],
    ['all channels', { channels: ['a'] }, { words: ['menu'], channels: [] }, true],
    ['any channel', { channels: [] }, { words: ['menu'], channels: ['a'] }, true],
    ['people apart', { groups: { only: ['a'] } }, { words: ['menu'], groups: { never: ['a'] } }, false],
    [
      'people apart the other way',
      { groups: { never: ['a', 'b'] } },
      { words: ['menu'], groups: { only: ['a', 'b'] } },
      false,
    ],
    ['some people', { groups: { only: ['a', 'b'] } }, { words: ['menu'], groups: { never: ['a'] } }, true],
    ['no people', { groups: { only: [] } }, { words: ['menu'], groups: { never: ['a'] } }, true],
    ['a pattern by its letters', { match: 'pattern' }, { match: 'pattern', words: ['menu'] }, false],
    ['a pattern as it stands', { match: 'pattern' }, { match: 'pattern', words: ['Menú'] }, true],
  ])('may have a flow that answers to %s', (_what, own, theirs, clashes) => {
    const flow: Flow = { ...line, triggers: [word(own)] };
    const rival = { id: 'rival', name: 'Rival', published: true, triggers: [word(theirs)], calls: [] };
    const also = { ...rival, triggers: [{ id: 'any', kind: 'unhandled' as const }, word(theirs)] };
    const found = (more: Partial<typeof rival> = {}) =>
      inside(flow, { flows: [{ ...also, ...more }] }).filter(({ code }) => code === 'trigger.clash');
    expect(found()).toEqual(clashes ? [clash] : []);
    expect(found({ published: false })).toEqual([]);
    expect(found({ id: flow.id })).toEqual([]);
  });
});

describe('other languages', () => {
  const speaking: Flow = { ...line, languages: ['es', 'en', 'es', 'pt'] };
  const missing = (language: string) =>
    warning('translation.missing', { node: 'a', path: '/nodes/0/config', params: { language, count: 1 } });

  test('stand once, and each needs its texts', () => {
    expect(told({ ...speaking, languages: ['es', 'en', 'en'], translations: { en: { a: { text: 'Hi' } } } })).toEqual([
      error('language.duplicate', { path: '/languages/2', params: { language: 'en' } }),
    ]);
    expect(told({ ...speaking, languages: ['es', 'en', 'pt'], translations: { en: { a: { text: ' ' } } } })).toEqual([
      missing('en'),
      missing('pt'),
    ]);
  });

  test('are read as the written one is, and refused where the channel would refuse them', () => {
    const short: CheckContent = (content) =>
      content.kind === 'text' && content.body.length > 8
        ? [{ code: 'test.too-long', severity: 'error', message: 'long', path: '/text', params: { max: 8 } }]
        : [];
    const flow: Flow = {
      ...line,
      languages: ['es', 'en', 'pt'],
      translations: { en: { a: { text: 'Good morning' } }, pt: { a: { text: 'Oi {{ 1 + }}' } } },
    };
    const options = { checkContent: short, now: testNow };
    const params = { language: 'pt' };
    expect(told(flow, options)).toEqual([
      error('test.too-long', { node: 'a', path: '/nodes/0/config', params: { max: 8, language: 'en' } }),
      error('expression.syntax', {
        node: 'a',
        path: '/nodes/0/config',
        params: expect.objectContaining({ ...params, position: 9 }),
      }),
    ]);
    const [say, stop] = flow.nodes;
    if (!say || !stop) throw new Error('two cards');
    const both = { ...flow, nodes: [{ ...say, config: { text: 'Buenos días' } }, stop] };
    expect(told(both, options).map(({ code, params: of }) => [code, of?.['language']])).toEqual([
      ['test.too-long', undefined],
      ['expression.syntax', 'pt'],
    ]);
  });

  test('lose what belongs to nothing', () => {
    const translations = { en: { a: { text: 'Hi', gone: 'x' }, z: { text: 'y' } }, fr: { a: { text: 'Salut' } } };
    expect(told({ ...line, languages: ['es', 'en'], translations })).toEqual([
      warning('translation.orphaned', {
        path: '/translations',
        fix: {
          key: 'drop-translations',
          edits: [
            {
              op: 'set',
              kind: 'flow',
              id: 'flow',
              path: ['translations'],
              before: translations,
              after: { en: { a: { text: 'Hi' } } },
            },
          ],
        },
      }),
    ]);
  });
});
