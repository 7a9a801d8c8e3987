import { describe, expect, test } from '@jest/globals';
import type { Flow, Issue, NodeTypes, Reference, Trigger } from '../../../runtime/contract/index.ts';
import { applyAll, validateFlow, type ValidateOptions, type WorkspaceView } from '../../../runtime/engine/index.ts';
import { nodeTypes as realTypes } from '../../../runtime/nodes/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';

/** `say` has translations; `sub` needs its flow, `go` names where it goes on, `stop` needs whatever its config names. */
const types: NodeTypes = new Map(
  [...littleTypes].map(([name, nodeType]) => {
    if (name === 'say') return [name, { ...nodeType, texts: { ...nodeType.texts, translated: ['text'] } }];
    if (name === 'go') return [name, { ...nodeType, targets: (config) => [String(config['to'])] }];
    if (name === 'sub')
      return [
        name,
        { ...nodeType, references: (config) => [{ kind: 'flow', id: String(config['flow']), path: '/flow' }] },
      ];
    if (name === 'stop')
      return [name, { ...nodeType, references: (config) => (config['needs'] ?? []) as unknown as Reference[] }];
    return [name, nodeType];
  }),
);

const found = (flow: Flow, options: ValidateOptions = {}) => validateFlow(flow, types, options);
const only = (code: string, flow: Flow, options?: ValidateOptions): Issue[] =>
  found(flow, options).filter((issue) => issue.code === code);

/** The flow after an issue's fix; the issue must be gone, and no other have come. */
function mended(flow: Flow, issue: Issue | undefined): Flow {
  if (!issue?.fix) throw new Error(`${issue?.code} has no fix`);
  const edited = applyAll(flow, issue.fix.edits);
  if (!('flow' in edited)) throw new Error('the fix does not fit');
  const named = ({ code, node, path }: Issue) => `${code} ${node ?? path}`;
  const codes = found(edited.flow).map(named);
  expect(codes).not.toContain(named(issue));
  return edited.flow;
}

const line = flowOf({ a: ['say', { text: 'Hola' }, { next: 'b', error: 'b' }], b: ['stop'] });

describe('what mends a problem', () => {
  test('an edge to nowhere is taken away', () => {
    const flow = { ...line, edges: [...line.edges, { id: 'e', from: { node: 'b', port: 'x' }, to: 'gone' }] };
    const issues = found(flow).filter(({ code }) => code.startsWith('edge.'));
    expect(issues.map(({ code, fix }) => [code, fix?.key])).toEqual([
      ['edge.port-unknown', 'remove-edge'],
      ['edge.to-unknown', 'remove-edge'],
    ]);
    for (const issue of issues) expect(mended(flow, issue)).toEqual(line);
    const from = { ...line, edges: [{ id: 'e', from: { node: 'gone', port: 'next' }, to: 'a' }, ...line.edges] };
    expect(mended(from, only('edge.from-unknown', from)[0])).toEqual(line);
    const twice = { ...line, edges: [...line.edges, { id: 'e', from: { node: 'a', port: 'next' }, to: 'a' }] };
    expect(mended(twice, only('edge.duplicate-port', twice)[0])).toEqual(line);
  });

  test('a card that nobody reaches is taken away with its edges', () => {
    const flow = flowOf({
      a: ['stop'],
      b: ['say', { text: 'x' }, { next: 'a', error: 'a' }],
      c: ['say', { text: 'y' }, { next: 'b', error: 'a' }],
    });
    const [first] = only('node.unreachable', flow);
    expect(first).toMatchObject({ node: 'b', fix: { key: 'remove-card' } });
    const after = mended(flow, first);
    expect(after.nodes.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(after.edges.map(({ id }) => id)).toEqual(['c-error']);
  });

  test('a start that is no card is forgotten', () => {
    const flow = { ...line, settings: { start: 'gone' } };
    expect(mended(flow, only('flow.start-unknown', flow)[0]).settings).toEqual({});
  });

  test('a trigger that leads to no card leads to the start', () => {
    const flow: Flow = { ...line, triggers: [{ id: 't', kind: 'unhandled', to: 'gone' }] };
    expect(mended(flow, only('trigger.to-unknown', flow)[0]).triggers).toEqual([{ id: 't', kind: 'unhandled' }]);
  });

  test('a keyword that stands twice is taken away, unless it is the only one of its trigger', () => {
    const flow: Flow = {
      ...line,
      triggers: [
        { id: 't', kind: 'keyword', match: 'is', words: ['Hola', 'hólá', 'otra'] },
        { id: 'u', kind: 'keyword', match: 'is', words: ['hola'] },
      ],
    };
    const [within, only2] = only('trigger.duplicate-word', flow);
    expect(mended(flow, within).triggers[0]).toMatchObject({ words: ['Hola', 'otra'] });
    expect(only2).toMatchObject({ path: '/triggers/1/words/0' });
    expect(only2?.fix).toBeUndefined();
  });

  test('a misspelt name is spelled as it was meant, where it stands', () => {
    const flow: Flow = {
      ...flowOf({ a: ['say', { text: 'nmae: {{ contact.nmae }}' }, { next: 'b', error: 'b' }], b: ['stop'] }),
    };
    const [issue] = only('expression.misspelt', flow);
    expect(issue).toMatchObject({ fix: { key: 'spell' }, params: { suggestion: 'name' } });
    expect(mended(flow, issue).nodes[0]?.config).toEqual({ text: 'nmae: {{ contact.name }}' });
  });
});

describe('expressions', () => {
  const saying = (text: string, error = false) =>
    flowOf({ a: ['say', { text }, { next: 'b', ...(error && { error: 'b' }) }], b: ['stop'] });

  test('a value that may be missing is a warning only where no error port catches it', () => {
    expect(only('expression.no-fallback', saying('{{ contact.name }}'))).toMatchObject([
      { severity: 'warning', node: 'a', path: '/nodes/0/config/text', params: { position: 3 } },
    ]);
    expect(only('expression.no-fallback', saying('{{ contact.name }}', true))).toEqual([]);
    expect(only('expression.no-fallback', saying("{{ contact.name ?? 'tú' }}"))).toEqual([]);
  });

  test('fields, constants and secrets are those of the workspace, where it is known', () => {
    const workspace: WorkspaceView = { fields: ['city'], globals: ['shop'], secrets: ['token'] };
    const codes = (text: string) =>
      found(saying(text, true), { workspace })
        .filter(({ code }) => code.startsWith('expression.'))
        .map(({ code }) => code);
    expect(codes('{{ globals.shop }}{{ contact.fields.city }}')).toEqual([]);
    expect(codes('{{ globals.elsewhere }}')).toHaveLength(1);
    expect(codes('{{ contact.fields.elsewhere }}')).toHaveLength(1);
    expect(codes('{{ secrets.token }}')).toHaveLength(1);
  });

  test('a secret may stand in a call and nowhere else', () => {
    const call = (url: string): Flow => ({
      ...flowOf({ b: ['stop'] }),
      nodes: [
        { id: 'a', type: 'call-webhook', version: 1, config: { ...realTypes.get('call-webhook')?.initial, url } },
      ],
    });
    const codes = (url: string, secrets: string[]) =>
      validateFlow(call(url), realTypes, { workspace: { secrets } })
        .map(({ code }) => code)
        .filter((code) => code.startsWith('expression.'));
    expect(codes('https://example.com/{{ secrets.token }}', ['token'])).toEqual([]);
    expect(codes('https://example.com/{{ secrets.token }}', [])).toEqual(['expression.unknown-secret']);
  });
});

describe('the drawing', () => {
  test('an ask whose answers lead nowhere is a dead end; a message at the end is none', () => {
    const flow = flowOf({ a: ['question', { text: '?' }] });
    expect(only('node.dead-end', flow)).toMatchObject([{ severity: 'warning', node: 'a', path: '/nodes/0' }]);
    expect(only('node.dead-end', flowOf({ a: ['say', { text: 'x' }] }))).toEqual([]);
    expect(only('node.dead-end', flowOf({ a: ['question', { text: '?' }, { timeout: 'b' }], b: ['stop'] }))).toEqual(
      [],
    );
  });

  test.each([
    ['a person', 'question', { text: '?' }, 0],
    ['time', 'pause', { seconds: 1 }, 0],
    ['a letter', 'letter', {}, 2],
    ['a sub-flow', 'sub', { flow: 'other' }, 2],
  ])('a circle in which %s is waited for', (_what, type, config, loops) => {
    const flow = flowOf({ a: [type, config, 'b'], b: ['say', { text: 'x' }, 'a'] });
    expect(only('loop.without-wait', flow)).toHaveLength(loops);
  });

  test('a jump reaches its card, makes circles, and must name a card', () => {
    expect(only('node.unreachable', flowOf({ a: ['go', { to: 'b' }], b: ['stop'] }))).toEqual([]);
    expect(only('loop.without-wait', flowOf({ a: ['go', { to: 'a' }] }))).toHaveLength(1);
    expect(only('node.target-unknown', flowOf({ a: ['go', { to: 'gone' }] }))).toMatchObject([
      { severity: 'error', node: 'a', path: '/nodes/0/config', params: { target: 'gone' } },
    ]);
  });

  test('tests that stand twice are told of', () => {
    const one = { id: 'x', name: 'X', transcript: { now: testNow, turns: [{ contact: 'a', bot: [] }] } };
    expect(only('test.duplicate-id', { ...line, tests: [one, one] })).toMatchObject([{ path: '/tests/1' }]);
  });
});

describe('other languages', () => {
  const speaking = (translations: Flow['translations'], more: Partial<Flow> = {}): Flow => ({
    ...flowOf({ a: ['say', { text: 'Hola' }, { next: 'b', error: 'b' }], b: ['stop'] }),
    languages: ['es', 'en', 'pt'],
    ...(translations && { translations }),
    ...more,
  });

  test('say which cards are not translated yet', () => {
    const flow = speaking({ en: { a: { text: 'Hello' } } }, { settings: { failureText: 'Perdón' } });
    expect(only('translation.missing', flow).map(({ node, path, params }) => [node, path, params])).toEqual([
      ['a', '/nodes/0/config', { language: 'pt', count: 1 }],
      [undefined, '/settings/failureText', { language: 'en', count: 1 }],
      [undefined, '/settings/failureText', { language: 'pt', count: 1 }],
    ]);
    expect(only('translation.missing', { ...flow, languages: ['es'], translations: {} })).toEqual([]);
  });

  test('must not stand twice', () => {
    expect(only('language.duplicate', speaking({}, { languages: ['es', 'en', 'es'] }))).toMatchObject([
      { severity: 'error', path: '/languages/2', params: { language: 'es' } },
    ]);
  });

  test('lose what belongs to nothing any more', () => {
    const flow = speaking({ en: { a: { text: 'Hello' }, gone: { text: 'x' } }, pt: { a: { text: 'Olá' } } });
    const [issue] = only('translation.orphaned', flow);
    expect(issue?.fix?.key).toBe('drop-translations');
    expect(mended(flow, issue).translations).toEqual({ en: { a: { text: 'Hello' } }, pt: { a: { text: 'Olá' } } });
  });

  test('have expressions and limits of their own', () => {
    const checkContent: ValidateOptions['checkContent'] = (content) =>
      'body' in content && (content.body?.length ?? 0) > 5
        ? [
            {
              code: 'whatsapp.body-too-long',
              severity: 'error',
              message: 'too long',
              path: '/body',
              params: { max: 5 },
            },
          ]
        : [];
    const flow = speaking({ en: { a: { text: 'Hello there' } }, pt: { a: { text: 'Olá {{ 1 + }}' } } });
    const wrong = found(flow, { checkContent, now: testNow }).filter(({ severity }) => severity === 'error');
    expect(wrong.map(({ code, node, path, params }) => [code, node, path, params?.['language']])).toEqual([
      ['whatsapp.body-too-long', 'a', '/nodes/0/config', 'en'],
      ['expression.syntax', 'a', '/nodes/0/config', 'pt'],
    ]);
    const both = speaking({ en: { a: { text: 'Hello there' } } });
    both.nodes[0]!.config = { text: 'Buenos días' };
    // What is wrong as it is written is said once.
    expect(only('whatsapp.body-too-long', both, { checkContent, now: testNow })).toHaveLength(1);
  });
});

describe('the workspace', () => {
  const needing = (...needs: { kind: Reference['kind']; id: string }[]) =>
    flowOf({ a: ['stop', { needs: needs.map((need) => ({ ...need, path: '/x' })) }] });

  test.each([
    ['group', 'groups'],
    ['label', 'labels'],
    ['queue', 'queues'],
    ['secret', 'secrets'],
    ['field', 'fields'],
  ] as const)('a %s that is not there is a warning where its kind is known', (kind, list) => {
    const flow = needing({ kind, id: 'vip' });
    const code = `reference.${kind}-unknown`;
    expect(only(code, flow, { workspace: { [list]: ['other'] } })).toMatchObject([
      { severity: 'warning', node: 'a', path: '/nodes/0/config/x', params: { kind, id: 'vip' } },
    ]);
    expect(only(code, flow, { workspace: { [list]: ['vip'] } })).toEqual([]);
    expect(only(code, flow, { workspace: {} })).toEqual([]);
    expect(only(code, flow)).toEqual([]);
  });

  test('groups of triggers must be there too', () => {
    const flow: Flow = {
      ...line,
      triggers: [{ id: 't', kind: 'unhandled', groups: { only: ['vip', 'gone'], never: ['lost'] } }],
    };
    expect(only('reference.group-unknown', flow, { workspace: { groups: ['vip'] } }).map(({ path }) => path)).toEqual([
      '/triggers/0/groups/only/1',
      '/triggers/0/groups/never/0',
    ]);
  });

  const other = (id: string, more: Partial<NonNullable<WorkspaceView['flows']>[number]> = {}) => ({
    id,
    name: id.toUpperCase(),
    published: true,
    triggers: [],
    calls: [],
    ...more,
  });

  test('a sub-flow must be there, should answer people, and not lead back', () => {
    const flow = flowOf({ a: ['sub', { flow: 'pay' }, { next: 'b', error: 'b' }], b: ['stop'] });
    const codes = (flows: NonNullable<WorkspaceView['flows']>) =>
      found(flow, { workspace: { flows } }).map(({ code, severity }) => `${severity} ${code}`);
    expect(codes([])).toEqual(['error reference.flow-unknown']);
    expect(codes([other('pay', { published: false })])).toEqual(['warning reference.flow-unpublished']);
    expect(codes([other('pay')])).toEqual([]);
    expect(codes([other('pay', { calls: ['ship'] }), other('ship', { calls: ['pay', 'test'] })])).toEqual([
      'warning subflow.circle',
    ]);
    const itself = flowOf({ a: ['sub', { flow: 'test' }, { next: 'b', error: 'b' }], b: ['stop'] });
    expect(found(itself, { workspace: { flows: [] } }).map(({ code }) => code)).toEqual(['subflow.circle']);
  });

  describe('a keyword that another flow answers to', () => {
    const keyword = (more: Partial<Extract<Trigger, { kind: 'keyword' }>> = {}): Trigger => ({
      id: 't',
      kind: 'keyword',
      match: 'is',
      words: ['precio', 'Menú'],
      ...more,
    });
    const clash = (mine: Trigger, theirs: Trigger, more = {}) =>
      only(
        'trigger.clash',
        { ...line, triggers: [mine] },
        { workspace: { flows: [other('shop', { triggers: [theirs], ...more })] } },
      );

    test('is a warning with its place and the other flow', () => {
      expect(clash(keyword(), keyword({ words: ['MENU'] }))).toMatchObject([
        {
          severity: 'warning',
          path: '/triggers/0/words/1',
          params: { trigger: 't', word: 'Menú', flow: 'shop', name: 'SHOP' },
        },
      ]);
    });

    test.each<
      [string, Partial<Extract<Trigger, { kind: 'keyword' }>>, Partial<Extract<Trigger, { kind: 'keyword' }>>, number]
    >([
      ['said otherwise', {}, { match: 'contains' }, 0],
      ['of another priority', {}, { priority: 1 }, 0],
      ['of the same priority', { priority: 0 }, {}, 2],
      ['on other channels', { channels: ['a'] }, { channels: ['b'] }, 0],
      ['on one of its channels', { channels: ['a', 'b'] }, { channels: ['b'] }, 2],
      ['on all channels', { channels: ['a'] }, {}, 2],
      [
        'for people whom the other never answers',
        { groups: { only: ['vip'] } },
        { groups: { never: ['vip', 'x'] } },
        0,
      ],
      ['the other way round', { groups: { never: ['vip'] } }, { groups: { only: ['vip'] } }, 0],
      ['for some of the same people', { groups: { only: ['vip', 'new'] } }, { groups: { never: ['vip'] } }, 2],
      [
        'as a pattern, which is compared as it stands',
        { match: 'pattern', words: ['a.', 'B'] },
        { match: 'pattern', words: ['a.', 'b'] },
        1,
      ],
    ])('%s', (_what, mine, theirs, count) => {
      expect(clash(keyword(mine), keyword(theirs))).toHaveLength(count);
    });

    test('matters only where the other flow answers people', () => {
      expect(clash(keyword(), keyword(), { published: false })).toEqual([]);
      expect(clash(keyword(), { id: 'u', kind: 'unhandled' })).toEqual([]);
      expect(clash({ id: 'u', kind: 'unhandled' }, keyword())).toEqual([]);
      expect(clash(keyword(), keyword(), { id: line.id })).toEqual([]);
    });
  });
});
