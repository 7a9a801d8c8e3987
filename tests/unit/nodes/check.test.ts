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
