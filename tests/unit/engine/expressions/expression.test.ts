import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  checkExpression,
  checkTemplate,
  evaluateExpression,
  ExpressionError,
  plainNumber,
  renderTemplate,
  templateParts,
} from '../../../../runtime/engine/index.ts';
import { nativeNames } from '../../../../runtime/engine/expressions/guards.ts';
import type { Timed } from '../../../support/time-expressions.ts';

const things = Array.from({ length: 2_000 }, (_, index) => ({ a: index, b: 'xxxxx' }));
const data = {
  contact: { name: 'Ana', fields: { visits: 3 } },
  variables: {
    items: [
      { price: 10, name: 'pan' },
      { price: 2.5, name: 'té' },
    ],
    none: [],
    text: 'hola mundo',
    things,
    numbers: Array.from({ length: 20_000 }, () => 1),
    long: 'a'.repeat(200_000),
    deep: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) as unknown,
    lists: Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`k${index}`, [index]])),
  },
};
const world = { now: '2026-01-05T09:00:00.000Z', random: () => 0.25 };
const value = (source: string) => evaluateExpression(source, data, world);
const failure = async (source: string): Promise<string> => {
  try {
    return `value ${JSON.stringify(await value(source))}`;
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
};

describe('an expression', () => {
  test.each<[string, unknown]>([
    ['contact.name', 'Ana'],
    ['variables.items.price', [10, 2.5]],
    ['$sum(variables.items.price)', 12.5],
    ['variables.items[price > 5].name', 'pan'],
    ['variables.items^(price).name', ['té', 'pan']],
    ['variables.items{ name: price }', { pan: 10, té: 2.5 }],
    ['variables.items[0][]', [{ price: 10, name: 'pan' }]],
    ['$substring(?, 0, 4)(variables.text)', 'hola'],
    ['variables.text ~> $uppercase', 'HOLA MUNDO'],
    ['$map([1..3], $string)', ['1', '2', '3']],
    ['$reduce([1..4], function($a, $b) { $a * $b })', 24],
    ['$reduce([[1], [2]], $append)', [1, 2]],
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$sort(variables.items, function($a, $b) { $a.price > $b.price }).name', ['té', 'pan']],
    ['$distinct([1, "1", 1, { "a": 1, "b": 2 }, { "b": 2, "a": 1 }])', [1, '1', { a: 1, b: 2 }]],
    ['$spread({ "a": 1, "b": 2 })', [{ a: 1 }, { b: 2 }]],
    ['$merge([{ "a": 1 }, { "b": 2 }])', { a: 1, b: 2 }],
    [
      '$zip([1, 2], [3, 4])',
      [
        [1, 3],
        [2, 4],
      ],
    ],
    ['$replace("a1b22", /[0-9]+/, "<$0>")', 'a<1>b<22>'],
    ['$replace("Ana Paz", /(\\w+) (\\w+)/, "$2, $1 $$5")', 'Paz, Ana $5'],
    ['$replace("a1", /[0-9]/, function($m) { $m.match & "!" })', 'a1!'],
    ['$replace("aXbX", "X", "-", 1)', 'a-bX'],
    ['$match("x12", /[a-z](\\d+)/)', { match: 'x12', index: 0, groups: ['12'] }],
    ['$split("uno, dos ,tres", /\\s*,\\s*/)', ['uno', 'dos', 'tres']],
    ['$contains("Menú", /menú/i)', true],
    ['$pad("7", -3, "0")', '007'],
    ['$string({ "a": [1] }, true)', '{\n  "a": [\n    1\n  ]\n}'],
    ['$formatNumber(1234.5, "#,##0.00")', '1,234.50'],
    ['$toMillis("2026-01-05T09:00:00") = $toMillis("2026-01-05T09:00:00Z")', true],
    ['$toMillis("05/01/2026 09:30", "[D01]/[M01]/[Y0001] [H01]:[m01]")', 1_767_605_400_000],
    ['$fromMillis(0, "[D]/[M]/[Y]")', '1/1/1970'],
    ['contact.nick ?? "amiga"', 'amiga'],
    ['0 ?: 5', 5],
    ['1/0', undefined],
    ['$sum', undefined],
    ['missing', undefined],
    ['null', null],
  ])('%s', async (source, expected) => {
    expect(await value(source)).toEqual(expected);
  });

  test('has the clock and the chance that it is handed', async () => {
    expect(await value('[$now(), $millis(), $random(), $now("[Y]")]')).toEqual([
      '2026-01-05T09:00:00.000Z',
      1_767_603_600_000,
      0.25,
      '2026',
    ]);
    expect(await value('$shuffle([1, 2, 3])')).toEqual([2, 3, 1]);
  });

  test.each(['$(1)', 'contact(1)', '($x := contact; $x())', 'contact(?)', 'variables.items[0](1)'])(
    'calls nothing that is data, and so writes nothing into it: %s',
    async (source) => {
      const before = JSON.stringify(data);
      expect(await failure(source)).toBe('expression.failed');
      expect(JSON.stringify(data)).toBe(before);
    },
  );

  test('leaves what it reads as it was', async () => {
    const before = JSON.stringify(data);
    await value('variables.none{ name: 1 }');
    await value('variables.none.{ "name": 1 }');
    await value('variables.none.{}');
    await value('variables.items[]');
    await failure('variables ~> | $$.contact | { "name": "x" } |');
    expect(JSON.stringify(data)).toBe(before);
    expect(data.variables.none).toHaveLength(0);
    expect(Object.keys(data.variables.items)).toEqual(['0', '1']);
  });

  test('costs the same whatever ran before it', async () => {
    const source = '$count($map([1..1600], function($i) { $i & "x" }))';
    const first = await failure(source);
    await Promise.all([value('$sum([1..100])'), failure('$map([1..9999], $string)')]);
    expect(await failure(source)).toBe(first);
  });

  test('runs beside others without mixing anything up', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        evaluateExpression('$sum($map([1..20], function($i) { $i * n }))', { n: index }, world),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => 210 * index));
  });
});

describe('nothing reaches prototypes or the program', () => {
  test.each([
    'contact.constructor',
    'contact.__proto__',
    'contact.name.constructor',
    'contact.name.length',
    'variables.items.push',
    'variables.items.constructor',
    '$lookup(contact, "__proto__")',
    '$lookup(contact, "constructor")',
    '$lookup(variables.items, "concat")',
    '$sum.implementation',
    '$lookup($sum, "implementation")',
    '$spread($sum).implementation',
    '$spread([$sum]).implementation',
    '$sum.*',
    '(function($x) { $x }).environment',
    'process',
    '$process',
    'globalThis',
    '$constructor',
    '$__proto__',
    '$toString',
    '$each({ "__proto__": { "x": 1 } }, function($v) { $v }).x[0].missing',
  ])('%s yields nothing', async (source) => {
    expect(await value(source)).toBeUndefined();
  });

  test('a key that would change a prototype is left out', async () => {
    const made = await value('{ "__proto__": { "polluted": true }, "a": 1 }');
    expect(Object.keys(made as object)).toEqual(['a']);
    expect((made as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(['$eval("1")', '$constructor()', '$sum.constructor("return 1")()', '$spread($pad).implementation("x", 9)'])(
    '%s calls nothing',
    async (source) => {
      expect(await failure(source)).toBe('expression.failed');
    },
  );

  test.each(['contact ~> | $sum | { "implementation": 1 } |', '| $$ | { "a": 1 } |'])(
    '%s changes nothing: the operator is refused',
    async (source) => {
      expect(await failure(source)).toBe('expression.syntax');
      expect(await value('$sum([1, 2])')).toBe(3);
    },
  );

  test('data that looks like a function is none', async () => {
    const forged = { f: { _jsonata_function: true, implementation: 'x' }, g: { _jsonata_lambda: true, arguments: [] } };
    for (const source of ['f(1)', 'g()', '$map([1], $$.f)', '$map([1], $$.g)'])
      await expect(evaluateExpression(source, forged, world)).rejects.toBeInstanceOf(ExpressionError);
  });

  test('every built-in of the library is within the budget', () => {
    const source = readFileSync(new URL('../../../../node_modules/jsonata/jsonata.js', import.meta.url), 'utf8');
    const bound = [...source.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)', defineFunction/g)].map(
      ([, name]) => name,
    );
    expect(new Set(bound)).toEqual(new Set(nativeNames));
    expect(bound.length).toBeGreaterThan(60);
  });
});

const recursive = (body: string, first: string, times: number) =>
  `($f := function($s, $n) { $n = 0 ? $s : $f(${body}, $n - 1) }; $f(${first}, ${times}))`;

/** What ends in any case, and how. */
const hostile: [string, string][] = [
  ['$pad("x", 1e8)', 'expression.budget'],
  ['$pad("x", 200000, "abcdefghij")', 'expression.budget'],
  ['[1..1e7]', 'expression.budget'],
  ['[1..$power(10, 7)]', 'expression.budget'],
  ['[1..9999].[1..9999]', 'expression.budget'],
  ['($b := [1..9999]; [1..9999].$b)', 'expression.budget'],
  ['($b := [1..9999]; $b[$b])', 'expression.budget'],
  ['($f := function($n) { $f($n + 1) }; $f(0))', 'expression.budget'],
  ['($f := function($n) { 1 + $f($n + 1) }; $f(0))', 'expression.budget'],
  ['($f := function($n) { $n < 2 ? 1 : $f($n - 1) + $f($n - 2) }; $f(30))', 'expression.budget'],
  [recursive('$s & $s', '"xxxxxxxx"', 60), 'expression.budget'],
  [recursive('$append($s, $s)', '[1]', 60), 'expression.budget'],
  [recursive('[$s, $s]', '[1]', 60), 'expression.budget'],
  [recursive('{ "a": $s, "b": $s }', '1', 60), 'expression.budget'],
  [recursive('{ "a": $s }', '1', 2_000), 'expression.budget'],
  [recursive('$spread([$s, $s])', '{ "a": 1 }', 60), 'expression.budget'],
  [recursive('$merge([$s, { $string($n): $s }])', '{ "a": 1 }', 60), 'expression.budget'],
  [recursive('$zip($s, $s)', '[1..100]', 60), 'expression.budget'],
  [recursive('$replace($s, "a", "aaaaaaaaaa")', '"a"', 20), 'expression.budget'],
  ['$string(variables.deep)', 'expression.budget'],
  ['**', 'expression.budget'],
  ['$map([1..9999], function($i) { $count(**) })', 'expression.budget'],
  ['$reduce([1..5000], function($a, $b) { $a & $pad("", 80, "x") })', 'expression.budget'],
  ['$reduce([1..9999], $append)', 'expression.budget'],
  ['$replace($pad("", 100000, "a"), "a", $pad("", 100000, "b"))', 'expression.budget'],
  ['$replace($pad("", 5000, "a"), /a/, $pad("", 100000, "$0"))', 'expression.budget'],
  ['$replace($pad("", 20000, "a"), /a/, function($m) { $pad("", 100000, "b") })', 'expression.budget'],
  ['$join([1..999].$string(), $pad("", 100000, "x"))', 'expression.budget'],
  ['$match($pad("", 200000, "a"), /a/)', 'expression.budget'],
  ['$match($pad("", 200000, "a") & "!", /(a+)+$/)', 'expression.budget'],
  ['$match($pad("", 200000, "ab"), /(a?){300}b?c/)', 'pattern.invalid'],
  ['$match($pad("", 4000, "a"), /a(.*b)?/)', 'expression.budget'],
  ['$split(variables.long, "")', 'expression.budget'],
  ['$map([1..9999], function($i) { $sum(variables.numbers) })', 'expression.budget'],
  ['$map([1..9999], function($i) { $i in variables.numbers })', 'expression.budget'],
  ['$map([1..9999], function($i) { variables.things.a })', 'expression.budget'],
  ['$map([1..9999], function($i) { variables.things = variables.things })', 'expression.budget'],
  ['$map([1..9999], function($i) { variables.numbers and true })', 'expression.budget'],
  ['$map([1..9999], function($i) { $keys(variables.things) })', 'expression.budget'],
  ['$map([1..9999], function($i) { $length(variables.long) })', 'expression.budget'],
  ['variables.lists.*', 'expression.budget'],
  ['[1..9999]@$x.[1..9999]@$y.($x + $y)', 'expression.budget'],
  ['variables.things.(a.%.b)', 'expression.budget'],
  ['[1..9999]{ "k": $ }', 'expression.budget'],
  ['[1..9999]^(>$)', 'expression.budget'],
  ['$sort([1..9999], function($a, $b) { $a < $b })', 'expression.budget'],
  ['$distinct(variables.numbers)', 'value [1]'],
  ['$map([1..9999], function($i) { $withoutAccents(?) })', 'expression.budget'],
  ['$map([1..9999], function($i) { $substring(?, 1, 2) })', 'expression.budget'],
  ['[$error("x"), ($f := function($n) { $f($n + 1) }; $f(0))]', 'expression.failed'],
  ['$error(variables.long)', 'expression.failed'],
  ['-variables.things', 'expression.failed'],
  ['$toMillis($pad("", 90, "1") & "x", "[Y][M][D][d][H][h][m][s][f]")', 'expression.failed'],
  ['$parseInteger($pad("", 290, "one and "), "w")', 'value undefined'],
  ['$formatInteger(1e15, "I")', 'expression.budget'],
  [`${'('.repeat(65)}1${')'.repeat(65)}`, 'expression.syntax'],
  [`1${'+1'.repeat(2_000)}`, 'expression.syntax'],
  [`a${'.%'.repeat(1_900)}`, 'expression.syntax'],
  [`"${'x'.repeat(5_000)}"`, 'expression.syntax'],
  ['function($x)<x+x+x+x+x+x+n>{ 1 }(1, 1, 1, 1, 1, 1, 1, "")', 'expression.syntax'],
  ...(
    [
      '$titleCase(variables.long)',
      '$withoutAccents(variables.long)',
      '$plural(2, $pad("", 200000, "#"), $pad("", 200000, "#"))',
      '$fold(variables.long)',
      '$words($pad("", 9000, "a "))',
      '$says(variables.long, variables.numbers)',
      '$similarity($pad("", 200, "a"), $pad("", 200, "b"))',
      '$parseNumber($pad("", 900, "1,"))',
      '$parseDate($pad("", 99, "1/"))',
      '$formatDate("2026-01-05T09:00:00Z", "full")',
      '$inZone($now(), "Asia/Tokyo")',
      '$addWorkdays("2026-01-05", 1000)',
      '$workdaysBetween("2016-01-05", "2026-01-05")',
      '$isPhone($pad("", 60, "1-"))',
      '$sortBy(variables.things, "b")',
      '$groupBy(variables.things, "a")',
      '$unique(variables.things, function($t) { $t.b })',
      '$joinWith(variables.numbers, $pad("", 1000, "x"))',
      '$numbered(variables.numbers)',
      '$chunks([1..9999], 1)',
      '$formatDecimal($i / 7, 10)',
      '$mask(variables.long)',
    ] as const
  ).map((call): [string, string] => [`$map([1..9999], function($i) { ${call} })`, 'expression.budget']),
];

describe('a hostile expression ends within 50 ms of work', () => {
  let times: Timed[] = [];

  beforeAll(async () => {
    const file = fileURLToPath(new URL('../../../support/time-expressions.ts', import.meta.url));
    const child = fork(file, { execArgv: ['--import', 'tsx'] });
    const answered = once(child, 'message') as Promise<[Timed[]]>;
    const exited = once(child, 'exit').then(() => [[]] as [Timed[]]);
    child.send({ sources: hostile.map(([source]) => source), data });
    [times] = await Promise.race([answered, exited]);
  }, 30_000);

  test.each(hostile.map(([source, became], index) => ({ source, became, index })))('$source', ({ became, index }) => {
    expect(times[index]?.became).toBe(became);
    expect(times[index]?.ms).toBeLessThan(50);
  });
});

describe('a check', () => {
  test.each([
    ['1 +', { code: 'expression.syntax', position: 3 }],
    ['a.b[', { code: 'expression.syntax', position: 4 }],
    ['$match(a, /(?=a)/)', { code: 'pattern.invalid' }],
    ['[1..20000]', { code: 'expression.budget' }],
    ['| a | b |', { code: 'expression.syntax', position: 1 }],
  ])('of %s tells what is wrong and where', (source, problem) => {
    expect(checkExpression(source)).toMatchObject(problem);
  });

  test('of a sound expression tells nothing', () => {
    expect(checkExpression('contact.name ?? "x"')).toBeNull();
    expect(checkTemplate('Hola {{ contact.name }} y {{ 1 + 1 }}')).toBeNull();
  });

  test('of a text counts from its beginning', () => {
    expect(checkTemplate('Hola {{ 1 + }}!')).toMatchObject({ code: 'expression.syntax', position: 12 });
    expect(checkTemplate('Hola {{ contact.name')).toEqual({
      code: 'expression.syntax',
      message: 'A {{ is not closed by }}.',
      position: 5,
    });
  });
});

describe('a text with {{ }}', () => {
  test.each([
    ['sin nada', 'sin nada'],
    ['Hola {{ contact.name }}, {{contact.fields.visits}} visitas', 'Hola Ana, 3 visitas'],
    ['{{ variables.items.name }}', 'pan, té'],
    ['{{ [1.5, true, "x"] }}', '1.5, true, x'],
    [
      '{{ 0.1 + 0.2 }} {{ 1e21 }} {{ 1e-7 }} {{ -12.5e-9 }} {{ 1/3 }}',
      '0.3 1000000000000000000000 0.0000001 -0.0000000125 0.333333333333333',
    ],
    ['{{ 1 = 1 }}', 'true'],
    ['{{ "" }}|{{ [] }}', '|'],
    ['{{ { "a": { "b": "}}" } }.a.b }}', '}}'],
    ['{{ $replace("a}}b", /\\}\\}/, "-") }}', 'a-b'],
    ['{{ /* }} */ 1 }}', '1'],
    ["{{ '{{' }} literal", '{{ literal'],
    ['a }} b', 'a }} b'],
    ['{{ contact.nick ?? "amiga" }}', 'amiga'],
    ['{{ $exists(contact.nick) ? contact.nick : "tú" }}', 'tú'],
  ])('%s', async (text, shown) => {
    expect(await renderTemplate(text, data, world)).toBe(shown);
  });

  test.each([
    ['{{ contact.nick }}', 'expression.unresolved'],
    ['{{ null }}', 'expression.unresolved'],
    ['{{ contact }}', 'expression.unresolved'],
    ['{{ variables.items }}', 'expression.unresolved'],
    ['{{ [[1]] }}', 'expression.unresolved'],
    ['{{ $sum }}', 'expression.unresolved'],
    ['{{ 1/0 }}', 'expression.unresolved'],
    ['{{ }}', 'expression.syntax'],
    ['{{ "x" ', 'expression.syntax'],
  ])('%s is not shown', async (text, code) => {
    await expect(renderTemplate(text, data, world)).rejects.toMatchObject({ code });
  });

  test('is taken apart into words and expressions', () => {
    expect(templateParts('a {{ b }}c')).toEqual({
      parts: [{ words: 'a ' }, { expression: ' b ', position: 4 }, { words: 'c' }],
      closed: true,
    });
  });
});

test.each([
  [0, '0'],
  [-0, '0'],
  [123456789012345680000, '123456789012346000000'],
  [1.5e300, `15${'0'.repeat(299)}`],
  [5e-324, `0.${'0'.repeat(323)}5`],
  [-1e-10, '-0.0000000001'],
])('the number %d is written %s', (number, digits) => {
  expect(plainNumber(number)).toBe(digits);
});

describe('a plain path', () => {
  test.each([
    'contact.name',
    ' contact.fields.visits ',
    'contact.fields',
    'contact.fields.nothing.at.all',
    'contact.name.length',
    'contact.constructor',
    'variables.items.price',
    'variables.items.name.more',
    'variables.none',
    'variables.none.price',
    'nowhere',
    'true',
    'null',
    'variables.text',
  ])('%s means the same as in brackets, where JSONata works it out', async (source) => {
    expect(await value(source)).toEqual(await value(`(${source})`));
  });

  test('is held to the size of a value like any other', async () => {
    expect(await failure('variables.things')).toBe(await failure('(variables.things)'));
  });
});
