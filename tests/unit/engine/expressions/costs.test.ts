import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { evaluateExpression, expressionLimits, ExpressionError } from '../../../../runtime/engine/index.ts';
import { Budget } from '../../../../runtime/engine/expressions/budget.ts';

const data = {
  l: [3, 1, 2],
  p: [
    { n: 'b', v: 2 },
    { n: 'a', v: 1 },
  ],
  o: { a: 1, b: { c: 2 } },
  s: 'hola mundo',
};
const world = { now: '2026-01-05T09:00:00.000Z', random: () => 0.5 };

describe('the work of an expression is counted', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test.each<[string, number]>([
    ['1', 100],
    ['s', 0],
    ['s & "x"', 413],
    ['l', 216],
    ['l[0]', 212],
    ['l[$ > 1]', 1114],
    ['p.n', 416],
    ['p[v > 1].n', 1130.25],
    ['p^(v).n', 828],
    ['p^(>v, n).n', 828],
    ['p{ n: v }', 1840],
    ['{ "a": 1 }', 706],
    ['[1, 2, 3]', 410],
    ['[l, l]', 550.6],
    ['[1..5]', 438.25],
    ['o.*', 343.075],
    ['o.**', 354.875],
    ['**', 218.75],
    ['p.(n & v)', 1455.25],
    ['p.%.s', 4676],
    ['p@$x.($x.v)', 2024],
    ['p#$i.($i)', 1608],
    ['p@$x.p@$y.($x.v + $y.v)', 6701],
    ['1 and l', 541.375],
    ['l or l', 441.375],
    ['l ? 1 : 2', 541.375],
    ['s = s', 523.25],
    ['l = l', 532.75],
    ['1 in l', 421.375],
    ['-1', 100],
    ['function($x) { $x }', 100],
    ['(function($x) { $x })(1)', 500],
    ['$map(l, function($x) { $x * 2 })', 1542.125],
    ['$substring(?, 1)("abc")', 5664.5],
    ['$sum(l)', 526.75],
    ['$string(o)', 549.125],
    ['$string(o, true)', 655.375],
    ['$pad("a", 10)', 519],
    ['$keys(o)', 650.5],
    ['$lookup(o, "a")', 674],
    ['$clone(o)', 589.875],
    ['$trim(s)', 519.5],
    ['$length(s)', 546],
    ['$base64encode(s)', 517.25],
    ['$base64decode("aG9sYQ==")', 406.75],
    ['$encodeUrl(s)', 528.75],
    ['$encodeUrlComponent(s)', 528.75],
    ['$decodeUrl(s)', 528.5],
    ['$decodeUrlComponent(s)', 528.5],
    ['$uppercase(s)', 513.5],
    ['$zip(l, l)', 809.625],
    ['$zip(l, l, l)', 1045.75],
    ['$spread(p)', 604.75],
    ['$distinct(l)', 545.5],
    ['$distinct(p)', 572],
    ['$sort(l)', 600.125],
    ['$sort(l, function($a, $b) { $a > $b })', 1662.125],
    ['$sort(p, function($a, $b) { $a.v > $b.v })', 1446.75],
    ['$shuffle(l)', 540.125],
    ['$append(l, l)', 764.25],
    ['$replace(s, "o", "0")', 715],
    ['$replace(s, /o/, "<$0$$>")', 1415.25],
    ['$replace(s, /(o)/, "$1$1")', 1490.25],
    ['$match(s, /o/)', 1354],
    ['$match(s, /o.*/)', 1058],
    ['$contains(s, /z/)', 980],
    ['$contains(s, /z.*z/)', 1040],
    ['$split(s, / /)', 1313.875],
    ['$split(s, /\\s+/)', 1349.875],
    ['$match("a  b    c", /\\s/)', 2981.25],
    ['$now()', 304.25],
    ['$toMillis("2026-01-05")', 405],
    ['$error', 100],
    ['$today("America/Bogota")', 30410.5],
    ['$today() & $today()', 31210],
    ['$isWorkday("2026-01-05", ["2026-01-06", "2026-01-07"])', 937.2],
    ['$addWorkdays("2026-01-05", -3, ["2026-01-06"])', 1731.05],
    ['$workdaysBetween("2026-01-05", "2026-01-09", ["2026-01-06"])', 1632.55],
    ['$says(s, ["a", "b"])', 1154.2],
    ['$similarity("abcd", "abc")', 596.5],
    ['$joinWith(l, ", ", " y ")', 932.25],
    ['$joinWith(l, "-", "------")', 942.5],
    ['$bullets(l, "->")', 833.5],
    ['$formatList(l)', 733.75],
    ['$without(l, [1, 2])', 1390.625],
    ['$sortBy(l)', 1423.875],
    ['$sortBy(["abc", "de"])', 1106.075],
    ['$capitalise("hola, ¿cómo estás?")', 423.5],
    ['$titleCase("ANA MARÍA de la PAZ")', 666.125],
    ['$truncate("Pizza grande de muzzarella", 15)', 646.875],
    ['$initials("Ana María de la Paz")', 527.5],
    ['$words("  dos  pizzas grandes ")', 559.125],
    ['$firstWord("Ana María Paz")', 491.625],
    ['$lastWord("Ana María Paz")', 491.625],
    ['$lines("pan\\n\\n leche ")', 467.75],
    ['$fold("  ¡MENÚ  del Día! ")', 552.75],
    ['$withoutAccents("Peña Ágil ÇÃO")', 627.875],
    ['$slug("¡Pizza Ñoña & más!")', 603],
    ['$mask("+573001234567")', 462.875],
    ['$digits("(300) 123-45 67")', 453.5],
    ['$plural(1, "# pizza", "# pizzas")', 686.125],
    ['$says("Quiero el MENÚ, por favor", "menu")', 865],
    ['$startsWith("Ángela Ruiz", "angel")', 652],
    ['$endsWith("foto.JPG", ".jpg")', 622],
    ['$isSame("  Bogotá ", "bogota")', 644.5],
    ['$similarity("Medellín", "medelin")', 700.5],
    ['$isEmail("ana@mail.co")', 408.5],
    ['$parseNumber("1.234,56")', 452],
    ['$roundHalfUp(2.5)', 406],
    ['$roundTo(1234, 50)', 510],
    ['$clamp(12, 1, 10)', 614],
    ['$isBetween(18, 18, 65)', 614],
    ['$percentOf(3, 4)', 510],
    ['$ordinal(2)', 405.625],
    ['$today()', 30302.5],
    ['$timeNow()', 30301.875],
    ['$inZone("2026-01-06T02:30:00Z", "America/Bogota")', 31023.375],
    ['$parseDate("5/1/2026")', 33207.5],
    ['$parseTime("a las 3 y media de la tarde")', 5116.375],
    ['$isDate("2026-02-28")', 408],
    ['$addMinutes("2026-01-05T09:00:00Z", 90)', 519.25],
    ['$addHours("2026-01-05T09:00:00Z", -10)', 519.25],
    ['$addDays("2026-02-27", 2)', 512.5],
    ['$addWeeks("2026-01-05", 2)', 512.5],
    ['$addMonths("2026-01-31", 1)', 512.5],
    ['$addYears("2024-02-29", 1)', 512.5],
    ['$difference("2026-01-05", "2026-01-19", "weeks")', 617.5],
    ['$daysUntil("2026-01-12")', 30408],
    ['$age("1990-01-06")', 30408],
    ['$isBefore("2026-01-05", "2026-01-06")', 514],
    ['$isAfter("2026-01-05T10:00:00Z", "2026-01-05T09:00:00Z")', 524],
    ['$isSameDay("2026-01-06T02:30:00Z", "2026-01-05")', 30519],
    ['$weekday("2026-01-05")', 408],
    ['$datePart("2026-01-06T02:30:00Z", "day")', 30515.5],
    ['$startOfDay("2026-01-05")', 31910.25],
    ['$startOfMonth("2026-02-17")', 408.5],
    ['$endOfMonth("2026-02-17")', 408.5],
    ['$isWorkday("2026-01-05")', 408],
    ['$addWorkdays("2026-01-02", 1)', 812.5],
    ['$workdaysBetween("2026-01-02", "2026-01-05")', 1114],
    ['$formatDecimal(1234567.5)', 406.625],
    ['$formatMoney(24500, "COP")', 508.75],
    ['$formatPercent(0.256)', 405.75],
    ['$formatDate("2026-01-05")', 409.5],
    ['$formatTime("2026-01-06T02:30:00Z")', 30412.875],
    ['$relativeDay("2026-01-06")', 30408],
    ['$formatDuration(125)', 407.625],
    ['$yesNo(1 = 1)', 605.5],
    ['$first([3, 1, 2])', 729.5],
    ['$last([3, 1, 2])', 729.5],
    ['$take(["a", "b", "c"], 2)', 841.45],
    ['$skip(["a", "b", "c"], 1)', 841.45],
    ['$chunks([1, 2, 3], 2)', 861.125],
    ['$unique(["Café", "cafe", "té"])', 1020.45],
    ['$countOf(["sí", "no", "Si"], "si")', 1080.95],
    ['$without(["a", "b", "c"], ["b"])', 1255.5],
    ['$joinWith(["pan", "té", "miel"], ", ", " y ")', 1134.95],
    ['$bullets(["pan", "té"])', 755.2],
    ['$numbered(["pan", "té"])', 765.45],
    ['$formatList(["Ana", "Luis", "Inés"])', 939.7],
    ['$parsePhone("300 123 4567", "CO")', 15511.875],
    ['$isPhone("+57 300 123 4567")', 15411],
    ['$formatPhone("+573001234567")', 15410.625],
    ['$phoneCountry("+573001234567")', 15409],
    ['$uppercase("hola")', 403.25],
    ['$lowercase("HOLA")', 403.25],
    ['$trim("  dos   pizzas ")', 415.25],
    ['$length("hola")', 420],
    ['$substring("muzzarella", 0, 4)', 685.75],
    ['$substringBefore("ana@mail.co", "@")', 505.625],
    ['$substringAfter("ana@mail.co", "@")', 506.125],
    ['$contains("Menú del día", "día")', 506.75],
    ['$replace("1-2-3", "-", "/")', 605.125],
    ['$match("pedido 42", /[0-9]+/).match', 1128.375],
    ['$split("pan,té", ",")', 514.125],
    ['$pad("7", -3, "0")', 622.625],
    ['$string(5)', 405.375],
    ['$encodeUrlComponent("té & pan")', 418.625],
    ['$base64encode("hola")', 405.25],
    ['$number("12.5")', 403.5],
    ['$sum([1, 2, 3])', 720.75],
    ['$average([1, 2, 3])', 720.75],
    ['$max([1, 3, 2])', 720.75],
    ['$min([1, 3, 2])', 720.75],
    ['$round(2.345, 1)', 506],
    ['$floor(2.9)', 404],
    ['$ceil(2.1)', 404],
    ['$abs(-4)', 404],
    ['$power(2, 10)', 506],
    ['$sqrt(9)', 404],
    ['$random()', 302],
    ['$formatNumber(1234.5, "#,##0.00")', 506.75],
    ['$millis()', 302],
    ['$toMillis("2026-01-05T09:00:00Z")', 407.5],
    ['$fromMillis(1767603600000)', 406.25],
    ['$count(["a", "b"])', 618.2],
    ['$append([1], [2, 3])', 840.125],
    ['$join(["a", "b"], ", ")', 718.95],
    ['$sort([3, 1, 2])', 794.125],
    ['$reverse([1, 2])', 626.75],
    ['$count($shuffle([1, 2, 3]))', 1044.875],
    ['$distinct([1, 2, 1])', 736.375],
    ['$map([1, 2], function($n) { $n * 10 })', 1328.75],
    ['$filter([1, 5, 9], function($n) { $n > 3 })', 1733],
    ['$reduce([1, 2, 3], function($all, $n) { $all + $n })', 1422.75],
    ['$keys({ "pan": 2, "té": 1 })', 1711.875],
    ['$lookup({ "pan": 2 }, "pan")', 1136],
    ['$merge([{ "a": 1 }, { "b": 2 }])', 1850.45],
    ['$exists(contact.name)', 508],
    ['$boolean("no")', 403],
    ['$not(1 = 1)', 604],
    ['$type([1])', 512.125],
  ])('%s costs %d', async (source, cost) => {
    const spend = jest.spyOn(Budget.prototype, 'spend');
    await evaluateExpression(source, data, world);
    expect(spend.mock.calls.reduce((sum, [work]) => sum + work, 0)).toBeCloseTo(cost, 2);
  });
});

describe('a budget ends exactly at its limit', () => {
  const over = (message: string) => new ExpressionError('expression.budget', message);
  const nested = (depth: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < depth; level += 1) value = [value];
    return value;
  };
  const { steps, work, items, textLength, valueSize, valueDepth } = expressionLimits;

  test.each<[string, (budget: Budget) => void, (budget: Budget) => void, string]>([
    [
      'work',
      (budget) => {
        budget.spend(work);
      },
      (budget) => {
        budget.spend(work + 1);
      },
      'The expression takes too long.',
    ],
    [
      'items',
      (budget) => {
        budget.items(items);
      },
      (budget) => {
        budget.items(items + 1);
      },
      'The expression makes too long a list.',
    ],
    [
      'text',
      (budget) => {
        budget.text(textLength);
      },
      (budget) => {
        budget.text(textLength + 1);
      },
      'The expression makes too long a text.',
    ],
    [
      'text within a value',
      (budget) => {
        budget.size('x'.repeat(textLength));
      },
      (budget) => {
        budget.size(['x'.repeat(textLength + 1)]);
      },
      'The expression makes too long a text.',
    ],
    [
      'depth',
      (budget) => {
        budget.size(nested(valueDepth + 1));
      },
      (budget) => {
        budget.size(nested(valueDepth + 2));
      },
      'The expression makes too deep a value.',
    ],
    [
      'size',
      (budget) => {
        budget.size(Array.from({ length: 4 }, () => 'x'.repeat(valueSize / 4 - 5)));
      },
      (budget) => {
        budget.size([...Array.from({ length: 3 }, () => 'x'.repeat(valueSize / 4 - 5)), 'x'.repeat(valueSize / 4 - 4)]);
      },
      'The expression makes too large a value.',
    ],
    [
      'steps',
      (budget) => {
        for (let step = 0; step < steps; step += 1) budget.step();
      },
      (budget) => {
        for (let step = 0; step <= steps; step += 1) budget.step();
      },
      'The expression takes too many steps.',
    ],
  ])('of %s', (_name, within, beyond, message) => {
    expect(() => {
      within(new Budget());
    }).not.toThrow();
    const budget = new Budget();
    expect(() => {
      beyond(budget);
    }).toThrow(over(message));
    expect(() => {
      budget.spend(0);
    }).toThrow(over('The expression takes too long.'));
  });

  test('and once it has ended nothing more is paid for', () => {
    const budget = new Budget();
    budget.end();
    expect(() => {
      budget.spend(0);
    }).toThrow(over('The expression takes too long.'));
  });

  test.each<[unknown, number]>([
    ['', 2],
    ['abc', 5],
    [1, 8],
    [true, 8],
    [null, 8],
    [undefined, 8],
    [[], 8],
    [[1], 17],
    [['a', 'b'], 16],
    [{}, 8],
    [{ a: 1 }, 21],
    [{ ab: 'c' }, 17],
    [{ _jsonata_function: true, a: 'xxxxxxxxxx' }, 8],
    [{ _jsonata_lambda: true, a: 'xxxxxxxxxx' }, 8],
    [() => 1, 8],
    [Object.assign([1, 2, 3], { tupleStream: true }), 32],
  ])('a value counts as long as it would be written out: %j', (value, size) => {
    expect(new Budget().size(value)).toBe(size);
  });

  test('a reason is cut to 300 characters', () => {
    const { message, code, position, name } = new ExpressionError('x', 'a'.repeat(301), 7);
    expect([message, code, position, name]).toEqual(['a'.repeat(300), 'x', 7, 'ExpressionError']);
  });
});
