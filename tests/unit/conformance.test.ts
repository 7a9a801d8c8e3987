import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkContent } from '../../runtime/channels/whatsapp-cloud/check.ts';
import {
  engineCodes,
  engineLimits,
  messageLimits,
  Trigger,
  valueAt,
  type MessageLimit,
  type Port,
} from '../../runtime/contract/index.ts';
import { nodeTypeList, nodeTypes } from '../../runtime/nodes/index.ts';
import { Rule } from '../../runtime/nodes/rules.ts';
import { contentsAtLimits } from '../support/contents-at-limits.ts';
import { casesOf, nodeFolders } from '../support/node-folders.ts';

/**
 * The conformance table: whatever the flow language offers, and the cases that would fail if it were wrong. A new node type, port,
 * rule, trigger, limit or code is a row at once, and red until there is a case for it.
 */

const root = new URL('../../', import.meta.url);
const sources = (folder: string, wanted: RegExp): string =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name))
    .map((name) => readFileSync(new URL(`${folder}/${name}`, root), 'utf8'))
    .join('\n');
const engineTests = sources('tests/unit/engine', /\.test\.ts$/);
const nodeTests = `${sources('tests/unit/nodes', /\.test\.ts$/)}${sources('runtime/nodes', /cases\.json$/)}`;
const today = '2026-11-21T12:00:00.000Z';
const runtimeTests = sources('tests/integration/conversations', /\.ts$/) + sources('tests/unit/conversations', /\.ts$/);

const outcomesOf = (type: string) => casesOf(type).flatMap((each) => ('outcome' in each ? [each] : []));

describe.each(nodeFolders())('%s', (type) => {
  const nodeType = nodeTypes.get(type);
  if (!nodeType) throw new Error(`${type} is not in the registry`);
  const cases = outcomesOf(type);

  test('leaves by each of its ports in some case', () => {
    const offered = new Map<string, Port>();
    const left = new Set<string>();
    for (const { config, outcome } of cases) {
      for (const port of nodeType.ports(config)) offered.set(isOwn(port) ? 'an own port' : port.id, port);
      const port = outcome['kind'] === 'fail' ? 'error' : typeof outcome['port'] === 'string' ? outcome['port'] : '';
      const found = nodeType.ports(config).find(({ id }) => id === port);
      if (found) left.add(isOwn(found) ? 'an own port' : found.id);
    }
    // Any card may fail at an expression; whether it does is the engine's to say.
    const unresolved = casesOf(type).some((each) => 'throws' in each);
    const expected = [...offered.keys()].filter((id) => id !== 'error' || !unresolved);
    expect(expected.filter((id) => !left.has(id))).toEqual([]);
  });

  test('is entered, and resumed where it waits', () => {
    expect(casesOf(type).some(({ hears, input }) => hears === undefined && input === undefined)).toBe(true);
    if (nodeType.resume)
      expect(casesOf(type).some(({ hears, input }) => hears !== undefined || input !== undefined)).toBe(true);
  });

  test('fails with each of its codes in some case', () => {
    const own = sources(`runtime/nodes/${type}`, /\.ts$/);
    const codes = [...own.matchAll(/\bfail\(\s*'([a-z.-]+)'/g)].map(([, code]) => code ?? '');
    expect([...new Set(codes)].filter((code) => !nodeTests.includes(code))).toEqual([]);
  });

  test('finds each of its issues in some test', () => {
    const own = sources(`runtime/nodes/${type}`, /\.ts$/);
    const codes = [...own.matchAll(/\bcode: '([a-z.-]+)'/g)].map(([, code]) => code ?? '');
    expect([...new Set(codes)].filter((code) => !nodeTests.includes(code))).toEqual([]);
  });
});

/** A port that the author's own choices make. */
const isOwn = ({ kind = 'normal', literal }: Port): boolean => kind === 'normal' && literal === true;

describe('rules', () => {
  const kinds = Rule.anyOf.flatMap((branch) => literalsOf(branch.properties.kind));

  test('are at least the 24 of the ledger', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(24);
  });

  test.each(kinds)('%s holds in one case and does not in another', (kind) => {
    const outcomes = ['decide-rules', 'decide-field'].flatMap(outcomesOf).flatMap(({ config, outcome }) => {
      const rules = (config['rules'] ?? []) as { id: string; kind: string; port?: string }[];
      return rules
        .filter((rule) => rule.kind === kind)
        .map((rule) => (outcome['port'] === (rule.port ?? rule.id) ? 'holds' : 'does not'));
    });
    expect([...new Set(outcomes)].toSorted()).toEqual(['does not', 'holds']);
  });
});

function literalsOf(schema: object): string[] {
  if ('const' in schema) return [String(schema.const)];
  return 'anyOf' in schema && Array.isArray(schema.anyOf) ? schema.anyOf.flatMap(literalsOf) : [];
}

describe('triggers', () => {
  const kinds = Trigger.anyOf.flatMap((branch) => literalsOf(branch.properties.kind));
  const options = [...new Set(Trigger.anyOf.flatMap((branch) => Object.keys(branch.properties)))].filter(
    (name) => !['id', 'kind', 'to', 'sample', 'label'].includes(name),
  );
  const triggerTests = `${engineTests}${runtimeTests}${sources('tests/unit', /trigger.*\.test\.ts$/)}${sources('tests/integration/api', /\.test\.ts$/)}`;

  test.each(kinds)('%s begins a flow in some test', (kind) => {
    expect(triggerTests).toMatch(new RegExp(`kind: '${kind}'`));
  });

  test.each(options)('the option %s decides in some test', (option) => {
    expect(triggerTests).toMatch(new RegExp(`\\b${option}\\b`));
  });
});

describe('codes and limits', () => {
  test.each(Object.values(engineCodes))('%s is met in a test of the engine', (code) => {
    expect(engineTests + nodeTests).toContain(code);
  });

  test.each(Object.keys(engineLimits))('%s stops a session in a test', (limit) => {
    expect(engineTests).toContain(limit);
  });

  const issues = [...sources('runtime/engine', /validat.*\.ts$/).matchAll(/\b(?:error|warning)\(\s*'([a-z.-]+)'/g)].map(
    ([, code]) => code ?? '',
  );
  test.each([...new Set(issues)])('%s is found in a test of the engine', (code) => {
    expect(engineTests).toContain(code);
  });

  test.each(Object.keys(messageLimits))('%s is a row of its own with a source and a day', (name) => {
    for (const { value, from, source } of messageLimits[name as keyof typeof messageLimits]) {
      expect(value).toBeGreaterThan(0);
      expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(source.length).toBeGreaterThan(3);
    }
  });

  test.each(Object.keys(messageLimits) as MessageLimit[])('%s holds to the last one and no further', (name) => {
    const limit = valueAt(messageLimits[name], today);
    const beyond = name.endsWith('.least') ? limit - 1 : limit + 1;
    expect(checkContent(contentsAtLimits[name](limit), today)).toEqual([]);
    const refused = checkContent(contentsAtLimits[name](beyond), today).map(({ severity }) => severity);
    expect([...new Set(refused)]).toEqual(['error']);
  });
});

test('every group of the palette has types, and every type a group', () => {
  expect([...new Set(nodeTypeList.map(({ editor }) => editor.group))].toSorted()).toEqual([
    'actions',
    'asks',
    'decisions',
    'messages',
    'people',
  ]);
});
