import { expect, test } from '@jest/globals';
import { mostCategories, newCategory, readCategories } from '../../../../editor/inspector/widgets/categories.ts';
import { readMoment, withDays, withMomentKind } from '../../../../editor/inspector/widgets/moment.ts';
import { newOf, optionsOf, readPick, readPicks } from '../../../../editor/inspector/widgets/pick.ts';
import { kindOf, readSomebody, withSomebodyKind } from '../../../../editor/inspector/widgets/somebody.ts';
import { DecideAiConfig } from '../../../../runtime/nodes/decide-ai/schema.ts';

const groups = [
  { id: 'clientes', name: 'Clientes' },
  { id: 'vip', name: 'VIP' },
  { id: 'vip-2', name: 'VIP' },
];
const asNew = (name: string) => `Crear «${name}»`;

test('a pick offers everything by name, and tells apart what has the same one', () => {
  expect(optionsOf(groups, ['vip'], '')).toEqual([
    { value: 'clientes', label: 'Clientes' },
    { value: 'vip', label: 'VIP (vip)' },
    { value: 'vip-2', label: 'VIP (vip-2)' },
  ]);
});

test('what is chosen and gone stays, by its id', () => {
  expect(optionsOf([], ['lost', '', 'lost'], '')).toEqual([{ value: 'lost', label: 'lost' }]);
});

test('what is typed is offered as new where it may be, and is not there already', () => {
  const [first] = groups;
  const offered = first ? [first] : [];
  const last = (typed: string, make?: (name: string) => string) => optionsOf(offered, ['old'], typed, make).slice(2);
  expect(last(' Mayoristas ', asNew)).toEqual([{ value: '+Mayoristas', label: 'Crear «Mayoristas»' }]);
  expect(last('Mayoristas')).toEqual([]);
  expect(last('', asNew)).toEqual([]);
  expect(last('¿?', asNew)).toEqual([]);
  expect(last('CLIENTES', asNew)).toEqual([]);
  expect(last('Old', asNew)).toEqual([]);
});

test('what is new gets an id of its own', () => {
  expect(newOf('+Mañana, sí', groups)).toEqual({ id: 'manana-si', name: 'Mañana, sí' });
  expect(newOf('+VIP', groups)).toEqual({ id: 'vip-3', name: 'VIP' });
  expect(newOf(`+${'a'.repeat(80)}`, [{ id: 'a'.repeat(64), name: 'x' }])?.id).toBe(`${'a'.repeat(60)}-2`);
  expect(newOf('vip', groups)).toBeUndefined();
});

test('ids are read out of whatever stands there', () => {
  expect([readPick('a'), readPick(3), readPicks(['a', 3, 'b']), readPicks('a')]).toEqual(['a', '', ['a', 'b'], []]);
});

test('a moment is read out of whatever stands there', () => {
  expect(readMoment({ kind: 'next', time: '08:00', days: ['friday', 'noday'] })).toEqual({
    kind: 'next',
    time: '08:00',
    days: ['friday'],
  });
  expect(readMoment({ kind: 'date', date: '2026-01-05', time: '08:00' })).toEqual({
    kind: 'date',
    date: '2026-01-05',
    time: '08:00',
  });
  expect(readMoment({ kind: 'computed', expression: 'x', time: '08:00' })).toEqual({
    kind: 'computed',
    expression: 'x',
    time: '08:00',
  });
  expect(readMoment({ kind: 'computed', expression: 'x' })).toEqual({ kind: 'computed', expression: 'x' });
  expect(readMoment(7)).toEqual({ kind: 'next', time: '09:00' });
});

test('a moment of another kind keeps the time of day', () => {
  const next = readMoment({ kind: 'next', time: '08:00', days: ['friday'] });
  const today = '2026-01-05';
  expect(withMomentKind(next, 'next', today)).toBe(next);
  expect(withMomentKind(next, 'date', today)).toEqual({ kind: 'date', date: today, time: '08:00' });
  expect(withMomentKind(next, 'computed', today)).toEqual({
    kind: 'computed',
    expression: 'contact.fields.date',
    time: '08:00',
  });
  expect(withMomentKind({ kind: 'computed', expression: 'x' }, 'next', today)).toEqual({ kind: 'next', time: '09:00' });
});

test('days stand in their order, and all of them are none in particular', () => {
  const next = { kind: 'next' as const, time: '08:00' };
  const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  expect(withDays(next, ['sunday', 'monday'])).toEqual({ ...next, days: ['monday', 'sunday'] });
  expect(withDays({ ...next, days: ['monday'] }, [])).toEqual(next);
  expect(withDays(next, week)).toEqual(next);
});

test('a person is told by number or by id, and what stood there goes with the kind', () => {
  expect([readSomebody({ phone: '+57' }), readSomebody({ contactId: 'c' }), readSomebody(null)]).toEqual([
    { phone: '+57' },
    { contactId: 'c' },
    { phone: '' },
  ]);
  expect([kindOf({ phone: '' }), kindOf({ contactId: '' })]).toEqual(['phone', 'contactId']);
  const who = { phone: '+57' };
  expect(withSomebodyKind(who, 'phone')).toBe(who);
  expect(withSomebodyKind(who, 'contactId')).toEqual({ contactId: '' });
  expect(withSomebodyKind({ contactId: 'c' }, 'phone')).toEqual({ phone: '' });
});

test('a new category has an id that a way out may have', () => {
  expect(newCategory(() => 'x1')).toEqual({ id: 'k_x1', label: '' });
  expect(readCategories([{ id: 'k_1', label: 'A', examples: 'a' }, { label: 3 }, 'x'])).toEqual([
    { id: 'k_1', label: 'A', examples: 'a' },
    { id: '', label: '' },
  ]);
  expect(DecideAiConfig.properties.categories.maxItems).toBe(mostCategories);
});
