import { describe, expect, test } from '@jest/globals';
import { messageLimits } from '../../../../runtime/contract/index.ts';
import { limits } from '../../../../runtime/channels/whatsapp-cloud/limits.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { AskConfig } from '../../../../runtime/nodes/ask/schema.ts';
import { CallWebhookConfig } from '../../../../runtime/nodes/call-webhook/schema.ts';
import { PartId } from '../../../../runtime/nodes/config-parts.ts';
import { limitsOf } from '../../../../editor/inspector/limits.ts';
import { shapeAt } from '../../../../editor/inspector/shape.ts';
import { moved, nearest } from '../../../../editor/inspector/parts/lists.ts';
import { numberFrom, within } from '../../../../editor/inspector/parts/numbers.ts';
import { renamedKey } from '../../../../editor/inspector/parts/records.ts';
import { namesIn, sampleBody, sampleData, sampleValue } from '../../../../editor/inspector/parts/samples.ts';
import { spotsIn } from '../../../../editor/inspector/parts/spots.ts';
import { fixedLength } from '../../../../editor/inspector/parts/template.ts';
import { freeName } from '../../../../editor/inspector/widgets/assignments.ts';
import { newCase } from '../../../../editor/inspector/widgets/cases.ts';
import { newChoice } from '../../../../editor/inspector/widgets/choices.ts';
import { secondsOf, unitOf } from '../../../../editor/inspector/widgets/duration.ts';
import { readHeader, withHeaderKind } from '../../../../editor/inspector/widgets/header.ts';
import {
  copiedDay,
  endsNextDay,
  isYearly,
  nextPeriod,
  withDay,
  withYear,
} from '../../../../editor/inspector/widgets/hours.ts';
import { asHeaderName, asSecretName } from '../../../../editor/inspector/widgets/http-headers.ts';
import { placeFrom } from '../../../../editor/inspector/widgets/place.ts';
import {
  isResponsePath,
  responsePath,
  withResponseValue,
} from '../../../../editor/inspector/widgets/response-values.ts';
import {
  categoriesBefore,
  kindGroups,
  newRule,
  operandOf,
  withCategory,
  withKind,
} from '../../../../editor/inspector/widgets/rules.ts';
import { countRows, newSection } from '../../../../editor/inspector/widgets/sections.ts';
import { newRange } from '../../../../editor/inspector/widgets/status-ranges.ts';
import { newGroupWay, readGroupWays } from '../../../../editor/inspector/widgets/group-ways.ts';
import { newReminder, readReminders } from '../../../../editor/inspector/widgets/reminders.ts';
import { reasonsFor } from '../../../../editor/inspector/widgets/retry-texts.ts';
import { bytesOf, megabytesOf, withCheck } from '../../../../editor/inspector/widgets/validation.ts';
import { newWay, readWays, shareOf } from '../../../../editor/inspector/widgets/weights.ts';
import { asExpression, asText, readSource, turned } from '../../../../editor/inspector/widgets/value.ts';

describe('limits', () => {
  test('a form counts by what the channel itself checks', () => {
    expect(limits).toMatchObject(messageLimits);
    const buttons = nodeTypes.get('ask-buttons')?.editor.form.find(({ key }) => key === 'buttons');
    expect(buttons && limitsOf(buttons)).toEqual({ items: 3, title: 20 });
    const sections = nodeTypes.get('ask-list')?.editor.form.find(({ key }) => key === 'sections');
    expect(sections && limitsOf(sections)).toEqual({
      sections: 10,
      section: 24,
      items: 10,
      title: 24,
      description: 72,
    });
  });

  test('only what stands fixed in a text is counted', () => {
    expect(fixedLength('Hola')).toEqual({ length: 4, computed: false });
    expect(fixedLength('Hola {{ contact.firstName }}!')).toEqual({ length: 6, computed: true });
    expect(fixedLength('Hola {{ roto')).toEqual({ length: 5, computed: true });
  });

  test('a number field knows its limits from the schema', () => {
    expect(shapeAt(CallWebhookConfig, 'timeoutSeconds')).toEqual({
      required: true,
      wholeNumber: true,
      minimum: 1,
      maximum: 10,
    });
    expect(shapeAt(AskConfig, 'retries')).toMatchObject({ required: false, minimum: 0, maximum: 10 });
    expect(shapeAt(AskConfig, 'nowhere')).toEqual({ required: false });
  });
});

describe('texts', () => {
  test('fall into words and expressions, and what is not closed stays words', () => {
    expect(spotsIn('a {{ x }}b{{ y')).toEqual([
      { from: 0, words: 'a ' },
      { from: 2, expression: ' x ' },
      { from: 9, words: 'b' },
      { from: 10, words: '{{ y' },
    ]);
  });
});

describe('lists', () => {
  test('an item moves to another place and nowhere beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 0, 2)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });

  test('what is dragged lands where it is nearest', () => {
    const spans = [0, 40, 80].map((top) => ({ top, bottom: top + 30 }));
    expect([-50, 30, 60, 500].map((y) => nearest(spans, y))).toEqual([0, 0, 1, 2]);
  });

  test('new parts have ids of their own that can be ports', () => {
    const made = [newChoice('b'), newChoice('r'), newRule(), newCase(), newRange('x'), ...newSection().rows];
    const form = new RegExp(String(PartId.pattern));
    expect(made.filter(({ id }) => !form.test(id))).toEqual([]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
    expect(newChoice('b', () => 'x1')).toEqual({ id: 'b_x1', title: '' });
  });

  test('the rows of all sections count together', () => {
    expect(countRows([{ rows: [newChoice('r')] }, { rows: [newChoice('r'), newChoice('r')] }])).toBe(3);
  });

  test('a new name is one that is free', () => {
    expect([freeName('dato', []), freeName('dato', ['dato', 'dato_2'])]).toEqual(['dato', 'dato_3']);
  });
});

describe('numbers and durations', () => {
  test('a number is read with point or comma, within its limits', () => {
    const read = ['3', '1,5', '-2', '.5', 'tres', '', '1e9', '12 '].map((text) => numberFrom(text, { maximum: 20 }));
    expect(read).toEqual([3, 1.5, -2, 0.5, undefined, undefined, undefined, 12]);
    expect(numberFrom('1.5', { wholeNumber: true })).toBeUndefined();
    expect([within(12, { maximum: 10 }), within(-1, { minimum: 0 }), within(1.6, { wholeNumber: true })]).toEqual([
      10, 0, 2,
    ]);
  });

  test('a duration shows the largest unit that fits', () => {
    expect([86_400, 7_200, 1_800, 90, 0].map(unitOf)).toEqual(['days', 'hours', 'minutes', 'seconds', 'seconds']);
    expect(secondsOf(2, 'hours', {})).toBe(7_200);
    expect(secondsOf(60, 'days', { maximum: 2_592_000 })).toBe(2_592_000);
  });
});

describe('values', () => {
  test('a text becomes the expression that yields the same, and back', () => {
    expect(asExpression('Hola')).toBe('"Hola"');
    expect(asExpression('{{ variables.total }}')).toBe('variables.total');
    expect(asExpression('Son {{ a ? b : c }} MXN')).toBe('"Son " & (a ? b : c) & " MXN"');
    expect(asText('variables.total')).toBe('{{ variables.total }}');
    expect(asText('"Hola"')).toBe('Hola');
    expect(asText('')).toBe('');
  });

  test('a source is read in either form and turned into the other', () => {
    expect(readSource({ expression: 'a' })).toEqual({ kind: 'expression', expression: 'a' });
    expect(readSource(7)).toEqual({ kind: 'text', text: '' });
    expect(turned({ kind: 'text', text: 'x' }, 'expression')).toEqual({ expression: '"x"' });
    expect(turned({ kind: 'text', text: 'x' }, 'text')).toEqual({ text: 'x' });
  });
});

describe('rules', () => {
  test('every rule of the library is offered with what it compares with', () => {
    expect(
      kindGroups()
        .flatMap(({ kinds }) => kinds)
        .toSorted(),
    ).toEqual([...operandOf.keys()].toSorted());
    expect(operandOf.size).toBe(32);
    expect(kindGroups('value').flatMap(({ kinds }) => kinds)).toHaveLength(29);
    expect(Object.fromEntries(operandOf)).toMatchObject({
      'any-word': 'text',
      pattern: 'pattern',
      'number-between': 'range',
      'number-less': 'value',
      media: 'media',
      choice: 'choiceId',
      email: 'none',
      'date-equals': 'date',
      'date-between': 'dates',
      'time-after': 'time',
      'time-between': 'times',
      phone: 'region',
      group: 'group',
      category: 'category',
    });
    expect(Object.fromEntries(kindGroups().map(({ group, kinds }) => [group, kinds.length]))).toEqual({
      words: 8,
      numbers: 7,
      dates: 5,
      times: 5,
      content: 5,
      person: 2,
    });
  });

  test('a date or time goes along from one comparison to another of its kind', () => {
    const before = { id: 'r_1', kind: 'date-before', category: 'A', date: 'today' };
    const between = withKind(before, 'date-between');
    expect(between).toEqual({ id: 'r_1', kind: 'date-between', category: 'A', from: 'today', to: '' });
    expect(withKind(between, 'date-after')).toEqual({ ...before, kind: 'date-after' });
    expect(withKind(between, 'time-between')).toMatchObject({ from: '', to: '' });
    const times = withKind({ id: 'r_1', kind: 'time-before', category: 'A', time: '09:00' }, 'time-between');
    expect(times).toMatchObject({ from: '09:00', to: '' });
    expect(withKind(times, 'time-equals')).toMatchObject({ time: '09:00' });
  });

  test('another kind keeps what both compare with, and the way out', () => {
    const rule = { id: 'r_1', kind: 'any-word', category: 'Sí', port: 'r_0', text: 'sí' };
    expect(withKind(rule, 'phrase')).toEqual({ ...rule, kind: 'phrase' });
    expect(withKind(rule, 'pattern')).toEqual({
      id: 'r_1',
      port: 'r_0',
      kind: 'pattern',
      category: 'Sí',
      pattern: 'sí',
    });
    expect(withKind(rule, 'email')).toEqual({ id: 'r_1', port: 'r_0', kind: 'email', category: 'Sí' });
  });

  test('a rule that is given the name of an earlier way out shares it, and leaves it with another name', () => {
    const rules = [
      { id: 'r_1', kind: 'has-text', category: 'Sí' },
      { id: 'r_2', kind: 'email', category: '' },
    ];
    expect(categoriesBefore(rules, 1)).toEqual([{ port: 'r_1', category: 'Sí' }]);
    const shared = withCategory(rules, 1, 'Sí');
    expect(shared).toEqual({ id: 'r_2', kind: 'email', category: 'Sí', port: 'r_1' });
    expect(shared && withCategory([rules[0]!, shared], 1, 'Correo')).toEqual({
      id: 'r_2',
      kind: 'email',
      category: 'Correo',
    });
    expect(withCategory(rules, 0, 'Claro')).toEqual({ id: 'r_1', kind: 'has-text', category: 'Claro' });
  });
});

describe('hours', () => {
  const nine = [{ from: '09:00', to: '18:00' }];
  test('a day without hours is closed and not named; the week stays in order', () => {
    const week = withDay({ wednesday: nine }, 'monday', nine);
    expect(Object.keys(week)).toEqual(['monday', 'wednesday']);
    expect(withDay(week, 'wednesday', [])).toEqual({ monday: nine });
    expect(copiedDay({ monday: nine }, 'monday', ['tuesday', 'friday'])).toEqual({
      monday: nine,
      tuesday: nine,
      friday: nine,
    });
  });

  test('further hours begin after the last ones', () => {
    expect(nextPeriod([])).toEqual(nine[0]);
    expect(nextPeriod([{ from: '09:00', to: '13:00' }])).toEqual({ from: '14:00', to: '18:00' });
    expect(nextPeriod([{ from: '09:00', to: '23:30' }])).toEqual({ from: '23:00', to: '23:59' });
  });

  test('hours past midnight end on the next day', () => {
    const ends = [nine[0]!, { from: '20:00', to: '02:00' }, { from: '20:00', to: '24:00' }].map(endsNextDay);
    expect(ends).toEqual([false, true, false]);
  });

  test('a day of one year becomes one of every year and back', () => {
    expect([isYearly('12-25'), isYearly('2026-12-25')]).toEqual([true, false]);
    expect([withYear('2026-12-25', null), withYear('12-25', 2027), withYear('02-29', 2027)]).toEqual([
      '12-25',
      '2027-12-25',
      '2027-03-01',
    ]);
  });
});

describe('webhooks', () => {
  test('a header has a name that HTTP takes, a secret one that the workspace keeps', () => {
    expect(asHeaderName('X Mi: Cabecera')).toBe('XMiCabecera');
    expect(asSecretName('9 mi-secreto!')).toBe('mi-secreto');
  });

  test('a click on a part of the answer keeps it under a name that is free, once', () => {
    const first = withResponseValue([], ['body', 'items', 0, 'price']);
    expect(first).toEqual([{ name: 'price', path: 'body.items[0].price' }]);
    const second = withResponseValue(first, ['body', 'price']);
    expect(second).toEqual([...first, { name: 'price_2', path: 'body.price' }]);
    expect(withResponseValue(second, ['body', 'price'])).toEqual(second);
    expect(withResponseValue(second, ['body', 'con espacio'])).toEqual(second);
    expect(responsePath(['status'])).toBe('status');
    expect([isResponsePath('body..a'), isResponsePath('cuerpo')]).toEqual([false, false]);
  });
});

describe('reminders, reasons, weights and groups', () => {
  const newId = () => 'x1';

  test('a further reminder comes an hour after the last', () => {
    const first = newReminder([], newId);
    expect(first).toEqual({ id: 'm_x1', afterSeconds: 3_600, text: '' });
    expect(newReminder([first, { afterSeconds: 60, text: '' }], newId).afterSeconds).toBe(7_200);
    expect(readReminders([{ text: 'x', afterSeconds: 5 }, 'y', {}])).toEqual([
      { text: 'x', afterSeconds: 5 },
      { text: '', afterSeconds: 3_600 },
    ]);
  });

  test('only the reasons that can come up are offered, and those that have words', () => {
    expect(reasonsFor('text', {}, {})).toEqual([]);
    expect(reasonsFor('text', { maximumLength: 5 }, {})).toEqual(['tooHigh']);
    expect(reasonsFor('number', {}, {})).toEqual([]);
    expect(reasonsFor('number', { minimum: 1, wholeNumber: true }, {})).toEqual(['unreadable', 'tooLow', 'wrongForm']);
    expect(reasonsFor('date', {}, { tooHigh: 'x' })).toEqual(['tooHigh']);
    expect(reasonsFor('email', {}, {})).toEqual([]);
  });

  test('a way of chance shows its share', () => {
    const ways = readWays([{ id: 'w_1', label: 'A', weight: 1 }, { id: 'w_2', label: 'B', weight: 2 }, {}]);
    expect(ways.map(({ weight }) => shareOf(weight, ways))).toEqual([33.3, 66.7, 0]);
    expect(shareOf(0, [])).toBe(0);
    expect(newWay(ways.slice(0, 2), newId)).toEqual({ id: 'w_x1', label: 'C', weight: 2 });
    expect(newWay([], newId).weight).toBe(1);
  });

  test('a way for a group begins without one', () => {
    expect(newGroupWay(newId)).toEqual({ id: 'g_x1', group: '', name: '' });
    expect(readGroupWays([{ id: 'g_1', group: 'vip', name: 'VIP' }, 3])).toEqual([
      { id: 'g_1', group: 'vip', name: 'VIP' },
    ]);
  });

  test('sizes are written in megabytes and kept in bytes', () => {
    expect([megabytesOf(5 * 1024 * 1024), megabytesOf(undefined), bytesOf(5), bytesOf(0), bytesOf(undefined)]).toEqual([
      5,
      undefined,
      5 * 1024 * 1024,
      1,
      undefined,
    ]);
  });
});

describe('header, validation and place', () => {
  test('a header changes its kind and keeps its file', () => {
    const image = readHeader({ kind: 'image', link: 'https://x.test/a.jpg' });
    expect(withHeaderKind(image, 'video')).toEqual({ kind: 'video', link: 'https://x.test/a.jpg' });
    expect(withHeaderKind(image, 'text')).toEqual({ kind: 'text', text: '' });
    expect(withHeaderKind(image, 'none')).toBeUndefined();
  });

  test('the last check that goes takes the validation with it', () => {
    expect(withCheck({}, 'minimum', 3)).toEqual({ minimum: 3 });
    expect(withCheck({ minimum: 3, maximum: 5 }, 'minimum', undefined)).toEqual({ maximum: 5 });
    expect(withCheck({ minimum: 3 }, 'minimum', undefined)).toBeUndefined();
  });

  test('a place is read from what maps write', () => {
    const place = { latitude: 19.4326, longitude: -99.1332 };
    const pasted = [
      '19.4326, -99.1332',
      '(19.4326; -99.1332)',
      'https://www.google.com/maps/@19.4326,-99.1332,17z',
      'https://www.google.com/maps/place/X/@1,2,17z/data=!3m1!3d19.4326!4d-99.1332',
      'https://maps.google.com/?q=19.4326,-99.1332',
      'https://www.openstreetmap.org/?mlat=19.4326&mlon=-99.1332#map=1/0/0',
    ];
    expect(pasted.map(placeFrom)).toEqual(pasted.map(() => place));
    expect(['Calle 5 # 10', '190, 20', ''].map(placeFrom)).toEqual([undefined, undefined, undefined]);
  });
});

describe('names and samples', () => {
  test('an entry is renamed in its place, but not over another', () => {
    const record = { a: 1, b: 2 };
    expect(Object.entries(renamedKey(record, 'a', 'c') ?? {})).toEqual([
      ['c', 1],
      ['b', 2],
    ]);
    expect([renamedKey(record, 'a', 'b'), renamedKey(record, 'a', ''), renamedKey(record, 'a', 'a')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('what an expression reads is asked for once, and not what it says in quotes', () => {
    expect(namesIn("variables.total + variables.total * $number(results.edad.value) & 'contact.name'")).toEqual([
      'variables.total',
      'results.edad.value',
    ]);
  });

  test('samples stand where expressions read them, numbers as numbers', () => {
    expect(['4', 'true', 'Ana', '', '["a"]'].map(sampleValue)).toEqual([4, true, 'Ana', undefined, ['a']]);
    expect(
      sampleData(['variables.total', 'contact.fields.ciudad', 'message.text'], {
        'variables.total': '4',
        'contact.fields.ciudad': 'Lima',
      }),
    ).toEqual({
      variables: { total: 4 },
      results: {},
      contact: { fields: { ciudad: 'Lima' } },
    });
    expect([sampleBody('{"a":1}'), sampleBody('[1]'), sampleBody('x')]).toEqual([{ a: 1 }, undefined, undefined]);
  });
});
