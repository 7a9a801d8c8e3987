import { describe, expect, test } from '@jest/globals';
import type { FormField, Json, NodeType } from '../../../../runtime/contract/index.ts';
import { configChanges } from '../../../../runtime/engine/changes/config-changes.ts';
import { littleTypes } from '../../../support/engine.ts';

type Config = { [name: string]: Json };

/** A card with every sort of field. */
const stop = littleTypes.get('stop');
if (!stop) throw new Error('There is no type "stop".');
const form: FormField[] = [
  { key: 'header.text', widget: 'template-text' },
  { key: 'body', widget: 'template-text', label: 'own.label' },
  { key: 'bodyExtra', widget: 'number' },
  {
    key: 'mode',
    widget: 'select',
    options: [
      { value: 'fast', label: 'modes.fast' },
      { value: 'two', label: 'modes.two' },
    ],
  },
  { key: 'buttons', widget: 'choices' },
  { key: 'sections', widget: 'sections' },
  { key: 'list', widget: 'text' },
  { key: 'deep', widget: 'number' },
  { key: 'deep.er', widget: 'toggle' },
];
const card: NodeType = {
  ...stop,
  type: 'card',
  texts: {
    templates: ['body', 'header.text', 'buttons.*.title', 'buttons.*.description', 'list.*'],
    expressions: ['when', 'sections.*.rows.*.formula'],
    patterns: ['pattern'],
  },
  editor: { ...stop.editor, form },
};

const about = (field: string, widget: string, label = `nodes.card.fields.${field}`) => ({ field, label, widget });
const header = about('header.text', 'template-text');
const body = about('body', 'template-text', 'own.label');
const mode = about('mode', 'select');
const buttons = about('buttons', 'choices');
const sections = about('sections', 'sections');
const list = about('list', 'text');

const button = (id: string, title: string, more: Config = {}): Json => ({ id, title, ...more });
const rows = (...items: Json[]): Config => ({ sections: [{ id: 's', title: 'S', rows: items }] });
const shelves = (...items: Json[]): Config => ({ sections: [{ rows: items }, 'x'] });

const changed = (code: string, params: Config) => ({ code, params });
const text = (field: Config, before: string, after: string) => changed('text-changed', { ...field, before, after });

describe('of two configs', () => {
  test.each<[string, Config, Config, { code: string; params: Config }[]]>([
    ['nothing', { body: 'a', list: ['x'] }, { list: ['x'], body: 'a' }, []],
    ['a text', { body: 'a' }, { body: 'b' }, [text(body, 'a', 'b')]],
    ['a text that came', {}, { body: 'b' }, [text(body, '', 'b')]],
    ['a text that went', { body: 'a' }, {}, [text(body, 'a', '')]],
    ['an expression', { when: 'a' }, { when: 'b' }, [text({ field: 'when' }, 'a', 'b')]],
    ['a pattern', { pattern: 'a' }, { pattern: 'b' }, [text({ field: 'pattern' }, 'a', 'b')]],
    ['a text within', { header: { text: 'a' } }, { header: { text: 'b' } }, [text(header, 'a', 'b')]],
    [
      'a text that is a number now',
      { body: 'a' },
      { body: 5 },
      [changed('value-changed', { ...body, before: 'a', after: 5 })],
    ],
    [
      'a text that was a number',
      { body: 5 },
      { body: 'a' },
      [changed('value-changed', { ...body, before: 5, after: 'a' })],
    ],
    [
      'another kind of header beside its text',
      { header: { kind: 'text', text: 'a' } },
      { header: { kind: 'none', text: 'b' } },
      [text(header, 'a', 'b'), changed('field-changed', header)],
    ],
    ['an item of a list of texts', { list: ['a', 'b'] }, { list: ['a', 'c'] }, [text(list, 'b', 'c')]],
    ['one more text in a list', { list: ['a'] }, { list: ['a', 'b'] }, [text(list, '', 'b')]],
    ['an empty list', { buttons: [] }, {}, [changed('field-changed', buttons)]],
    [
      'a value without a field of its own',
      { strange: 1 },
      { strange: true },
      [changed('value-changed', { field: 'strange', before: 1, after: true })],
    ],
    [
      'a value that came',
      {},
      { strange: false },
      [changed('value-changed', { field: 'strange', before: null, after: false })],
    ],
    ['a value that is a list now', { strange: 1 }, { strange: [1] }, [changed('field-changed', { field: 'strange' })]],
    ['a value that was an object', { strange: {} }, { strange: 1 }, [changed('field-changed', { field: 'strange' })]],
    [
      'an option, by its words',
      { mode: 'fast' },
      { mode: 'two' },
      [
        changed('value-changed', {
          ...mode,
          before: 'fast',
          after: 'two',
          beforeLabel: 'modes.fast',
          afterLabel: 'modes.two',
        }),
      ],
    ],
    [
      'an option that nobody knows',
      {},
      { mode: 'slow' },
      [changed('value-changed', { ...mode, before: null, after: 'slow', beforeLabel: null, afterLabel: null })],
    ],
    [
      'a field whose name begins another’s',
      { bodyExtra: 1 },
      { bodyExtra: 2 },
      [changed('value-changed', { ...about('bodyExtra', 'number'), before: 1, after: 2 })],
    ],
    [
      'a field with one within it',
      { deep: { er: 1 } },
      { deep: { er: 2 } },
      [changed('field-changed', about('deep', 'number'))],
    ],
    [
      'fields in the order of the form, then those without one, those that went last',
      { gone: 1, buttons: [] },
      { zulu: 1, alfa: 1, list: ['a'], body: 'b', header: { text: 'h' } },
      [
        text(header, '', 'h'),
        text(body, '', 'b'),
        changed('field-changed', buttons),
        text(list, '', 'a'),
        changed('value-changed', { field: 'zulu', before: null, after: 1 }),
        changed('value-changed', { field: 'alfa', before: null, after: 1 }),
        changed('value-changed', { field: 'gone', before: 1, after: null }),
      ],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(configChanges(before, after, card)).toEqual(expected);
  });
});

describe('of two lists of parts', () => {
  test.each<[string, Config, Config, { code: string; params: Config }[]]>([
    [
      'one that came, one that went',
      { buttons: [button('a', 'A'), button('b', 'B')] },
      { buttons: [button('c', 'C'), button('b', 'B')] },
      [changed('part-added', { ...buttons, title: 'C' }), changed('part-removed', { ...buttons, title: 'A' })],
    ],
    ['all that came', {}, { buttons: [button('a', 'A')] }, [changed('part-added', { ...buttons, title: 'A' })]],
    [
      'a title: nobody needs to be told whose',
      { buttons: [button('a', 'A')] },
      { buttons: [button('a', 'B')] },
      [text(buttons, 'A', 'B')],
    ],
    [
      'another text, with the title of its part',
      { buttons: [button('a', 'A', { description: 'x' })] },
      { buttons: [button('a', 'A', { description: 'y' })] },
      [text({ ...buttons, title: 'A' }, 'x', 'y')],
    ],
    [
      'a title and another text, in the order of the part',
      { buttons: [button('a', 'A')] },
      { buttons: [button('a', 'B', { description: 'y' })] },
      [text(buttons, 'A', 'B'), text({ ...buttons, title: 'B' }, '', 'y')],
    ],
    [
      'a text that went',
      { buttons: [button('a', 'A', { description: 'x' })] },
      { buttons: [button('a', 'A')] },
      [text({ ...buttons, title: 'A' }, 'x', '')],
    ],
    [
      'a value beside a text: the part as a whole',
      { buttons: [button('a', 'A', { weight: 1 })] },
      { buttons: [button('a', 'B', { weight: 2 })] },
      [changed('part-changed', { ...buttons, title: 'B' })],
    ],
    [
      'a text that is none now',
      { buttons: [button('a', 'A', { description: 'x' })] },
      { buttons: [button('a', 'A', { description: 1 })] },
      [changed('part-changed', { ...buttons, title: 'A' })],
    ],
    [
      'an empty list within it',
      { buttons: [button('a', 'A')] },
      { buttons: [button('a', 'A', { list: [] })] },
      [changed('part-changed', { ...buttons, title: 'A' })],
    ],
    [
      'another order',
      { buttons: [button('a', 'A'), button('b', 'B'), button('c', 'C')] },
      { buttons: [button('b', 'B'), button('a', 'A')] },
      [changed('part-removed', { ...buttons, title: 'C' }), changed('parts-reordered', buttons)],
    ],
    [
      'the same order around one that went',
      { buttons: [button('a', 'A'), button('b', 'B'), button('c', 'C')] },
      { buttons: [button('a', 'A'), button('c', 'C')] },
      [changed('part-removed', { ...buttons, title: 'B' })],
    ],
    [
      'parts of a part: the outer one',
      rows(button('r', 'R')),
      rows(button('r', 'R2')),
      [changed('part-changed', { ...sections, title: 'S' })],
    ],
    [
      'parts of a list within a list',
      shelves(button('r', 'R'), { id: 'q', formula: '1' }),
      shelves(button('r', 'R2'), { id: 'q', formula: '2' }),
      [text(sections, 'R', 'R2'), text({ ...sections, title: '' }, '1', '2')],
    ],
    [
      'something beside the parts',
      { sections: [button('a', 'A'), 'x'] },
      { sections: [button('a', 'B'), 'y'] },
      [text(sections, 'A', 'B'), changed('field-changed', sections)],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(configChanges(before, after, card)).toEqual(expected);
  });

  test.each<[Config, string]>([
    [{ title: 'T', label: 'L', category: 'C', name: 'N' }, 'T'],
    [{ title: '', label: 'L', category: 'C', name: 'N' }, 'L'],
    [{ label: 5, category: 'C', name: 'N' }, 'C'],
    [{ name: 'N' }, 'N'],
    [{ other: 'O' }, ''],
  ])('a part %j is known by %j', (item, title) => {
    expect(configChanges({}, { strange: [{ id: 'p', ...item }] }, undefined)).toEqual([
      changed('part-added', { field: 'strange', title }),
    ]);
  });

  test.each(['title', 'label', 'category', 'name'])('its %s is what it is called, whatever the type knows', (name) => {
    const parts = (value: string): Config => ({ strange: [{ id: 'p', [name]: value }] });
    expect(configChanges(parts('a'), parts('b'), undefined)).toEqual([text({ field: 'strange' }, 'a', 'b')]);
  });

  test('what has no text for an id is no part', () => {
    const items = (value: number): Config => ({ strange: [{ id: 5, title: 'x', value }, null, [value]] });
    expect(configChanges(items(1), items(2), undefined)).toEqual([changed('field-changed', { field: 'strange' })]);
  });
});
