import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../runtime/contract/index.ts';
import { addressesIn, isMailAddress } from '../../../runtime/nodes/mail-address.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { phoneIn } from '../../../runtime/nodes/phone-number.ts';

type Config = { [key: string]: Json };

/** What a type finds wrong with a config, as `severity code path`, and with which parameters. */
const found = (type: string, config: Config) =>
  (nodeTypes.get(type)?.check?.(config) ?? []).map(({ severity, code, path, params }) =>
    params ? [`${severity} ${code} ${path}`, params] : `${severity} ${code} ${path}`,
  );

const letter = { to: 'ana@example.com', subject: 'Hola', body: 'Cuerpo' };
const someone = { who: { phone: '+573001234567' }, flow: 'entrega' };

test.each<[string, string, Config, Json[]]>([
  ['no groups', 'change-groups', {}, ['error contact.nothing ']],
  ['groups', 'change-groups', { add: ['vip'], remove: ['new'] }, []],
  [
    'a group to join and to leave',
    'change-groups',
    { add: ['vip'], remove: ['new', 'vip'] },
    [['error membership.both /remove/1', { id: 'vip' }]],
  ],
  ['no labels', 'change-labels', { add: [] }, ['error contact.nothing ']],
  ['consent without words', 'record-consent', { state: 'granted', text: ' ' }, ['error text.empty /text']],
  ['a letter', 'send-email', letter, []],
  [
    'a letter without anything',
    'send-email',
    { to: '', subject: ' ', body: '' },
    ['error text.empty /to', 'error text.empty /subject', 'error text.empty /body'],
  ],
  [
    'addresses that are none',
    'send-email',
    { ...letter, to: 'ana@example.com, luis', replyTo: 'ventas@' },
    [
      ['error email.address-invalid /to', { address: 'luis' }],
      ['error email.address-invalid /replyTo', { address: 'ventas@' }],
    ],
  ],
  ['addresses that are computed', 'send-email', { ...letter, to: 'x, {{ variables.a }}', replyTo: '{{ 1 }}' }, []],
  ['somebody by number', 'start-someone', someone, []],
  [
    'nobody and no flow',
    'start-someone',
    { who: { phone: '' }, flow: '' },
    ['error text.empty /who/phone', 'error flow.none-picked /flow'],
  ],
  ['no contact', 'start-someone', { ...someone, who: { contactId: ' ' } }, ['error text.empty /who/contactId']],
  ['a contact', 'start-someone', { ...someone, who: { contactId: 'c1' } }, []],
  [
    'what is no number',
    'start-someone',
    { ...someone, who: { phone: 'Ana' } },
    [['error phone.invalid /who/phone', { phone: 'Ana' }]],
  ],
  ['a number that is computed', 'start-someone', { ...someone, who: { phone: '{{ variables.a }}' } }, []],
  [
    'an input twice',
    'start-someone',
    {
      ...someone,
      inputs: [
        { name: 'a', text: '' },
        { name: 'a', text: '' },
      ],
    },
    [['error name.repeated /inputs/1/name', { name: 'a' }]],
  ],
  [
    'no flow to run, and outputs twice',
    'run-subflow',
    {
      flow: '',
      stay: false,
      inputs: [
        { name: 'b', text: '' },
        { name: 'b', text: '' },
      ],
      outputs: [
        { name: 'a', text: '' },
        { name: 'a', text: '' },
      ],
    },
    [
      'error flow.none-picked /flow',
      ['error name.repeated /inputs/1/name', { name: 'b' }],
      ['error name.repeated /outputs/1/name', { name: 'a' }],
    ],
  ],
  ['no card to jump to', 'jump', { node: '' }, ['error jump.none-picked /node']],
  ['a card to jump to', 'jump', { node: 'n_1' }, []],
  [
    'a day that never is',
    'wait-until',
    { moment: { kind: 'date', date: '2026-02-30', time: '09:00' }, zone: 'flow' },
    [['error moment.no-date /moment/date', { date: '2026-02-30' }]],
  ],
  ['a day', 'wait-until', { moment: { kind: 'date', date: '2026-02-28', time: '09:00' }, zone: 'flow' }, []],
  ['a time of day', 'wait-until', { moment: { kind: 'next', time: '09:00' }, zone: 'flow' }, []],
  [
    'a model without instructions',
    'ai-reply',
    { instructions: '', maximumCharacters: 5 },
    ['error text.empty /instructions'],
  ],
  [
    'an answer that nobody gets',
    'ai-reply',
    { instructions: 'x', maximumCharacters: 5, silent: true },
    ['warning ai.answer-unused /silent'],
  ],
  [
    'an answer kept as a result',
    'ai-reply',
    { instructions: 'x', maximumCharacters: 5, silent: true, resultName: 'a' },
    [],
  ],
  [
    'an answer kept in a variable',
    'ai-reply',
    { instructions: 'x', maximumCharacters: 5, silent: true, variableName: 'a' },
    [],
  ],
  ['no categories', 'decide-ai', { categories: [] }, ['warning categories.none /categories']],
  [
    'categories that nobody can tell apart',
    'decide-ai',
    {
      categories: [
        { id: 'k_1', label: 'Comprar' },
        { id: 'k_1', label: '¡COMPRAR!' },
        { id: 'k_3', label: ' ' },
        { id: 'k_4', label: 'None of these' },
        { id: 'k_5', label: '' },
      ],
    },
    [
      ['error id.repeated /categories/1/id', { id: 'k_1' }],
      'error text.empty /categories/2/label',
      'error text.empty /categories/4/label',
      ['error choices.repeated-title /categories/1/label', { title: '¡COMPRAR!' }],
      ['error choices.repeated-title /categories/3/label', { title: 'None of these' }],
    ],
  ],
  ['a note without words', 'note', { text: '' }, ['error text.empty /text']],
  ['a ticket without words', 'hand-off', { note: '', afterwards: 'wait' }, ['error text.empty /note']],
  [
    'an address that is a secret',
    'call-webhook',
    { method: 'GET', url: '{{ secrets.hook }}', timeoutSeconds: 5, retries: 0 },
    [],
  ],
  [
    'an address with a secret for a host',
    'call-webhook',
    { method: 'GET', url: ' https://{{ secrets.host }}/a', timeoutSeconds: 5, retries: 0 },
    [],
  ],
  [
    'an address whose host is computed beside a secret',
    'call-webhook',
    { method: 'GET', url: 'https://{{ secrets.a }}.{{ variables.b }}', timeoutSeconds: 5, retries: 0 },
    ['warning http.computed-host /url'],
  ],
])('%s: what is found wrong', (_what, type, config, expected) => {
  expect(found(type, config)).toEqual(expected);
});

test.each<[string, Config, Json[]]>([
  [
    'change-groups',
    { add: ['a', 'b'], remove: ['c'] },
    [
      { kind: 'group', id: 'a', path: '/add/0' },
      { kind: 'group', id: 'b', path: '/add/1' },
      { kind: 'group', id: 'c', path: '/remove/0' },
    ],
  ],
  ['change-labels', { add: ['a'] }, [{ kind: 'label', id: 'a', path: '/add/0' }]],
  ['start-someone', someone, [{ kind: 'flow', id: 'entrega', path: '/flow' }]],
  ['start-someone', { ...someone, flow: '' }, []],
  ['run-subflow', { flow: 'pago', stay: false }, [{ kind: 'flow', id: 'pago', path: '/flow' }]],
  ['hand-off', { note: 'x', afterwards: 'wait', queue: 'ventas' }, [{ kind: 'queue', id: 'ventas', path: '/queue' }]],
  ['hand-off', { note: 'x', afterwards: 'wait' }, []],
  [
    'update-contact',
    { fields: [{ name: 'city', text: 'x' }] },
    [{ kind: 'field', id: 'city', path: '/fields/0/name' }],
  ],
  ['update-contact', {}, []],
  [
    'call-webhook',
    {
      method: 'POST',
      url: 'https://{{ secrets.host }}/{{secrets.path}}',
      headers: [
        { name: 'a', secret: 'key' },
        { name: 'b', text: 'Bearer {{ secrets.token }}' },
      ],
      body: { text: '{{ secrets.body }} {{ variables.secrets }}' },
      timeoutSeconds: 5,
      retries: 0,
    },
    [
      { kind: 'secret', id: 'host', path: '/url' },
      { kind: 'secret', id: 'path', path: '/url' },
      { kind: 'secret', id: 'key', path: '/headers/0/secret' },
      { kind: 'secret', id: 'token', path: '/headers/1/text' },
      { kind: 'secret', id: 'body', path: '/body/text' },
    ],
  ],
  [
    'call-webhook',
    { method: 'POST', url: 'https://a.b', body: { expression: '1' }, timeoutSeconds: 5, retries: 0 },
    [],
  ],
])('%s says what it needs outside the flow', (type, config, expected) => {
  expect(nodeTypes.get(type)?.references?.(config)).toEqual(expected);
});

describe('ways out', () => {
  const ports = (type: string, config: Config) => nodeTypes.get(type)?.ports(config);
  const ids = (type: string, config: Config) => ports(type, config)?.map(({ id }) => id);

  test('a flow that is gone over to does not come back', () => {
    expect(ids('run-subflow', { flow: 'a', stay: false })).toEqual(['next', 'error']);
    expect(ids('run-subflow', { flow: 'a', stay: true })).toEqual(['error']);
  });

  test('the next time of day is never past', () => {
    expect(ids('wait-until', { moment: { kind: 'next', time: '09:00' }, zone: 'flow' })).toEqual(['next', 'error']);
    expect(ids('wait-until', { moment: { kind: 'computed', expression: '1' }, zone: 'flow' })).toEqual([
      'next',
      'past',
      'error',
    ]);
    expect(ids('wait-until', { moment: { kind: 'date', date: '2026-01-05', time: '09:00' }, zone: 'flow' })).toEqual([
      'next',
      'past',
      'error',
    ]);
  });

  test('people attend in time where there is a time', () => {
    const all = [
      { id: 'next', label: 'ports.attended' },
      { id: 'timeout', label: 'ports.notAttended', kind: 'timeout' },
      { id: 'error', label: 'ports.error', kind: 'error' },
    ];
    expect(ports('hand-off', { note: 'x', afterwards: 'wait', timeoutSeconds: 60 })).toEqual(all);
    expect(ids('hand-off', { note: 'x', afterwards: 'wait' })).toEqual(['next', 'error']);
    expect(ids('hand-off', { note: 'x', afterwards: 'end', timeoutSeconds: 60 })).toEqual(['error']);
  });

  test('each category is one, in the author’s words', () => {
    expect(ports('decide-ai', { categories: [{ id: 'k_1', label: 'Comprar' }] })).toEqual([
      { id: 'k_1', label: 'Comprar', literal: true },
      { id: 'other', label: 'ports.other', kind: 'other' },
      { id: 'error', label: 'ports.error', kind: 'error' },
    ]);
  });

  test('a jump has none and goes on at its card', () => {
    expect(ports('jump', { node: 'n_1' })).toEqual([]);
    expect(nodeTypes.get('jump')?.targets?.({ node: 'n_1' })).toEqual(['n_1']);
    expect(nodeTypes.get('jump')?.targets?.({ node: '' })).toEqual([]);
  });
});

test.each<[string, Config, string, Config]>([
  ['change-groups', { add: ['a'], remove: ['b'] }, 'nodes.change-groups.summary', { names: '+a −b' }],
  ['record-consent', { state: 'withdrawn', text: 'x' }, 'nodes.record-consent.summary.withdrawn', { text: 'x' }],
  ['send-email', letter, 'nodes.send-email.summary', { to: 'ana@example.com', subject: 'Hola' }],
  ['start-someone', someone, 'nodes.start-someone.summary', { who: '+573001234567', flow: 'entrega' }],
  [
    'start-someone',
    { ...someone, who: { contactId: 'c1' } },
    'nodes.start-someone.summary',
    { who: 'c1', flow: 'entrega' },
  ],
  ['run-subflow', { flow: 'pago', stay: false }, 'nodes.run-subflow.summary', { flow: 'pago' }],
  ['jump', { node: 'n_1' }, 'nodes.jump.summary', { node: 'n_1' }],
  [
    'wait-until',
    { moment: { kind: 'next', time: '09:00' }, zone: 'flow' },
    'nodes.wait-until.summary.next',
    { time: '09:00' },
  ],
  [
    'wait-until',
    { moment: { kind: 'date', date: '2026-01-05', time: '09:00' }, zone: 'flow' },
    'nodes.wait-until.summary.date',
    { date: '2026-01-05', time: '09:00' },
  ],
  [
    'wait-until',
    { moment: { kind: 'computed', expression: 'x' }, zone: 'flow' },
    'nodes.wait-until.summary.computed',
    { expression: 'x' },
  ],
  ['ai-reply', { instructions: 'x', maximumCharacters: 5 }, 'nodes.ai-reply.summary', { instructions: 'x' }],
  [
    'decide-ai',
    {
      categories: [
        { id: 'k_1', label: 'A' },
        { id: 'k_2', label: 'B' },
      ],
    },
    'nodes.decide-ai.summary',
    { names: 'A · B' },
  ],
  ['note', { text: 'x' }, 'nodes.note.summary', { text: 'x' }],
  ['hand-off', { note: 'x', afterwards: 'end' }, 'nodes.hand-off.summary', { note: 'x' }],
  ['close-conversation', {}, 'nodes.close-conversation.summary', {}],
])('%s sums up %j', (type, config, key, params) => {
  const nodeType = nodeTypes.get(type);
  expect(nodeType?.editor.summary?.(config)).toEqual({ key, params });
  expect(nodeType?.editor.preview(config)).toBeNull();
});

test('what waits for a system or a time says so, since a circle of such cards is a loop', () => {
  const waits = [...nodeTypes.values()].filter(({ resume }) => resume).map(({ type, awaits }) => [type, awaits]);
  expect(Object.fromEntries(waits)).toMatchObject({
    'call-webhook': 'system',
    'send-email': 'system',
    'ai-reply': 'system',
    'decide-ai': 'system',
    'wait-for': 'time',
    'wait-until': 'time',
  });
  // A sub-flow may well ask somebody.
  expect([nodeTypes.get('hand-off')?.awaits, nodeTypes.get('run-subflow')?.awaits]).toEqual([undefined, undefined]);
});

test.each([
  ['ana@example.com', true],
  ['ana.maria+x@mail.example.com.co', true],
  ["o'brien_1@a-b.co", true],
  ['josé@correo.es', true],
  ['ana@café.com', true],
  ['a@xn--caf-dma.xn--p1ai', true],
  [`${'a'.repeat(64)}@example.com`, true],
  [`${'a'.repeat(65)}@example.com`, false],
  [`a@${'b'.repeat(63)}.com`, true],
  [`a@${'b'.repeat(64)}.com`, false],
  [`a@${`${'b'.repeat(60)}.`.repeat(4)}comercial`, false],
  ['@example.com', false],
  ['ana@', false],
  ['ana', false],
  ['ana@example', false],
  ['ana@example.c', false],
  ['ana@example.c0m', false],
  ['ana@.com', false],
  ['ana@example..com', false],
  ['ana@-example.com', false],
  ['ana@example-.com', false],
  ['.ana@example.com', false],
  ['ana.@example.com', false],
  ['an..a@example.com', false],
  ['an a@example.com', false],
  ['ana@luis@example.com', false],
  ['Ana <ana@example.com>', false],
  ['"ana"@example.com', false],
  ['ana@[127.0.0.1]', false],
])('%s is an address: %s', (text, expected) => {
  expect(isMailAddress(text)).toBe(expected);
});

test('addresses stand in a list as people write it', () => {
  expect(addressesIn(' a@b.co, c@d.co;e@f.co\n\ng@h.co,, a@b.co ')).toEqual(['a@b.co', 'c@d.co', 'e@f.co', 'g@h.co']);
  expect(addressesIn(' ,; ')).toEqual([]);
});

test.each<[string, string | undefined]>([
  ['+57 (300) 123-45.67', '+573001234567'],
  ['0057 3001234567', '+573001234567'],
  ['573001234567', '+573001234567'],
  ['+12345678', '+12345678'],
  ['+1234567', undefined],
  ['+123456789012345', '+123456789012345'],
  ['+1234567890123456', undefined],
  ['+0123456789', undefined],
  ['++573001234567', undefined],
  ['+57300x1234567', undefined],
  ['', undefined],
])('%j as a number is %s', (text, expected) => {
  expect(phoneIn(text)).toBe(expected);
});
