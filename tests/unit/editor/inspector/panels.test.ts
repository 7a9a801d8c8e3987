import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Value } from '@sinclair/typebox/value';
import { Trigger, type Flow, type Issue } from '../../../../runtime/contract/index.ts';
import { parseFlow, toldFunctions } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { braceTyped } from '../../../../editor/inspector/code/braces.ts';
import { spotAt, spotsOf } from '../../../../editor/inspector/code/chips.ts';
import { optionsFor } from '../../../../editor/inspector/code/completion.ts';
import { outsideChange } from '../../../../editor/inspector/code/outside.ts';
import { cardOptions } from '../../../../editor/inspector/cards.ts';
import { placesToFocus } from '../../../../editor/inspector/focusing.ts';
import { inlineOf, markdown } from '../../../../editor/inspector/help/markdown.ts';
import {
  issuesAt,
  issuesOfNode,
  issuesUnder,
  toldByField,
  withoutOpenPorts,
} from '../../../../editor/inspector/issues.ts';
import { asName, bodyScope, labelOf, placeholdersOf, scopeOf } from '../../../../editor/inspector/scope.ts';
import { hookAddress, keywords, newTrigger, triggerKinds } from '../../../../editor/inspector/trigger-kinds.ts';
import { initialFrom, initialText, languagesFrom, withType } from '../../../../editor/inspector/variables.ts';
import { namesInCall, readCall, sampleRequest } from '../../../../editor/inspector/webhook/sample-call.ts';
import { choicesIn } from '../../../../editor/inspector/widgets/flow-choices.ts';

const t = (key: string) => key;

function example(name: string): Flow {
  const text = readFileSync(new URL(`../../../../flows-examples/${name}.flow.json`, import.meta.url), 'utf8');
  const parsed = parseFlow(text, nodeTypes);
  if (!('flow' in parsed) || !parsed.flow) throw new Error(`${name} cannot be read`);
  return parsed.flow;
}
const pizza = example('pedido-pizza');

describe('the names a flow has', () => {
  test('are those its cards fill and those it declares', () => {
    expect(scopeOf(pizza)).toEqual({
      variables: ['cantidad', 'direccion', 'pedido', 'pizza', 'tamano', 'total'],
      results: ['pedido'],
      fields: [],
      types: {
        cantidad: 'number',
        direccion: 'text',
        pedido: 'text',
        pizza: 'text',
        tamano: 'text',
        total: 'number',
      },
    });
    expect(placeholdersOf(scopeOf(pizza)).slice(0, 1)).toEqual([
      { expression: 'variables.cantidad', group: 'variables' },
    ]);
    expect(placeholdersOf(bodyScope)).toEqual([]);
  });

  test('are shown short, with what stands in for them', () => {
    expect(
      [
        ' variables.pizza ',
        'results.edad.value',
        'contact.fields.ciudad',
        'contact.firstName',
        "contact.firstName ?? 'amiga'",
        '$sum(x)',
      ].map((source) => labelOf(source, t)),
    ).toEqual([
      'pizza',
      'edad',
      'ciudad',
      'inspector.names.contact.firstName',
      'inspector.names.contact.firstName / amiga',
      '$sum(x)',
    ]);
  });

  test('become such as expressions can read', () => {
    expect(['Código postal', '2 pisos', 'total', 'ñandú!', ''].map(asName)).toEqual([
      'Codigo_postal',
      '_2_pisos',
      'total',
      'nandu_',
      '',
    ]);
  });
});

describe('problems', () => {
  const at = (path: string, more: Partial<Issue> = {}): Issue => ({
    code: 'text.empty',
    severity: 'error',
    message: 'm',
    path,
    ...more,
  });
  test('stand beside the field they are about, and at the card where there is none', () => {
    const issues = [
      at('/nodes/3/config/buttons/0/title', { node: 'a' }),
      at('/nodes/3', { node: 'a', code: 'port.open' }),
      at('/nodes/4/config/body', { node: 'b' }),
    ];
    const own = issuesOfNode(issues, 'a');
    expect(own.map(({ path }) => path)).toEqual([['buttons', '0', 'title'], []]);
    expect(issuesAt(own, ['buttons', 0], true)).toEqual([issues[0]]);
    expect(issuesAt(own, ['buttons'], false)).toEqual([]);
    expect(withoutOpenPorts(own)).toEqual({ open: [issues[1]], others: [own[0]] });
  });

  test('of triggers and settings are found by their place', () => {
    const issues = [at('/triggers/1/words/0'), at('/triggers/11/words/0'), at('/settings/start')];
    expect(issuesUnder(issues, '/triggers/1').map(({ path }) => path)).toEqual([['words', '0']]);
    expect(issuesUnder(issues, '').length).toBe(3);
  });

  test('of an expression are told by its own field', () => {
    const issue = at('', { code: 'expression.syntax' });
    expect(toldByField({ path: ['cases', '0', 'expression'], issue }, true)).toBe(true);
    expect(toldByField({ path: ['body'], issue }, true)).toBe(false);
    expect(toldByField({ path: ['contact'], issue }, false)).toBe(true);
  });

  test('lead to the nearest field that is there', () => {
    expect(placesToFocus('/config/buttons/0/title')).toEqual(['buttons/0/title', 'buttons/0', 'buttons']);
    expect(placesToFocus('/settings/start')).toEqual(['settings/start', 'settings']);
  });
});

describe('the text editor', () => {
  test('finds each expression of a text, closed or not', () => {
    expect(spotsOf('a {{ x }} {{ y')).toEqual([
      { from: 2, to: 9, expression: ' x ', closed: true },
      { from: 10, to: 14, expression: ' y', closed: false },
    ]);
    expect([spotAt('a {{ x }}', 1), spotAt('a {{ x }}', 4)?.from, spotAt('a {{ x }}', 9)]).toEqual([
      undefined,
      2,
      undefined,
    ]);
  });

  test('closes braces that are opened, and takes it when they are closed by hand as well', () => {
    const typing = (words: string, before = '', after = '') => {
      let [text, caret] = [before + after, before.length];
      for (const sign of words) {
        const typed = braceTyped(text, caret, caret, sign);
        const { from, to, insert } = typed?.changes ?? { from: caret, to: caret, insert: sign };
        text = text.slice(0, from) + insert + text.slice(to);
        caret = typed?.caret ?? caret + 1;
      }
      return `${text.slice(0, caret)}|${text.slice(caret)}`;
    };
    expect(typing('a {{')).toBe('a {{ | }}');
    expect(typing('a {{ x }} b')).toBe('a {{ x }} b|');
    expect(typing('{{x}}')).toBe('{{ x }}|');
    expect(typing("{{ {'a': 1}.a }}!")).toBe("{{ {'a': 1}.a }}!|");
    expect(typing('}', '{{ x', '')).toBe('{{ x}|');
    expect(typing('}')).toBe('}|');
  });

  test('takes a text from outside with the smallest change', () => {
    expect(outsideChange('Hola Ana', 'Hola Eva')).toEqual({ from: 5, to: 7, insert: 'Ev' });
    expect(outsideChange('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' });
    expect(outsideChange('x', '')).toEqual({ from: 0, to: 1, insert: '' });
    expect(outsideChange('x', 'x')).toBeNull();
  });

  test('offers names by their short form and only functions that there are', () => {
    const { names, functions: offered } = optionsFor({ scope: scopeOf(pizza), t });
    expect(names[0]).toMatchObject({ label: 'variables.cantidad', displayLabel: 'cantidad' });
    expect(offered.map(({ label }) => label)).toEqual(toldFunctions.map(({ name }) => `$${name}`));
  });
});

describe('help', () => {
  test('becomes data: headings, lists, code, bold', () => {
    expect(markdown('# T\n\nUno\ndos **b** `c`\n\n- a\n- b\n\n1. x\n\n```\n<b>\n```')).toEqual([
      { kind: 'heading', level: 1, inline: [{ kind: 'text', text: 'T' }] },
      {
        kind: 'paragraph',
        inline: [
          { kind: 'text', text: 'Uno dos ' },
          { kind: 'bold', text: 'b' },
          { kind: 'text', text: ' ' },
          { kind: 'code', text: 'c' },
        ],
      },
      { kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]] },
      { kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'x' }]] },
      { kind: 'code', text: '<b>' },
    ]);
    expect(inlineOf('**abierto')).toEqual([{ kind: 'text', text: '**abierto' }]);
  });

  test('of every card leaves no sign of its markup', () => {
    const folder = new URL('../../../../runtime/nodes/', import.meta.url);
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /help\.\w+\.md$/.test(name),
    );
    expect(pages.length).toBeGreaterThan(40);
    for (const page of pages) {
      const said = JSON.stringify(
        markdown(readFileSync(new URL(page, folder), 'utf8')).map((block) =>
          'inline' in block ? block.inline.filter(({ kind }) => kind === 'text') : [],
        ),
      );
      expect({ page, odd: /\*\*|^#|`/.test(said) }).toEqual({ page, odd: false });
    }
  });
});

describe('triggers, settings and variables', () => {
  test('a new trigger is whole', () => {
    const first = { word: 'hola', group: 'clientes', field: 'cumpleanos', payload: 'empezar' };
    expect(triggerKinds.map((kind) => newTrigger(kind, first))).toEqual([
      { kind: 'keyword', match: 'is', words: ['hola'] },
      { kind: 'new-conversation' },
      { kind: 'unhandled' },
      { kind: 'button-payload', payloads: ['empezar'] },
      { kind: 'referral' },
      { kind: 'schedule', when: { every: 'day', time: '09:00' }, audience: 'clientes' },
      { kind: 'date-field', field: 'cumpleanos', offset: 0, unit: 'days', time: '09:00' },
      { kind: 'ticket-closed' },
      { kind: 'contact-changed', change: { what: 'group-joined', group: 'clientes' } },
      { kind: 'missed-call' },
      { kind: 'webhook', contact: 'phone' },
      { kind: 'api' },
      { kind: 'agent' },
      { kind: 'campaign' },
    ]);
    for (const kind of triggerKinds)
      expect({ kind, sound: Value.Check(Trigger, { id: 't', ...newTrigger(kind, first) }) }).toEqual({
        kind,
        sound: true,
      });
    expect(hookAddress('https://x.test', 't_1')).toBe('https://x.test/hooks/t_1');
  });

  test('keywords are trimmed, once each, and never none', () => {
    expect(keywords([' hola ', 'hola', ''])).toEqual(['hola']);
    expect(keywords([' '])).toBeUndefined();
  });

  test('languages are codes, and never none', () => {
    expect(languagesFrom(['es', 'pt_BR', 'español!', 'es'])).toEqual(['es', 'pt-BR']);
    expect(languagesFrom(['!'])).toBeUndefined();
  });

  test('a variable begins with a value of its type', () => {
    expect(initialFrom('text', '007')).toEqual({ value: '007' });
    expect(initialFrom('number', '1,5')).toEqual({ value: 1.5 });
    expect(initialFrom('number', 'x')).toEqual({ wrong: true });
    expect(initialFrom('boolean', 'true')).toEqual({ value: true });
    expect(initialFrom('list', '[1]')).toEqual({ value: [1] });
    expect(initialFrom('list', '{}')).toEqual({ wrong: true });
    expect(initialFrom('object', ' ')).toEqual({ value: undefined });
    expect(initialText({ name: 'a', type: 'list', initial: [1] })).toBe('[1]');
    expect(withType({ name: 'a', type: 'text', initial: '7' }, 'number')).toEqual({
      name: 'a',
      type: 'number',
      initial: 7,
    });
    expect(withType({ name: 'a', type: 'text', initial: 'x' }, 'number')).toEqual({ name: 'a', type: 'number' });
  });

  test('cards to choose from are told apart, and so are the buttons of each', () => {
    const nodes = [
      { id: 'a', type: 'send-text', version: 1, config: {} },
      { id: 'b', type: 'send-text', version: 1, config: {} },
      { id: 'c', type: 'lost', version: 1, config: {} },
    ];
    expect(cardOptions({ nodes }, t).map(({ label }) => label)).toEqual([
      'nodes.send-text.label',
      'nodes.send-text.label (2)',
      'lost',
    ]);
    const groups = choicesIn(pizza.nodes, t);
    expect(groups.flatMap(({ items }) => items.map(({ value }) => value))).toContain('b_personal');
    expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
    expect(choicesIn(nodes, t)).toEqual([]);
  });
});

describe('trying a call', () => {
  const config = readCall({
    method: 'POST',
    url: 'https://x.test/{{ variables.id }}',
    headers: [{ name: 'X-Key', secret: 'caja' }],
    body: { expression: '{ "total": variables.total }' },
    timeoutSeconds: 5,
    retries: 3,
  });

  test('asks for what the call reads', () => {
    expect(namesInCall(config)).toEqual(['variables.id', 'variables.total']);
  });

  test('makes the call as the card would, secrets by name', async () => {
    expect(await sampleRequest(config, { variables: { id: 'a1', total: 7 } })).toEqual({
      method: 'POST',
      url: 'https://x.test/a1',
      headers: { 'x-key': { secret: 'caja' }, 'content-type': 'application/json' },
      body: '{"total":7}',
      timeoutSeconds: 5,
      retries: 0,
      safeToRepeat: false,
    });
  });

  test('says why it cannot be made', async () => {
    expect(await sampleRequest(readCall({ method: 'GET', url: 'sin dirección' }), {})).toEqual({
      problem: 'http.invalid-url',
    });
  });
});
