import { describe, expect, test } from '@jest/globals';
import { checkExpressionIn, evaluateExpression, ExpressionError } from '../../../../runtime/engine/index.ts';
import { nativeNames } from '../../../../runtime/engine/expressions/guards.ts';
import { readSignature } from '../../../../runtime/engine/expressions/function-signature.ts';
import {
  functionGroups,
  functionList,
  nativeFunctions,
  toldFunctions,
  type FunctionExample,
} from '../../../../runtime/engine/expressions/functions/index.ts';

const worldOf = ({ now = '2026-01-05T09:00:00.000Z', timeZone, language }: FunctionExample) => ({
  now,
  random: () => 0.5,
  ...(timeZone !== undefined && { timeZone }),
  ...(language !== undefined && { language }),
});

describe.each(functionList.map((definition) => ({ ...definition, title: `$${definition.name}` })))(
  '$title',
  ({ examples, name, signature, params }) => {
    test.each(examples.map((example) => ({ ...example, title: example.expression })))(
      'does as its example says: $title',
      async (example) => {
        expect(await evaluateExpression(example.expression, example.data ?? {}, worldOf(example))).toEqual(
          example.result,
        );
      },
    );

    test('names what it takes, and its examples use it', () => {
      expect(readSignature(signature).parameters).toHaveLength(params.length);
      for (const { expression } of examples) expect(expression).toContain(`$${name}(`);
    });
  },
);

test.each(
  nativeFunctions.flatMap(({ examples }) => examples.map((example) => ({ ...example, title: example.expression }))),
)('of JSONata’s own: $title', async (example) => {
  expect(await evaluateExpression(example.expression, {}, worldOf(example))).toEqual(example.result);
});

test('of JSONata’s own those are told of that are there', () => {
  expect(nativeFunctions.map(({ name }) => name).filter((name) => !nativeNames.includes(name))).toEqual([]);
});

test('the library shadows nothing of JSONata, and names no function twice', () => {
  const names = functionList.map(({ name }) => name);
  expect(names.filter((name) => nativeNames.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
});

test('every group has functions', () => {
  expect(new Set(toldFunctions.map(({ group }) => group))).toEqual(new Set(functionGroups));
});

const scope = { variables: [], results: [], fields: [], ofBody: true } as const;

test.each(functionList.flatMap(({ examples }) => examples.map(({ expression }) => expression)))(
  'the check finds nothing against %s',
  (expression) => {
    expect(checkExpressionIn(expression, scope).filter(({ params }) => params['expected'] !== 'date')).toEqual([]);
  },
);

/** What is refused, and why. */
test.each([
  ['$truncate("a", 0)', 'The length is a whole number from 1 to 100000.'],
  ['$truncate("a", 1.5)', 'The length is a whole number from 1 to 100000.'],
  ['$initials("a", 11)', 'The number of letters is a whole number from 1 to 10.'],
  ['$roundHalfUp(1, 11)', 'The number of decimals is a whole number from 0 to 10.'],
  ['$today("Marte/Olimpo")', 'There is no time zone "Marte/Olimpo".'],
  ['$addDays("2026-01-05", 1.5)', 'The number to add is a whole number from -1000000 to 1000000.'],
  ['$difference("2026-01-05", "2026-01-06", "eons")', 'The unit is one of minutes, hours, days, weeks, months, years.'],
  ['$datePart("2026-01-05", "era")', 'The part is one of year, month, day, hour, minute.'],
  ['$workdaysBetween("2000-01-01", "2026-01-01")', 'Workdays are counted over at most 3700 days.'],
  ['$formatPhone("+573001234567", "pretty")', 'The style is one of international, national, e164.'],
  ['$parsePhone("300", "Colombia")', 'A country is named by its two letters, such as CO.'],
  ['$sortBy([1], "a", "up")', 'The order is ascending or descending.'],
  ['$formatList(["a"], "nor")', 'Between the last two stands "and" or "or".'],
  ['$formatMoney(1, "pesos")', 'A currency has three letters, such as COP.'],
  ['$formatDuration(1, "weeks")', 'The unit is one of seconds, minutes, hours, days.'],
  ['$take([1], 0.5)', 'The number of items is a whole number from -10000 to 10000.'],
  ['$chunks([1], 0)', 'The size is a whole number from 1 to 10000.'],
])('%s is refused: %s', async (source, message) => {
  const asked = evaluateExpression(source, {}, worldOf({ expression: '' }));
  await expect(asked).rejects.toMatchObject({ code: 'expression.failed', message });
  await expect(asked).rejects.toBeInstanceOf(ExpressionError);
});

test.each(functionList.filter(({ params }) => params[0] !== undefined && !params[0].endsWith('?')))(
  '$name yields nothing when what it is about is missing',
  async ({ name, params, examples }) => {
    const [first] = examples;
    const inner = /\(.*\)/.exec(first.expression)?.[0] ?? '';
    expect(inner).not.toBe('');
    const signature = functionList.find((definition) => definition.name === name)?.signature ?? '';
    const rest = readSignature(signature)
      .parameters.slice(1)
      .filter(({ optional }) => !optional);
    const args = ['missing', ...rest.map(({ type }) => (type.mask & 2 ? '1' : '"x"'))].join(', ');
    expect(params.length).toBeGreaterThan(0);
    expect(await evaluateExpression(`$${name}(${args})`, {}, worldOf(first))).toBeUndefined();
  },
);
