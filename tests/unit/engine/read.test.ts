import { describe, expect, test } from '@jest/globals';
import type { Flow } from '../../../runtime/contract/index.ts';
import { parseFlow } from '../../../runtime/engine/index.ts';
import { flowOf, littleTypes } from '../../support/engine.ts';

const sound = flowOf({ a: ['say', { text: 'hola' }, 'b'], b: ['stop'] });
const issuesOf = (document: unknown) => parseFlow(document).issues.map(({ code, path }) => [code, path]);
const millisecondsOf = (work: () => unknown) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

describe('a flow document', () => {
  test('is read as text or as JSON, and is the same flow', () => {
    expect(parseFlow(JSON.stringify(sound))).toEqual({ flow: sound, issues: [] });
    expect(parseFlow(`\uFEFF${JSON.stringify(sound, null, 2)}`).flow).toEqual(sound);
    expect(parseFlow(sound).flow).toBe(sound);
  });

  test('keeps nodes of types that nobody knows', () => {
    const flow = flowOf({ a: ['teleport', { to: 'mars' }] });
    expect(parseFlow(flow, littleTypes)).toEqual({ flow, issues: [] });
  });

  test('brings the configs of its nodes up to date, changing nothing in what it was given', () => {
    const flow = flowOf({ a: ['renamed', { text: 'hola' }] });
    const before = JSON.stringify(flow);
    expect(parseFlow(flow, littleTypes).flow?.nodes[0]).toEqual({
      id: 'a',
      type: 'renamed',
      version: 2,
      config: { words: 'hola' },
    });
    expect(JSON.stringify(flow)).toBe(before);
  });

  test.each([
    ['{"a":\n 1,}', { line: 2, column: 4 }],
    ['{"a": ', { line: 1, column: 7 }],
    ['', { line: 1, column: 1 }],
    ['{"a": 1}\n}', { line: 2, column: 1 }],
    ['{"a":\n\n  x}', { line: 3, column: 3 }],
    ['x', { line: 1, column: 1 }],
    ['{"a": [1, 2}', { line: 1, column: 12 }],
    ['\n{"a": "b\nc"}', { line: 2, column: 9 }],
    [`[${'1,'.repeat(50_000)}\n?]`, { line: 2, column: 1 }],
  ])('that is not JSON (%j) tells the place', (text, params) => {
    expect(parseFlow(text).issues).toMatchObject([{ code: 'flow.json-invalid', severity: 'error', params }]);
  });

  test.each<[string, unknown, [string, string | undefined][]]>([
    ['no object', [], [['flow.schema-invalid', '']]],
    ['null', null, [['flow.schema-invalid', '']]],
    ['of a newer format', { ...sound, schemaVersion: 2 }, [['flow.newer-schema', '/schemaVersion']]],
    ['of no format', { ...sound, schemaVersion: 'x' }, [['flow.schema-invalid', '/schemaVersion']]],
    ['with a field that nobody knows', { ...sound, extra: 1 }, [['flow.schema-invalid', '/extra']]],
    ['without a field', { ...sound, name: undefined }, [['flow.schema-invalid', '/name']]],
    [
      'with a trigger of its kind that is wrong',
      { ...sound, triggers: [{ id: 't', kind: 'keyword', match: 'is', words: [] }] },
      [['flow.schema-invalid', '/triggers/0/words']],
    ],
    [
      'with a trigger of no kind',
      { ...sound, triggers: [{ id: 't', kind: 'dream' }] },
      [['flow.schema-invalid', '/triggers/0']],
    ],
    ['with an id that is none', { ...sound, id: 'Á B' }, [['flow.schema-invalid', '/id']]],
  ])('that is %s is refused', (_what, document, issues) => {
    expect(issuesOf(document)).toEqual(issues);
    expect(parseFlow(document).flow).toBeUndefined();
  });

  test('with a key that would change every object is refused', () => {
    const text = JSON.stringify(sound).replace('"text":"hola"', '"text":"hola","__proto__":{"polluted":true}');
    expect(issuesOf(text)).toEqual([['flow.forbidden-key', '/nodes/0/config']]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('that nests without end is refused', () => {
    const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(parseFlow(deep).issues[0]?.code).toBe('flow.too-deep');
  });

  test('of 50 MB is refused before it is parsed', () => {
    const text = `{"a":"${'x'.repeat(50 * 1024 * 1024)}"}`;
    expect(millisecondsOf(() => expect(parseFlow(text).issues[0]?.code).toBe('flow.too-large'))).toBeLessThan(100);
  });

  test('is measured in bytes', () => {
    expect(parseFlow(`"${'ñ'.repeat(2_200_000)}"`).issues[0]?.code).toBe('flow.too-large');
    expect(parseFlow(`"${'x'.repeat(2_200_000)}"`).issues[0]?.code).toBe('flow.schema-invalid');
  });

  test('with 10,000 nodes tells that they are too many', () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) => ({
      id: `n${index}`,
      type: 'say',
      version: 1,
      config: {},
    }));
    expect(parseFlow({ ...sound, nodes }).issues).toMatchObject([
      { code: 'flow.too-many-nodes', path: '/nodes', params: { max: 2_000, found: 10_000 } },
    ]);
  });

  test('with endless mistakes lists a hundred', () => {
    const edges = Array.from({ length: 1_000 }, (_, index) => ({ id: `e${index}` })) as unknown as Flow['edges'];
    expect(parseFlow({ ...sound, edges }).issues).toHaveLength(100);
  });
});
