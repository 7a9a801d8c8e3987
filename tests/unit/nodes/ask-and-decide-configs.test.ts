import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { errorPort, nextPort, otherPort, timeoutPort, type Json } from '../../../runtime/contract/index.ts';

type Config = { [key: string]: Json };
const ajv = new Ajv();

function typed(type: string) {
  const found = nodeTypes.get(type);
  if (!found) throw new Error(`There is no type ${type}.`);
  return found;
}

/** The config with a value at a path; `undefined` takes away what stands there. */
function put(config: Config, path: string, value: Json | undefined): Config {
  const copy = structuredClone(config);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at: { [key: string]: Json } = copy;
  for (const name of names) {
    at[name] ??= {};
    at = at[name] as { [key: string]: Json };
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const letters = (count: number) => 'x'.repeat(count);
const list = <Item extends Json>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

type Edges = [path: string, taken: (Json | undefined)[], refused: (Json | undefined)[]];

const names: [(Json | undefined)[], (Json | undefined)[]] = [
  [undefined, 'a', '_a1', letters(64), 'A_b9', '__proto__x'],
  ['', '1a', 'a b', 'á', letters(65), '__proto__', 5],
];
const ids: [Json[], (Json | undefined)[]] = [
  ['b_1', `z_${letters(60)}`, 'a_-', 'a_B_9'],
  [undefined, '', 'b_', 'b1', 'B_1', 'bb_1', `z_${letters(61)}`, 'b_á', 'xb_1 '],
];
const text = (most: number): [Json[], (Json | undefined)[]] => [
  ['', letters(most)],
  [undefined, letters(most + 1), 5, null],
];
const maybe = ([taken, refused]: [(Json | undefined)[], (Json | undefined)[]]): [
  (Json | undefined)[],
  (Json | undefined)[],
] => [[undefined, ...taken], refused.filter((value) => value !== undefined)];

const asking: Edges[] = [
  ['body', ...text(8_192)],
  ['retries', [undefined, 0, 1, 10], [-1, 11, 1.5, '1']],
  ['retryText', ...maybe(text(8_192))],
  ['burstSeconds', [undefined, 1, 30], [0, 31, 1.5]],
  ['resultName', ...names],
  ['variableName', ...names],
  ['timeoutSeconds', [undefined, 1, 2_592_000], [0, 2_592_001, 1.5]],
  [
    'reminders',
    [
      undefined,
      [],
      list(5, { afterSeconds: 1, text: '' }),
      [{ id: 'r_1', afterSeconds: 2_592_000, text: letters(8_192) }],
    ],
    [
      list(6, { afterSeconds: 1, text: '' }),
      [{ afterSeconds: 0, text: '' }],
      [{ afterSeconds: 1.5, text: '' }],
      [{ afterSeconds: 2_592_001, text: '' }],
      [{ afterSeconds: 1 }],
      [{ text: '' }],
      [{ id: 'next', afterSeconds: 1, text: '' }],
      [{ afterSeconds: 1, text: letters(8_193) }],
      [{ afterSeconds: 1, text: '', more: 1 }],
    ],
  ],
  ['more', [undefined], [1]],
];

const rule = (more: Config): Config => ({ id: 'r_1', category: 'A', ...more });
const wide = letters(1_000);
const tooWide = letters(1_001);
const kindsOfRules: [kinds: string[], taken: Config[], refused: Config[]][] = [
  [
    ['any-word', 'all-words', 'phrase', 'only-phrase', 'starts-with'],
    [{ text: '' }, { text: wide }],
    [{}, { text: tooWide }, { text: '', value: '' }],
  ],
  [['pattern'], [{ pattern: 'x' }, { pattern: wide }], [{}, { pattern: '' }, { pattern: tooWide }, { text: '' }]],
  [
    ['number-equals', 'number-less', 'number-at-most', 'number-at-least', 'number-more'],
    [{ value: '' }, { value: wide }],
    [{}, { value: tooWide }, { value: 5 }],
  ],
  [
    ['number-between'],
    [
      { minimum: '', maximum: '' },
      { minimum: wide, maximum: wide },
    ],
    [{}, { minimum: '' }, { maximum: '' }, { minimum: tooWide, maximum: '' }, { minimum: '', maximum: tooWide }],
  ],
  [
    ['date-equals', 'date-before', 'date-after'],
    [{ date: '' }, { date: wide }],
    [{}, { date: tooWide }, { time: '' }],
  ],
  [
    ['time-equals', 'time-before', 'time-after'],
    [{ time: '' }, { time: wide }],
    [{}, { time: tooWide }, { date: '' }],
  ],
  [
    ['date-between', 'time-between'],
    [
      { from: '', to: '' },
      { from: wide, to: wide },
    ],
    [{}, { from: '' }, { to: '' }, { from: tooWide, to: '' }, { from: '', to: tooWide }],
  ],
  [['has-text', 'empty', 'number', 'date', 'time', 'email', 'location'], [{}], [{ text: '' }]],
  [['phone'], [{}, { region: 'MX' }], [{ region: 'mx' }, { region: 'MEX' }, { region: '' }]],
  [
    ['media'],
    [{}, { media: [] }, { media: ['image', 'video', 'audio', 'voice', 'document', 'sticker'] }],
    [{ media: ['x'] }, { media: list(7, 'image') }],
  ],
  [['choice'], [{ choiceId: 'a' }, { choiceId: letters(200) }], [{}, { choiceId: '' }, { choiceId: letters(201) }]],
  [['group'], [{ group: '' }, { group: letters(100) }], [{}, { group: letters(101) }]],
  [
    ['category'],
    [
      { result: '', is: '' },
      { result: 'r', is: letters(80) },
    ],
    [{ result: '' }, { is: '' }, { result: '1', is: '' }, { result: 'r', is: letters(81) }],
  ],
  [['unknown', ''], [], [{}, { text: '' }]],
];
const rules: Edges[] = [
  [
    'rules',
    [
      [],
      list(100, rule({ kind: 'empty' })),
      [rule({ kind: 'empty', port: 'p_1' })],
      [rule({ kind: 'empty', category: letters(80) })],
      ...kindsOfRules.flatMap(([kinds, taken]) =>
        kinds.flatMap((kind) => taken.map((more) => [rule({ kind, ...more })])),
      ),
    ],
    [
      undefined,
      list(101, rule({ kind: 'empty' })),
      [{ category: 'A', kind: 'empty' }],
      [{ id: 'r_1', kind: 'empty' }],
      [rule({ kind: 'empty', port: 'next' })],
      [rule({ kind: 'empty', category: letters(81) })],
      ...kindsOfRules.flatMap(([kinds, , refused]) =>
        kinds.flatMap((kind) => refused.map((more) => [rule({ kind, ...more })])),
      ),
    ],
  ],
  ['resultName', ...names],
  ['more', [undefined], [1]],
];

const header: Edges = [
  'header',
  [
    undefined,
    { kind: 'text', text: wide },
    ...['image', 'video', 'document'].map((kind) => ({ kind, link: letters(2_000) })),
  ],
  [
    { kind: 'text', text: tooWide },
    { kind: 'text' },
    { kind: 'audio', link: '' },
    { kind: 'image', link: letters(2_001) },
    { kind: 'image' },
    { kind: 'text', text: '', more: 1 },
    { kind: 'image', link: '', more: 1 },
  ],
];

const configs: [type: string, base: Config, edges: Edges[]][] = [
  [
    'ask',
    { body: '¿?', answerType: 'text' },
    [
      ...asking,
      [
        'answerType',
        ['text', 'number', 'date', 'time', 'email', 'phone', 'location', 'file'],
        [undefined, '', 'other', 5],
      ],
      ['validation', [undefined, {}], [[], { more: 1 }]],
      ['validation.minimumLength', [0, 65_536], [-1, 65_537, 1.5]],
      ['validation.maximumLength', [1, 65_536], [0, 65_537, 1.5]],
      ['validation.pattern', ['', wide], [tooWide, 5]],
      ['validation.minimum', [-5.5, 0, 7], ['7']],
      ['validation.maximum', [-5.5, 0, 7], ['7']],
      ['validation.wholeNumber', [true, false], ['true', 1]],
      ['validation.earliest', ['', wide], [tooWide, 5]],
      ['validation.latest', ['', wide], [tooWide, 5]],
      ['validation.country', ['MX'], ['', 'mx', 'MEX', 'xMX']],
      [
        'validation.mediaKinds',
        [[], ['image', 'video', 'audio', 'voice', 'document', 'sticker']],
        [['x'], list(7, 'image')],
      ],
      ['validation.maximumBytes', [1], [0, 1.5]],
      ['retryTexts', [undefined, {}], [{ more: '' }, []]],
      ...['unreadable', 'tooLow', 'tooHigh', 'wrongForm'].map((reason): Edges => [
        `retryTexts.${reason}`,
        ['', letters(8_192)],
        [letters(8_193), 5],
      ]),
    ],
  ],
  ['ask-location', { body: '¿?' }, asking],
  [
    'ask-buttons',
    { body: '¿?', buttons: [{ id: 'b_1', title: 'A' }] },
    [
      ...asking,
      header,
      ['footer', ...maybe(text(1_000))],
      [
        'buttons',
        [[], list(20, { id: 'b_1', title: '' })],
        [undefined, list(21, { id: 'b_1', title: '' }), [{ id: 'b_1' }], [{ id: 'b_1', title: '', more: 1 }]],
      ],
      ['buttons.0.id', ...ids],
      ['buttons.0.title', ...text(1_000)],
    ],
  ],
  [
    'ask-list',
    { body: '¿?', button: 'Ver', sections: [{ rows: [{ id: 'r_1', title: 'A' }] }] },
    [
      ...asking,
      ['header', ...maybe(text(1_000))],
      ['footer', ...maybe(text(1_000))],
      ['button', ...text(1_000)],
      ['sections', [[], list(20, { rows: [] })], [undefined, list(21, { rows: [] }), [{}], [{ rows: [], more: 1 }]]],
      ['sections.0.title', ...maybe(text(1_000))],
      [
        'sections.0.rows',
        [[], list(50, { id: 'r_1', title: '' })],
        [undefined, list(51, { id: 'r_1', title: '' }), [{ id: 'r_1', title: '', more: 1 }]],
      ],
      ['sections.0.rows.0.id', ...ids],
      ['sections.0.rows.0.title', ...text(1_000)],
      ['sections.0.rows.0.description', ...maybe(text(1_000))],
    ],
  ],
  [
    'ask-form',
    { body: '¿?', button: 'Abrir', formId: '7', data: [{ name: 'a', text: '' }], answers: [{ name: 'a', field: 'b' }] },
    [
      ...asking,
      header,
      ['footer', ...maybe(text(1_000))],
      ['button', ...text(1_000)],
      ['formId', ...text(1_000)],
      ['screen', [undefined, 'a', letters(200)], ['', letters(201), 5]],
      [
        'data',
        [undefined, [], list(50, { name: 'a', text: letters(8_192) }), [{ name: 'a', expression: letters(4_096) }]],
        [
          list(51, { name: 'a', text: '' }),
          [{ name: '1', text: '' }],
          [{ name: 'a' }],
          [{ name: 'a', text: letters(8_193) }],
          [{ name: 'a', expression: '' }],
          [{ name: 'a', expression: letters(4_097) }],
          [{ name: 'a', text: '', expression: 'x' }],
          [{ name: '1', expression: 'x' }],
        ],
      ],
      ['draft', [undefined, true, false], ['true']],
      [
        'answers',
        [undefined, [], list(100, { name: 'a', field: letters(200) })],
        [
          list(101, { name: 'a', field: 'b' }),
          [{ name: '1', field: 'b' }],
          [{ name: 'a', field: '' }],
          [{ name: 'a', field: letters(201) }],
          [{ name: 'a', field: 'b', more: 1 }],
        ],
      ],
    ],
  ],
  ['decide-rules', { rules: [] }, [...rules, ['subject', ...maybe(text(8_192))]]],
  [
    'decide-field',
    { of: 'field', rules: [] },
    [...rules, ['of', ['field', 'name', 'phone', 'language'], [undefined, '', 'other']], ['field', ...names]],
  ],
  [
    'decide-group',
    { groups: [{ id: 'g_1', group: 'vip', name: 'VIP' }] },
    [
      [
        'groups',
        [[], list(50, { id: 'g_1', group: '', name: '' })],
        [undefined, list(51, { id: 'g_1', group: '', name: '' }), [{ id: 'g_1', group: '', name: '', more: 1 }]],
      ],
      ['groups.0.id', ...ids],
      ['groups.0.group', ...text(100)],
      ['groups.0.name', ...text(120)],
      ['more', [undefined], [1]],
    ],
  ],
  [
    'decide-random',
    { sticky: true, ways: [{ id: 'w_1', label: 'A', weight: 1 }] },
    [
      [
        'ways',
        [[], list(20, { id: 'w_1', label: '', weight: 0 })],
        [undefined, list(21, { id: 'w_1', label: '', weight: 0 }), [{ id: 'w_1', label: '', weight: 0, more: 1 }]],
      ],
      ['ways.0.id', ...ids],
      ['ways.0.label', ...text(80)],
      ['ways.0.weight', [0, 1_000], [undefined, -1, 1_001, 1.5]],
      ['sticky', [true, false], [undefined, 'true']],
      ['more', [undefined], [1]],
    ],
  ],
  [
    'decide-expression',
    { cases: [{ id: 'c_1', label: 'A', expression: 'x' }] },
    [
      [
        'cases',
        [[], list(100, { id: 'c_1', label: '', expression: 'x' })],
        [
          undefined,
          list(101, { id: 'c_1', label: '', expression: 'x' }),
          [{ id: 'c_1', label: '', expression: 'x', a: 1 }],
        ],
      ],
      ['cases.0.id', ...ids],
      ['cases.0.label', ...text(80)],
      ['cases.0.expression', ['x', letters(4_096)], [undefined, '', letters(4_097)]],
      ['more', [undefined], [1]],
    ],
  ],
  [
    'decide-ai',
    { categories: [{ id: 'c_1', label: 'A' }] },
    [
      ['question', ...maybe(text(8_192))],
      ['instructions', ...maybe(text(4_096))],
      ['resultName', ...names],
      [
        'categories',
        [[], list(30, { id: 'c_1', label: '' })],
        [undefined, list(31, { id: 'c_1', label: '' }), [{ id: 'c_1', label: '', more: 1 }]],
      ],
      ['categories.0.id', ...ids],
      ['categories.0.label', ...text(80)],
      ['categories.0.examples', ...maybe(text(2_000))],
      ['more', [undefined], [1]],
    ],
  ],
  [
    'decide-hours',
    { schedule: { weekly: {} } },
    [
      ['timeZone', [undefined, '', letters(64)], [letters(65), 5]],
      ['schedule', [{ weekly: {} }], [undefined, {}]],
      ['more', [undefined], [1]],
    ],
  ],
];

describe.each(configs)('the config of %s', (type, base, edges) => {
  const accepts = ajv.compile(typed(type).config);
  const wrong = (path: string, values: (Json | undefined)[], expected: boolean) =>
    values.filter((value) => accepts(put(base, path, value)) !== expected);
  test.each(edges)('holds %s within its limits', (path, taken, refused) => {
    expect(accepts(base)).toBe(true);
    expect({ refused: wrong(path, taken, true) }).toEqual({ refused: [] });
    expect({ taken: wrong(path, refused, false) }).toEqual({ taken: [] });
  });
});

const asks = [
  { id: 'other', label: 'ports.other', kind: 'other' },
  { id: 'timeout', label: 'ports.timeout', kind: 'timeout' },
  { id: 'error', label: 'ports.error', kind: 'error' },
];
const [other, timeout, failed] = asks;
const next = { id: 'next', label: 'ports.next' };
const own = (id: string, label: string) => ({ id, label, literal: true });
const askTexts = ['body', 'retryText', 'reminders.*.text'];
const ruleTexts = ['text', 'value', 'minimum', 'maximum', 'date', 'time', 'from', 'to'].map(
  (name) => `rules.*.${name}`,
);
const nineToSix = [{ from: '09:00', to: '18:00' }];

test('the ways out that types share keep their ids', () => {
  expect([nextPort, otherPort, timeoutPort, errorPort]).toEqual([next, other, timeout, failed]);
});

const askReasons = ['unreadable', 'tooLow', 'tooHigh', 'wrongForm'].map((reason) => `retryTexts.${reason}`);
const buttonTexts = [...askTexts, 'header.text', 'header.link', 'footer', 'buttons.*.title'];
const listTexts = [
  ...askTexts,
  'header',
  'footer',
  'button',
  'sections.*.title',
  'sections.*.rows.*.title',
  'sections.*.rows.*.description',
];
const formTexts = [...askTexts, 'header.text', 'header.link', 'footer', 'button'];

test.each<[string, { initial: Config; texts: object; ports: object[] }]>([
  [
    'ask',
    {
      initial: { body: '', answerType: 'text', retries: 1 },
      texts: {
        templates: [...askTexts, ...askReasons, 'validation.earliest', 'validation.latest'],
        expressions: [],
        patterns: ['validation.pattern'],
        translated: [...askTexts, ...askReasons],
      },
      ports: [next, ...asks],
    },
  ],
  [
    'ask-location',
    {
      initial: { body: '', retries: 1 },
      texts: { templates: askTexts, expressions: [], translated: askTexts },
      ports: [next, ...asks],
    },
  ],
  [
    'ask-buttons',
    {
      initial: { body: '', buttons: [], retries: 1 },
      texts: { templates: buttonTexts, expressions: [], translated: buttonTexts },
      ports: asks,
    },
  ],
  [
    'ask-list',
    {
      initial: { body: '', button: '', sections: [{ rows: [] }], retries: 1 },
      texts: { templates: listTexts, expressions: [], translated: listTexts },
      ports: asks,
    },
  ],
  [
    'ask-form',
    {
      initial: { body: '', button: '', formId: '', retries: 1 },
      texts: {
        templates: [...formTexts, 'formId', 'data.*.text'],
        expressions: ['data.*.expression'],
        translated: [...formTexts, 'data.*.text'],
      },
      ports: [next, ...asks],
    },
  ],
  [
    'decide-rules',
    {
      initial: { rules: [] },
      texts: { templates: ['subject', ...ruleTexts], expressions: [], patterns: ['rules.*.pattern'] },
      ports: [other!, failed!],
    },
  ],
  [
    'decide-field',
    {
      initial: { of: 'field', rules: [] },
      texts: { templates: ruleTexts, expressions: [], patterns: ['rules.*.pattern'] },
      ports: [other!, failed!],
    },
  ],
  ['decide-group', { initial: { groups: [] }, texts: { templates: [], expressions: [] }, ports: [other!] }],
  [
    'decide-random',
    {
      initial: {
        ways: [
          { id: 'w_a', label: 'A', weight: 50 },
          { id: 'w_b', label: 'B', weight: 50 },
        ],
        sticky: true,
      },
      texts: { templates: [], expressions: [] },
      ports: [own('w_a', 'A'), own('w_b', 'B')],
    },
  ],
  [
    'decide-expression',
    {
      initial: { cases: [] },
      texts: { templates: [], expressions: ['cases.*.expression'] },
      ports: [other!, failed!],
    },
  ],
  [
    'decide-ai',
    {
      initial: { categories: [] },
      texts: { templates: ['question', 'instructions'], expressions: [] },
      ports: [other!, failed!],
    },
  ],
  [
    'decide-hours',
    {
      initial: {
        schedule: {
          weekly: {
            monday: nineToSix,
            tuesday: nineToSix,
            wednesday: nineToSix,
            thursday: nineToSix,
            friday: nineToSix,
          },
        },
      },
      texts: { templates: [], expressions: [] },
      ports: [{ id: 'open', label: 'ports.open' }, { id: 'closed', label: 'ports.closed' }, failed!],
    },
  ],
])('a new %s begins so, with these texts and ways out', (type, expected) => {
  const { version, initial, texts, ports } = typed(type);
  expect({ version, initial, texts, ports: ports(initial) }).toEqual({ version: 1, ...expected });
});

test('what waits for a system says so, what waits for a person does not', () => {
  expect(configs.map(([type]) => [type, typed(type).awaits ?? 'person'])).toEqual(
    configs.map(([type]) => [type, type === 'decide-ai' ? 'system' : 'person']),
  );
});

test.each<[string, Config, object[]]>([
  [
    'ask-buttons',
    {
      buttons: [
        { id: 'b_1', title: 'Sí' },
        { id: 'b_2', title: 'No' },
      ],
    },
    [own('b_1', 'Sí'), own('b_2', 'No'), ...asks],
  ],
  [
    'ask-list',
    { sections: [{ rows: [{ id: 'r_1', title: 'A' }] }, { rows: [{ id: 'r_2', title: 'B' }] }] },
    [own('r_1', 'A'), own('r_2', 'B'), ...asks],
  ],
  [
    'decide-rules',
    {
      rules: [
        { id: 'r_1', category: 'A', kind: 'empty' },
        { id: 'r_2', category: 'B', kind: 'empty', port: 'r_1' },
        { id: 'r_3', category: 'C', kind: 'empty', port: 'p_9' },
        { id: 'r_4', category: 'D', kind: 'empty', port: 'p_9' },
      ],
    },
    [own('r_1', 'A'), own('p_9', 'C'), other!, failed!],
  ],
  [
    'decide-group',
    {
      groups: [
        { id: 'g_1', group: 'vip', name: 'VIP' },
        { id: 'g_2', group: 'x', name: '' },
      ],
    },
    [own('g_1', 'VIP'), own('g_2', 'x'), other!],
  ],
  ['decide-expression', { cases: [{ id: 'c_1', label: 'A', expression: 'x' }] }, [own('c_1', 'A'), other!, failed!]],
  ['decide-ai', { categories: [{ id: 'c_1', label: 'A' }] }, [own('c_1', 'A'), other!, failed!]],
])('%s has a way out for each choice', (type, config, expected) => {
  expect(typed(type).ports(config)).toEqual(expected);
});

/** Everything but the words, which are for logs. */
const issues = (type: string, config: Config) =>
  (typed(type).check?.(config) ?? []).map(({ message, ...rest }) => {
    expect(message).not.toBe('');
    return rest;
  });
const error = (code: string, path: string, params?: object) => ({
  code,
  severity: 'error',
  path,
  ...(params && { params }),
});
const warning = (code: string, path: string, params?: object) => ({
  ...error(code, path, params),
  severity: 'warning',
});

test.each<[string, string, Config, object[]]>([
  ['nothing in a whole ask', 'ask', { body: '¿?', answerType: 'text' }, []],
  ['a question without words', 'ask', { body: ' \n', answerType: 'text' }, [error('text.empty', '/body')]],
  [
    'a least number above the most',
    'ask',
    { body: '¿?', answerType: 'number', validation: { minimum: 2, maximum: 1 } },
    [error('validation.impossible', '/validation', { least: 2, most: 1 })],
  ],
  ['one number alone', 'ask', { body: '¿?', answerType: 'number', validation: { minimum: 2, maximum: 2 } }, []],
  ['no most', 'ask', { body: '¿?', answerType: 'number', validation: { minimum: 2 } }, []],
  ['no least', 'ask', { body: '¿?', answerType: 'number', validation: { maximum: 2 } }, []],
  [
    'lengths for a number',
    'ask',
    { body: '¿?', answerType: 'number', validation: { minimumLength: 5, maximumLength: 4 } },
    [],
  ],
  [
    'a least length above the most',
    'ask',
    { body: '¿?', answerType: 'text', validation: { minimumLength: 5, maximumLength: 4 } },
    [error('validation.impossible', '/validation', { least: 5, most: 4 })],
  ],
  [
    'dates in the wrong order',
    'ask',
    { body: '¿?', answerType: 'date', validation: { earliest: '2026-03-05', latest: '2026-03-04' } },
    [error('validation.impossible', '/validation', { least: '2026-03-05', most: '2026-03-04' })],
  ],
  ...(['text', 'time', 'email'] as const).map((answerType): [string, string, Config, object[]] => [
    `days for a ${answerType}`,
    'ask',
    { body: '¿?', answerType, validation: { earliest: '2026-03-05', latest: '2026-03-04' } },
    answerType === 'time'
      ? [
          error('rule.value-not-time', '/validation/earliest', { value: '2026-03-05' }),
          error('rule.value-not-time', '/validation/latest', { value: '2026-03-04' }),
        ]
      : [],
  ]),
  ...['today+9', '9/9/2027', '2026-03-05x', '{{ variables.a }}'].map((earliest): [string, string, Config, object[]] => [
    `nothing in a first date “${earliest}” that is not written out`,
    'ask',
    { body: '¿?', answerType: 'date', validation: { earliest, latest: '2026-03-04' } },
    [],
  ]),
  [
    'a first date that is none',
    'ask',
    { body: '¿?', answerType: 'date', validation: { earliest: 'x2026-03-05', latest: '2026-03-04' } },
    [error('rule.value-not-date', '/validation/earliest', { value: 'x2026-03-05' })],
  ],
  ['limits left empty', 'ask', { body: '¿?', answerType: 'date', validation: { earliest: '', latest: '' } }, []],
  ['a place asked for without words', 'ask-location', { body: '' }, [error('text.empty', '/body')]],
  [
    'an empty list',
    'ask-list',
    { body: '', button: ' ', sections: [{ rows: [] }] },
    [error('text.empty', '/body'), error('text.empty', '/button'), error('choices.none', '/sections')],
  ],
  [
    'rows that cannot be told apart',
    'ask-list',
    {
      body: '¿?',
      button: 'Ver',
      sections: [
        { rows: [{ id: 'r_1', title: 'A' }] },
        {
          rows: [
            { id: 'r_1', title: ' a' },
            { id: 'r_2', title: ' ' },
            { id: 'r_3', title: '' },
          ],
        },
      ],
    },
    [
      error('id.repeated', '/sections/1/rows/0/id', { id: 'r_1' }),
      error('choices.repeated-title', '/sections/1/rows/0/title', { title: ' a' }),
      error('text.empty', '/sections/1/rows/1/title'),
      error('text.empty', '/sections/1/rows/2/title'),
    ],
  ],
  [
    'no buttons',
    'ask-buttons',
    { body: '', buttons: [] },
    [error('text.empty', '/body'), error('choices.none', '/buttons')],
  ],
  [
    'an empty form',
    'ask-form',
    { body: '', button: '', formId: ' ' },
    [error('text.empty', '/body'), error('text.empty', '/button'), error('text.empty', '/formId')],
  ],
  [
    'a form whose header, first values and answers are wrong',
    'ask-form',
    {
      body: '¿?',
      button: 'Abrir',
      formId: '7',
      header: { kind: 'text', text: '' },
      data: [
        { name: 'a', text: '' },
        { name: 'a', text: '' },
      ],
      answers: [
        { name: 'b', field: 'x' },
        { name: 'b', field: 'y' },
      ],
    },
    [
      error('text.empty', '/header/text'),
      error('form.no-screen', '/screen'),
      error('name.repeated', '/data/1/name', { name: 'a' }),
      error('name.repeated', '/answers/1/name', { name: 'b' }),
    ],
  ],
  ['a screen without values', 'ask-form', { body: '¿?', button: 'A', formId: '7', screen: 'S', data: [] }, []],
  [
    'values with a screen',
    'ask-form',
    { body: '¿?', button: 'A', formId: '7', screen: 'S', data: [{ name: 'a', text: '' }] },
    [],
  ],
  ['no rules', 'decide-rules', { rules: [] }, [warning('rules.none', '/rules')]],
  [
    'rules with everything missing',
    'decide-rules',
    {
      rules: [
        { id: 'r_1', category: ' ', kind: 'phrase', text: ' ' },
        { id: 'r_1', category: 'A', kind: 'group', group: ' ' },
        { id: 'r_2', category: 'A', kind: 'category', result: '', is: '' },
        { id: 'r_3', category: 'A', kind: 'number-more', value: 'x' },
        { id: 'r_4', category: 'A', kind: 'number-between', minimum: 'x', maximum: 'y' },
        { id: 'r_5', category: 'A', kind: 'date-after', date: 'x' },
        { id: 'r_6', category: 'A', kind: 'time-equals', time: 'x' },
        { id: 'r_7', category: 'A', kind: 'date-between', from: 'x', to: 'y' },
        { id: 'r_8', category: 'A', kind: 'time-between', from: 'x', to: 'y' },
        { id: 'r_9', category: 'A', kind: 'pattern', pattern: 'x' },
        { id: 'r_10', category: 'A', kind: 'has-text' },
      ],
    },
    [
      error('id.repeated', '/rules/1/id', { id: 'r_1' }),
      error('text.empty', '/rules/0/category'),
      error('text.empty', '/rules/0/text'),
      error('text.empty', '/rules/1/group'),
      error('text.empty', '/rules/2/result'),
      error('text.empty', '/rules/2/is'),
      error('rule.value-not-number', '/rules/3/value', { value: 'x' }),
      error('rule.value-not-number', '/rules/4/minimum', { value: 'x' }),
      error('rule.value-not-number', '/rules/4/maximum', { value: 'y' }),
      error('rule.value-not-date', '/rules/5/date', { value: 'x' }),
      error('rule.value-not-time', '/rules/6/time', { value: 'x' }),
      error('rule.value-not-date', '/rules/7/from', { value: 'x' }),
      error('rule.value-not-date', '/rules/7/to', { value: 'y' }),
      error('rule.value-not-time', '/rules/8/from', { value: 'x' }),
      error('rule.value-not-time', '/rules/8/to', { value: 'y' }),
    ],
  ],
  [
    'a field without a name',
    'decide-field',
    { of: 'field', rules: [] },
    [error('text.empty', '/field'), warning('rules.none', '/rules')],
  ],
  ['a phone', 'decide-field', { of: 'phone', rules: [{ id: 'r_1', category: 'A', kind: 'empty' }] }, []],
  [
    'groups that stand there twice',
    'decide-group',
    {
      groups: [
        { id: 'g_1', group: 'vip', name: 'VIP' },
        { id: 'g_2', group: 'vip', name: '' },
        { id: 'g_3', group: 'vip', name: 'V' },
        { id: 'g_3', group: '', name: 'V' },
      ],
    },
    [
      error('id.repeated', '/groups/3/id', { id: 'g_3' }),
      warning('groups.repeated', '/groups/1/group', { name: 'vip' }),
      warning('groups.repeated', '/groups/2/group', { name: 'V' }),
      error('text.empty', '/groups/3/group'),
    ],
  ],
  ['no groups', 'decide-group', { groups: [] }, [warning('groups.none', '/groups')]],
  [
    'ways without weight',
    'decide-random',
    {
      sticky: false,
      ways: [
        { id: 'w_1', label: '', weight: 0 },
        { id: 'w_1', label: 'B', weight: 0 },
      ],
    },
    [
      error('weights.none', '/ways'),
      error('id.repeated', '/ways/1/id', { id: 'w_1' }),
      error('text.empty', '/ways/0/label'),
    ],
  ],
  [
    'one way that has a weight',
    'decide-random',
    {
      sticky: false,
      ways: [
        { id: 'w_1', label: 'A', weight: 0 },
        { id: 'w_2', label: 'B', weight: 1 },
      ],
    },
    [],
  ],
  ['no cases', 'decide-expression', { cases: [] }, [warning('cases.none', '/cases')]],
  [
    'cases without names',
    'decide-expression',
    {
      cases: [
        { id: 'c_1', label: '', expression: 'x' },
        { id: 'c_1', label: 'B', expression: 'x' },
      ],
    },
    [error('id.repeated', '/cases/1/id', { id: 'c_1' }), error('text.empty', '/cases/0/label')],
  ],
  ['no categories', 'decide-ai', { categories: [] }, [warning('categories.none', '/categories')]],
  [
    'categories that a model cannot tell apart',
    'decide-ai',
    {
      categories: [
        { id: 'c_1', label: 'Año' },
        { id: 'c_1', label: 'ANO' },
        { id: 'c_2', label: 'None of these' },
        { id: 'c_3', label: '' },
        { id: 'c_4', label: ' ' },
        { id: 'c_5', label: 'Otro' },
      ],
    },
    [
      error('id.repeated', '/categories/1/id', { id: 'c_1' }),
      error('text.empty', '/categories/3/label'),
      error('text.empty', '/categories/4/label'),
      error('choices.repeated-title', '/categories/1/label', { title: 'ANO' }),
      error('choices.repeated-title', '/categories/2/label', { title: 'None of these' }),
    ],
  ],
  [
    'no hours in a zone that is none',
    'decide-hours',
    { schedule: { weekly: { monday: [] } }, timeZone: 'Mars/Olympus' },
    [error('time-zone.unknown', '/timeZone', { timeZone: 'Mars/Olympus' }), warning('hours.none', '/schedule')],
  ],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
    (day): [string, string, Config, object[]] => [
      `hours on ${day} alone`,
      'decide-hours',
      { schedule: { weekly: { [day]: nineToSix } }, timeZone: '' },
      [],
    ],
  ),
  [
    'reminders too late, at once and without words',
    'ask-location',
    {
      body: '¿?',
      timeoutSeconds: 90_000,
      reminders: [
        { afterSeconds: 86_399, text: '' },
        { afterSeconds: 86_400, text: 'a' },
        { afterSeconds: 86_400, text: 'b' },
        { afterSeconds: 90_000, text: 'c' },
      ],
    },
    [
      error('text.empty', '/reminders/0/text'),
      warning('reminder.outside-window', '/reminders/1/afterSeconds'),
      warning('reminder.outside-window', '/reminders/2/afterSeconds'),
      warning('reminder.same-time', '/reminders/2/afterSeconds'),
      warning('reminder.after-timeout', '/reminders/3/afterSeconds'),
    ],
  ],
])('finds %s in %s', (_what, type, config, expected) => {
  expect(issues(type, config)).toEqual(expected);
});

test.each<[string, Config, object[]]>([
  ['ask-form', { formId: ' 77 ' }, [{ kind: 'form', id: '77', path: '/formId' }]],
  ['ask-form', { formId: ' ' }, []],
  ['ask-form', { formId: '{{ variables.form }}' }, []],
  [
    'decide-field',
    {
      of: 'field',
      field: 'city',
      rules: [
        { id: 'r_1', category: 'A', kind: 'group', group: '' },
        { id: 'r_2', category: 'A', kind: 'group', group: 'vip' },
        { id: 'r_3', category: 'A', kind: 'empty' },
      ],
    },
    [
      { kind: 'field', id: 'city', path: '/field' },
      { kind: 'group', id: 'vip', path: '/rules/1/group' },
    ],
  ],
  ['decide-field', { of: 'phone', field: 'city', rules: [] }, []],
  [
    'decide-rules',
    { rules: [{ id: 'r_2', category: 'A', kind: 'group', group: 'vip' }] },
    [{ kind: 'group', id: 'vip', path: '/rules/0/group' }],
  ],
  [
    'decide-group',
    {
      groups: [
        { id: 'g_1', group: 'vip', name: '' },
        { id: 'g_2', group: '', name: '' },
      ],
    },
    [{ kind: 'group', id: 'vip', path: '/groups/0/group' }],
  ],
])('%s needs what it names outside the flow: %j', (type, config, expected) => {
  expect(typed(type).references?.(config)).toEqual(expected);
});
