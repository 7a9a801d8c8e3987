import { expect, test } from '@jest/globals';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import type { Json } from '../../../runtime/contract/index.ts';

/** What a type finds wrong with a config, as `severity code path`. */
const found = (type: string, config: { [key: string]: Json }): string[] =>
  (nodeTypes.get(type)?.check?.(config) ?? []).map(({ severity, code, path }) => `${severity} ${code} ${path}`);

test.each<[string, string, { [key: string]: Json }, string[]]>([
  ['an empty text', 'send-text', { body: ' ' }, ['error text.empty /body']],
  ['a text', 'send-text', { body: 'Hola' }, []],
  ['no file', 'send-media', { media: 'image', source: { link: '' } }, ['error text.empty /source/link']],
  [
    'an address that is not https, and a caption where none is shown',
    'send-media',
    { media: 'audio', source: { link: 'http://example.com/a.mp3' }, caption: 'x' },
    ['error media.link-invalid /source/link', 'warning media.no-caption /caption'],
  ],
  ['a computed address', 'send-media', { media: 'image', source: { link: '{{ variables.link }}' } }, []],
  ['no place', 'send-location', { place: { latitude: 0, longitude: 0 } }, ['error place.unset /place']],
  [
    'a validation that nothing satisfies',
    'ask',
    { body: '¿?', answerType: 'number', validation: { minimum: 5, maximum: 1 } },
    ['error validation.impossible /validation'],
  ],
  [
    'limits of the other kind of answer',
    'ask',
    { body: '¿?', answerType: 'text', validation: { minimum: 5, maximum: 1 } },
    [],
  ],
  ['no buttons', 'ask-buttons', { body: '¿?', buttons: [] }, ['error choices.none /buttons']],
  [
    'buttons that a person cannot tell apart',
    'ask-buttons',
    {
      body: '¿?',
      buttons: [
        { id: 'b_1', title: 'Sí' },
        { id: 'b_1', title: 'SÍ ' },
        { id: 'b_3', title: '' },
      ],
    },
    [
      'error id.repeated /buttons/1/id',
      'error choices.repeated-title /buttons/1/title',
      'error text.empty /buttons/2/title',
    ],
  ],
  [
    'rows that repeat across sections',
    'ask-list',
    {
      body: '¿?',
      button: 'Ver',
      sections: [
        { rows: [{ id: 'r_1', title: 'A' }] },
        {
          rows: [
            { id: 'r_2', title: 'B' },
            { id: 'r_1', title: 'C' },
          ],
        },
      ],
    },
    ['error id.repeated /sections/1/rows/1/id'],
  ],
  [
    'rules without words, names and numbers',
    'decide-rules',
    {
      rules: [
        { id: 'c_1', category: '', kind: 'any-word', text: '' },
        { id: 'c_1', category: 'B', kind: 'number-between', minimum: 'uno', maximum: '{{ variables.n }}' },
      ],
    },
    [
      'error id.repeated /rules/1/id',
      'error text.empty /rules/0/category',
      'error text.empty /rules/0/text',
      'error rule.value-not-number /rules/1/minimum',
    ],
  ],
  [
    'rules whose values are no dates, times, groups and categories',
    'decide-rules',
    {
      rules: [
        { id: 'r_1', category: 'A', kind: 'date-before', date: 'pronto' },
        { id: 'r_2', category: 'A', kind: 'date-between', from: 'today+7', to: '31/4' },
        { id: 'r_3', category: 'A', kind: 'time-after', time: '12:60' },
        { id: 'r_4', category: 'A', kind: 'time-between', from: '9am', to: 'today' },
        { id: 'r_5', category: 'A', kind: 'group', group: '' },
        { id: 'r_6', category: 'A', kind: 'category', result: '', is: '' },
        { id: 'r_7', category: 'A', kind: 'date-equals', date: '{{ variables.day }}' },
        { id: 'r_8', category: 'A', kind: 'number-less', value: 'x' },
      ],
    },
    [
      'error rule.value-not-date /rules/0/date',
      'error rule.value-not-date /rules/1/to',
      'error rule.value-not-time /rules/2/time',
      'error rule.value-not-time /rules/3/to',
      'error text.empty /rules/4/group',
      'error text.empty /rules/5/result',
      'error text.empty /rules/5/is',
      'error rule.value-not-number /rules/7/value',
    ],
  ],
  [
    'reminders that say nothing, come too late or at once',
    'ask',
    {
      body: '¿?',
      answerType: 'text',
      timeoutSeconds: 90_000,
      reminders: [
        { afterSeconds: 86_399, text: ' ' },
        { afterSeconds: 86_400, text: 'a' },
        { afterSeconds: 86_400, text: 'b' },
        { afterSeconds: 90_000, text: 'c' },
        { afterSeconds: 89_999, text: 'd' },
      ],
    },
    [
      'error text.empty /reminders/0/text',
      'warning reminder.outside-window /reminders/1/afterSeconds',
      'warning reminder.outside-window /reminders/2/afterSeconds',
      'warning reminder.same-time /reminders/2/afterSeconds',
      'warning reminder.after-timeout /reminders/3/afterSeconds',
      'warning reminder.outside-window /reminders/4/afterSeconds',
    ],
  ],
  [
    'a reminder that nobody answers in an ask without an end',
    'ask-buttons',
    { body: '¿?', buttons: [{ id: 'b_1', title: 'Sí' }], reminders: [{ afterSeconds: 60, text: '' }] },
    ['error text.empty /reminders/0/text'],
  ],
  [
    'limits that are no dates',
    'ask',
    { body: '¿?', answerType: 'date', validation: { earliest: 'pronto', latest: '{{ variables.x }}' } },
    ['error rule.value-not-date /validation/earliest'],
  ],
  [
    'limits that are no times',
    'ask',
    { body: '¿?', answerType: 'time', validation: { earliest: '09:00', latest: 'today' } },
    ['error rule.value-not-time /validation/latest'],
  ],
  [
    'a last date before the first',
    'ask',
    { body: '¿?', answerType: 'date', validation: { earliest: '2026-03-05', latest: '2026-03-04' } },
    ['error validation.impossible /validation'],
  ],
  [
    'one day alone',
    'ask',
    { body: '¿?', answerType: 'date', validation: { earliest: '2026-03-05', latest: '2026-03-05' } },
    [],
  ],
  [
    'lengths that contradict each other',
    'ask',
    { body: '¿?', answerType: 'text', validation: { minimumLength: 5, maximumLength: 4 } },
    ['error validation.impossible /validation'],
  ],
  [
    'a field that is not named',
    'decide-field',
    { of: 'field', rules: [] },
    ['error text.empty /field', 'warning rules.none /rules'],
  ],
  ['a name, which needs no field', 'decide-field', { of: 'name', rules: [] }, ['warning rules.none /rules']],
  ['no groups', 'decide-group', { groups: [] }, ['warning groups.none /groups']],
  [
    'groups that are not chosen or stand there twice',
    'decide-group',
    {
      groups: [
        { id: 'g_1', group: '', name: '' },
        { id: 'g_1', group: '', name: '' },
        { id: 'g_2', group: 'vip', name: 'VIP' },
        { id: 'g_3', group: 'vip', name: 'VIP' },
      ],
    },
    [
      'error id.repeated /groups/1/id',
      'error text.empty /groups/0/group',
      'error text.empty /groups/1/group',
      'warning groups.repeated /groups/3/group',
    ],
  ],
  [
    'ways without names and weights',
    'decide-random',
    {
      sticky: true,
      ways: [
        { id: 'w_1', label: ' ', weight: 0 },
        { id: 'w_1', label: 'B', weight: 0 },
      ],
    },
    ['error weights.none /ways', 'error id.repeated /ways/1/id', 'error text.empty /ways/0/label'],
  ],
  ['no ways', 'decide-random', { sticky: true, ways: [] }, ['error weights.none /ways']],
  ['no rules', 'decide-rules', { rules: [] }, ['warning rules.none /rules']],
  ['no cases', 'decide-expression', { cases: [] }, ['warning cases.none /cases']],
  [
    'an unknown zone and no hours',
    'decide-hours',
    { schedule: { weekly: {} }, timeZone: 'Mars/Olympus' },
    ['error time-zone.unknown /timeZone', 'warning hours.none /schedule'],
  ],
  [
    'one variable set twice',
    'set-variable',
    {
      assignments: [
        { name: 'a', text: '1' },
        { name: 'a', text: '2' },
      ],
    },
    ['error name.repeated /assignments/1/name'],
  ],
  ['a contact left as it is', 'update-contact', { fields: [] }, ['warning contact.nothing ']],
  [
    'an address without a protocol, a header of ours and an empty range',
    'call-webhook',
    {
      method: 'GET',
      url: 'example.com',
      timeoutSeconds: 10,
      retries: 0,
      headers: [{ name: 'Host', text: 'x' }],
      statusRanges: [{ id: 's_1', label: 'A', from: 500, to: 400 }],
    },
    [
      'error http.invalid-url /url',
      'warning http.reserved-header /headers/0/name',
      'error http.empty-range /statusRanges/0',
    ],
  ],
  [
    'a host that is computed',
    'call-webhook',
    { method: 'GET', url: 'https://{{ message.text }}/x', timeoutSeconds: 10, retries: 0 },
    ['warning http.computed-host /url'],
  ],
  [
    'a path that is computed',
    'call-webhook',
    { method: 'GET', url: 'https://example.com/{{ message.text }}', timeoutSeconds: 10, retries: 0 },
    [],
  ],
  ['a note without words', 'notify-person', { note: '' }, ['error text.empty /note']],
])('finds %s in %s', (_what, type, config, expected) => {
  expect(found(type, config)).toEqual(expected);
});

test.each<[string, { [key: string]: Json }, string[]]>([
  [
    'decide-rules',
    {
      rules: [
        { id: 'r_1', category: 'A', kind: 'has-text' },
        { id: 'r_2', category: 'A', kind: 'group', group: 'vip' },
        { id: 'r_3', category: 'A', kind: 'group', group: '' },
      ],
    },
    ['group vip /rules/1/group'],
  ],
  [
    'decide-field',
    { of: 'field', field: 'ciudad', rules: [{ id: 'r_1', category: 'A', kind: 'group', group: 'vip' }] },
    ['field ciudad /field', 'group vip /rules/0/group'],
  ],
  ['decide-field', { of: 'name', field: 'ciudad', rules: [] }, []],
  ['decide-field', { of: 'field', rules: [] }, []],
  [
    'decide-group',
    {
      groups: [
        { id: 'g_1', group: '', name: '' },
        { id: 'g_2', group: 'vip', name: 'VIP' },
      ],
    },
    ['group vip /groups/1/group'],
  ],
])('%s needs what it names outside the flow: %j', (type, config, expected) => {
  const references = nodeTypes.get(type)?.references?.(config) ?? [];
  expect(references.map(({ kind, id, path }) => `${kind} ${id} ${path}`)).toEqual(expected);
});
