import { expect, test } from '@jest/globals';
import { calledOf, initials, readablePhone } from '../../../../editor/conversations/people.ts';

test('an avatar shows the first and the last name, and nothing of a number', () => {
  expect(['Ana Sofía Márquez', 'leo', 'Élan  vital', '+52 33', '', null].map(initials)).toEqual([
    'AM',
    'L',
    'ÉV',
    null,
    null,
    null,
  ]);
});

test('a number is written in groups', () => {
  expect(
    ['+523318472065', '+525512345678', '+573001234567', '+12025550100', '+34600111222', '+123'].map(readablePhone),
  ).toEqual(['+52 33 1847 2065', '+52 55 1234 5678', '+57 300 123 4567', '+1 202 555 0100', '+34 6 0011 1222', '+123']);
});

test('somebody is called by name, else by number', () => {
  const phone = '+12025550100';
  expect([
    calledOf({ name: 'Ana', phone }),
    calledOf({ name: null, phone }),
    calledOf({ name: null, phone: null }),
  ]).toEqual(['Ana', '+1 202 555 0100', undefined]);
});
