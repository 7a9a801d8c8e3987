import { expect, test } from '@jest/globals';
import { addDays, isDate } from '../../../../runtime/engine/dates/calendar.ts';
import { instantOf } from '../../../../runtime/engine/dates/zone.ts';
import { zoneOfContact, zoneOfPhone } from '../../../../runtime/engine/dates/contact-zone.ts';
import type { ContactView } from '../../../../runtime/contract/index.ts';

const at = (date: string, time: string, zone: string) =>
  instantOf({ date, minutes: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) }, zone);

test.each([
  ['UTC', '2026-01-05', '09:00', '2026-01-05T09:00:00.000Z'],
  ['America/Bogota', '2026-01-05', '09:00', '2026-01-05T14:00:00.000Z'],
  ['America/Bogota', '2026-01-05', '23:59', '2026-01-06T04:59:00.000Z'],
  ['Asia/Kathmandu', '2026-01-05', '00:00', '2026-01-04T18:15:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-05', '00:00', '2026-01-04T10:00:00.000Z'],
  ['Pacific/Pago_Pago', '2026-01-05', '23:00', '2026-01-06T10:00:00.000Z'],
  ['Europe/Madrid', '2026-01-05', '09:00', '2026-01-05T08:00:00.000Z'],
  ['Europe/Madrid', '2026-07-05', '09:00', '2026-07-05T07:00:00.000Z'],
])('in %s clocks show %s %s at %s', (zone, date, time, instant) => {
  expect(at(date, time, zone)).toBe(instant);
});

test.each([
  ['Europe/Madrid', '2026-03-29', '01:59', '2026-03-29T00:59:00.000Z'],
  ['Europe/Madrid', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z'],
  ['Europe/Madrid', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['Europe/Madrid', '2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
  // Midnight itself is skipped.
  ['America/Santiago', '2026-09-06', '00:30', '2026-09-06T04:30:00.000Z'],
  ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
  // A whole day that never was.
  ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T22:00:00.000Z'],
])('in %s, where clocks are put forward, %s %s is %s', (zone, date, time, instant) => {
  expect(at(date, time, zone)).toBe(instant);
});

test.each([
  ['Europe/Madrid', '2026-10-25', '01:59', '2026-10-24T23:59:00.000Z'],
  ['Europe/Madrid', '2026-10-25', '02:00', '2026-10-25T00:00:00.000Z'],
  ['Europe/Madrid', '2026-10-25', '02:59', '2026-10-25T00:59:00.000Z'],
  ['Europe/Madrid', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
  ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
])('in %s, where clocks are put back, %s %s is the first of the two: %s', (zone, date, time, instant) => {
  expect(at(date, time, zone)).toBe(instant);
});

test('there is no time in a zone that does not exist', () => {
  expect(at('2026-01-05', '09:00', 'Mars/Olympus')).toBeNull();
});

test.each([
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['2028-02-29', true],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-01-00', false],
  ['0026-01-05', false],
  ['0999-12-31', false],
  ['1000-01-01', true],
  ['9999-12-31', true],
  ['2026-1-05', false],
  ['2026-01-05T00:00', false],
])('%s as a day of the calendar: %s', (text, expected) => {
  expect(isDate(text)).toBe(expected);
});

test('days are counted over months and years', () => {
  expect([
    addDays('2026-12-31', 1),
    addDays('2028-02-28', 1),
    addDays('2026-03-01', -1),
    addDays('2026-01-05', 0),
  ]).toEqual(['2027-01-01', '2028-02-29', '2026-02-28', '2026-01-05']);
});

test('the calendar begins with the year 1000 and ends with 9999', () => {
  expect([addDays('1000-01-02', -1), addDays('1000-01-01', -1)]).toEqual(['1000-01-01', undefined]);
  expect([addDays('9999-12-30', 1), addDays('9999-12-31', 1)]).toEqual(['9999-12-31', undefined]);
});

test.each([
  ['+573001234567', 'America/Bogota'],
  ['+5491112345678', 'America/Argentina/Buenos_Aires'],
  ['+5511912345678', 'America/Sao_Paulo'],
  ['+5592912345678', 'America/Manaus'],
  ['+34600123456', 'Europe/Madrid'],
  ['+351912345678', 'Europe/Lisbon'],
  ['+59171234567', 'America/La_Paz'],
  ['+17875551234', 'America/Puerto_Rico'],
  ['+12125551234', undefined],
  ['+525512345678', undefined],
  ['573001234567', undefined],
  ['+57', undefined],
  ['', undefined],
])('the number %s tells the zone %s', (phone, zone) => {
  expect(zoneOfPhone(phone)).toBe(zone);
});

const person = (more: Partial<ContactView>): ContactView => ({
  id: 'c1',
  name: null,
  firstName: null,
  phone: null,
  language: null,
  fields: {},
  groups: [],
  labels: [],
  ...more,
});

test.each<[string, Partial<ContactView>, string]>([
  ['their field', { fields: { timeZone: ' America/Lima ' }, phone: '+34600123456' }, 'America/Lima'],
  [
    'their number, when the field names no zone',
    { fields: { timeZone: 'Lima' }, phone: '+34600123456' },
    'Europe/Madrid',
  ],
  ['their number, when the field is no text', { fields: { timeZone: 5 }, phone: '+34600123456' }, 'Europe/Madrid'],
  ['their number', { phone: '+34600123456' }, 'Europe/Madrid'],
  ['the flow, when the number tells none', { phone: '+12125551234' }, 'America/Tijuana'],
  ['the flow, when there is no number', {}, 'America/Tijuana'],
])('a person lives where %s says', (_what, more, zone) => {
  expect(zoneOfContact(person(more), 'America/Tijuana')).toBe(zone);
});
