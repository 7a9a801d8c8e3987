import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { deliveryRank, engineCodes, problems } from '../../../runtime/contract/index.ts';
import { errorRows } from '../../../runtime/channels/whatsapp-cloud/errors.ts';
import { catalogue, languages, textsOf } from '../../support/node-folders.ts';

const spanish = textsOf(catalogue('es'));

const placeholders = (text: string): string[] => (text.match(/\{[a-zA-Z]+\}/g) ?? []).sort();

/** Plural forms are a language's own: English has no `_many`. */
const plural = /_(?:one|many|other)$/;
const formsOf = (language: string, keys: Iterable<string>): string[] => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const all = [...keys].flatMap((key) =>
    plural.test(key) ? forms.map((form) => key.replace(plural, `_${form}`)) : key,
  );
  return [...new Set(all)].sort();
};

test.each(languages)('%s says all that Spanish says, with the same placeholders', (language) => {
  const own = textsOf(catalogue(language));
  expect(formsOf(language, own.keys())).toEqual(formsOf(language, spanish.keys()));
  const missingForms = formsOf(language, own.keys()).filter((key) => !own.has(key));
  expect(missingForms).toEqual([]);
  const others = [...own].filter(
    ([key, text]) => placeholders(text).join() !== placeholders(spanish.get(key) ?? '').join(),
  );
  expect(others).toEqual([]);
  expect([...own].filter(([, text]) => text.trim() === '')).toEqual([]);
});

const missing = (prefix: string, codes: Iterable<string>): string[] =>
  [...new Set(codes)]
    .map((code) => `${prefix}.${code}`)
    .filter((key) => !spanish.has(key) && !spanish.has(`${key}_other`));

test('every problem, delivery state and code of the engine has words', () => {
  expect([
    ...missing('problems', Object.keys(problems)),
    ...missing('delivery', Object.keys(deliveryRank)),
    ...missing('failures', Object.values(engineCodes)),
  ]).toEqual([]);
});

/** The strings that follow `before` in the sources of a folder. */
function codesIn(folder: string, before: RegExp): string[] {
  const root = new URL(`../../../${folder}/`, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, root), 'utf8').matchAll(before)].map(([, code]) => code ?? ''));
}

test('whatever a card finds wrong or fails with has words', () => {
  const issues = codesIn('runtime/nodes', /\bcode: '([a-z.-]+)'/g);
  const failures = codesIn('runtime/nodes', /\bfail\(\s*'([a-z.-]+)'/g);
  expect(issues.length).toBeGreaterThan(10);
  expect(failures.length).toBeGreaterThan(5);
  expect([...missing('issues', issues), ...missing('failures', failures)]).toEqual([]);
});

test('whatever the engine finds wrong with a flow has words', () => {
  const issues = codesIn('runtime/engine', /\b(?:error|warning|unreadable)\(\s*'([a-z.-]+)'/g);
  const lists = ['node', 'edge', 'trigger', 'note', 'variable'].map((list) => `${list}.duplicate-id`);
  const crowded = ['nodes', 'edges', 'triggers', 'notes'].map((list) => `flow.too-many-${list}`);
  const texts = [engineCodes.expressionSyntax, engineCodes.expressionBudget, engineCodes.patternInvalid];
  expect(issues.length).toBeGreaterThan(15);
  expect(missing('issues', [...issues, ...lists, ...crowded, ...texts])).toEqual([]);
});

test('whatever the doctor of a channel finds has words', () => {
  const findings = codesIn('runtime/channels/whatsapp-cloud', /\{ code: '([a-z-]+)', severity: /g);
  expect(findings.length).toBeGreaterThan(5);
  expect(missing('channels.findings', findings)).toEqual([]);
});

test('whatever keeps a message or a call from happening has words', () => {
  const code = /\bcode: '([a-z]+\.[a-z.-]+)'/g;
  const calls = codesIn('runtime/conversations', /\bfailure\('([a-z.-]+)'/g);
  const steps = codesIn('runtime/conversations', code);
  const graph = codesIn('runtime/channels/whatsapp-cloud', /'(whatsapp\.[a-z-]+)'/g);
  const files = codesIn('runtime/channels/whatsapp-cloud', /\bnew MediaError\(\s*'([a-z.-]+)'/g);
  const checks = ['type', 'too-large', 'empty'].map((found) => `whatsapp.file-${found}`);
  expect([calls, steps, graph, files].map(({ length }) => length > 2)).toEqual([true, true, true, true]);
  const rows = errorRows.map(({ name }) => name);
  expect(missing('failures', [...calls, ...steps, ...graph, ...files, ...checks, ...rows])).toEqual([]);
});

test('whatever WhatsApp would refuse in a card has words', () => {
  const found = (how: string) =>
    codesIn('runtime/channels/whatsapp-cloud', new RegExp(`\\b(?:findings\\.)?${how}\\(\\s*'([a-z-]+)'`, 'g'));
  const ends: [string, string[]][] = [
    ['add', ['']],
    ['filled', ['-empty']],
    ['required', ['-empty', '-too-long']],
    ['title', ['-empty', '-too-long', '-several-lines']],
    ['atMost', ['-too-long']],
    ['oneLine', ['-several-lines']],
    ['count', ['-none', '-too-many']],
    ['unique', ['-repeated']],
  ];
  const codes = ends.flatMap(([how, all]) => {
    const parts = found(how);
    expect(parts.length).toBeGreaterThan(0);
    return parts.flatMap((part) => all.map((end) => part + end));
  });
  expect(missing('issues.whatsapp', codes)).toEqual([]);
});
