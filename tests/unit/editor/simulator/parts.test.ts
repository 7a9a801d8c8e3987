import { describe, expect, test } from '@jest/globals';
import { firstWords } from '../../../../editor/simulator/first-words.ts';
import { instantIn, localTime } from '../../../../editor/simulator/local-time.ts';
import { outcomeOf } from '../../../../editor/simulator/mocks.ts';
import { contactOf, fieldValue, presets, typedValue } from '../../../../editor/simulator/persona.ts';
import { samples } from '../../../../editor/simulator/samples.ts';
import { schemaProblems } from '../../../../runtime/engine/check-schema.ts';
import { InboundContent } from '../../../../runtime/contract/index.ts';

describe('the clock of a zone', () => {
  test.each([
    ['2026-11-19T20:58', 'America/Mexico_City', '2026-11-20T02:58:00.000Z'],
    ['2026-07-01T00:00', 'Europe/Madrid', '2026-06-30T22:00:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Madrid', '2026-03-29T01:30:00.000Z'],
    ['2026-01-05T09:00', 'UTC', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00', 'Asia/Kathmandu', '2026-01-05T03:15:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(instantIn(local, zone)).toBe(instant);
    expect(localTime(instant, zone)).toBe(local);
  });

  test('an hour that the change of clocks leaves out is one beside it, and what is no time is none', () => {
    const found = instantIn('2026-03-29T02:30', 'Europe/Madrid');
    expect(['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']).toContain(found);
    expect(instantIn('', 'UTC')).toBeUndefined();
    expect(instantIn('2026-13-45T99:00', 'UTC')).toBeUndefined();
  });
});

test('the words that wake a flow are offered once each, patterns not, and a greeting where anything does', () => {
  const triggers = [
    { id: 'a', kind: 'keyword' as const, match: 'is' as const, words: ['pizza', 'pedir', 'menú', 'más'] },
    { id: 'b', kind: 'keyword' as const, match: 'pattern' as const, words: ['^p.*'] },
    { id: 'c', kind: 'keyword' as const, match: 'contains' as const, words: ['pizza'] },
    { id: 'd', kind: 'new-conversation' as const },
  ];
  expect(firstWords(triggers, 'Hola', false)).toEqual(['pizza', 'pedir', 'menú', 'Hola']);
  expect(firstWords(triggers, 'Hola', true)).toEqual(['pizza', 'pedir', 'menú']);
  expect(firstWords([{ id: 'w', kind: 'webhook', contact: 'phone' }], 'Hola', false)).toEqual([]);
});

test('an example answer is handed over as a real one would be', () => {
  expect(outcomeOf({ status: 201, body: '{"id":7}' })).toMatchObject({ ok: true, status: 201, body: { id: 7 } });
  expect(outcomeOf({ status: 200, body: 'OK' })).toMatchObject({ body: 'OK' });
  expect(outcomeOf({ status: 204, body: ' ' })).toMatchObject({ body: null });
  expect(outcomeOf({ status: 0, body: '{}' })).toMatchObject({ ok: false, code: 'http.timeout' });
});

test('a field is typed as JSON or as words, and comes back the same', () => {
  for (const value of ['Bogotá', '12', 12, true, null, ['a'], { b: 1 }, '', 'null'])
    expect(fieldValue(typedValue(value))).toEqual(value);
});

test('what is empty about a person is unknown to the flow', () => {
  const [ana] = presets;
  if (!ana) throw new Error('There is no persona.');
  expect(contactOf({ ...ana, name: ' ', phone: '', language: '' })).toMatchObject({
    name: null,
    phone: null,
    language: null,
  });
});

test('samples are messages that a channel could bring', () => {
  for (const content of Object.values(samples)) expect(schemaProblems(InboundContent, content)).toEqual([]);
});
