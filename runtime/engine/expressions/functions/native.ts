import type { FunctionExample, FunctionGroup } from './define.ts';

/** A function of JSONata's own that flows have a use for, told of as those of the library are. */
export type NativeFunction = {
  name: string;
  group: FunctionGroup;
  params: readonly string[];
  examples: readonly [FunctionExample, ...FunctionExample[]];
};

const of = (group: FunctionGroup, name: string, params: string, ...examples: [string, unknown?][]): NativeFunction => {
  const [first, ...others] = examples.map(([expression, result]): FunctionExample => ({
    expression,
    ...(result !== undefined && { result }),
  }));
  return {
    name,
    group,
    params: params === '' ? [] : params.split(' '),
    examples: [first ?? { expression: '' }, ...others],
  };
};

/** Those that a designer needs; the rest of JSONata's work too, and its own pages tell of them. */
export const nativeFunctions: readonly NativeFunction[] = [
  of('text', 'uppercase', 'text', ['$uppercase("hola")', 'HOLA']),
  of('text', 'lowercase', 'text', ['$lowercase("HOLA")', 'hola']),
  of('text', 'trim', 'text', ['$trim("  dos   pizzas ")', 'dos pizzas']),
  of('text', 'length', 'text', ['$length("hola")', 4]),
  of(
    'text',
    'substring',
    'text start length',
    ['$substring("muzzarella", 0, 4)', 'muzz'],
    ['$substring("hola", -2)', 'la'],
  ),
  of('text', 'substringBefore', 'text sign', ['$substringBefore("ana@mail.co", "@")', 'ana']),
  of('text', 'substringAfter', 'text sign', ['$substringAfter("ana@mail.co", "@")', 'mail.co']),
  of(
    'text',
    'contains',
    'text pattern',
    ['$contains("Menú del día", "día")', true],
    ['$contains("abc1", /[0-9]/)', true],
  ),
  of(
    'text',
    'replace',
    'text pattern replacement most',
    ['$replace("1-2-3", "-", "/")', '1/2/3'],
    ['$replace("a1b2", /[0-9]/, "")', 'ab'],
  ),
  of('text', 'match', 'text pattern most', ['$match("pedido 42", /[0-9]+/).match', '42']),
  of('text', 'split', 'text sign most', ['$split("pan,té", ",")', ['pan', 'té']]),
  of('text', 'pad', 'text width sign', ['$pad("7", -3, "0")', '007']),
  of('text', 'string', 'value', ['$string(5)', '5'], ['$string({ "a": 1 })', '{"a":1}']),
  of('text', 'encodeUrlComponent', 'text', ['$encodeUrlComponent("té & pan")', 't%C3%A9%20%26%20pan']),
  of('text', 'base64encode', 'text', ['$base64encode("hola")', 'aG9sYQ==']),
  of('numbers', 'number', 'value', ['$number("12.5")', 12.5]),
  of('numbers', 'sum', 'list', ['$sum([1, 2, 3])', 6]),
  of('numbers', 'average', 'list', ['$average([1, 2, 3])', 2]),
  of('numbers', 'max', 'list', ['$max([1, 3, 2])', 3]),
  of('numbers', 'min', 'list', ['$min([1, 3, 2])', 1]),
  of('numbers', 'round', 'number decimals', ['$round(2.345, 1)', 2.3], ['$round(2.5)', 2]),
  of('numbers', 'floor', 'number', ['$floor(2.9)', 2]),
  of('numbers', 'ceil', 'number', ['$ceil(2.1)', 3]),
  of('numbers', 'abs', 'number', ['$abs(-4)', 4]),
  of('numbers', 'power', 'number exponent', ['$power(2, 10)', 1024]),
  of('numbers', 'sqrt', 'number', ['$sqrt(9)', 3]),
  of('numbers', 'random', '', ['$random()', 0.5]),
  of('formats', 'formatNumber', 'number picture', ['$formatNumber(1234.5, "#,##0.00")', '1,234.50']),
  of('dates', 'now', '', ['$now()', '2026-01-05T09:00:00.000Z']),
  of('dates', 'millis', '', ['$millis()', 1_767_603_600_000]),
  of('dates', 'toMillis', 'text picture', ['$toMillis("2026-01-05T09:00:00Z")', 1_767_603_600_000]),
  of('dates', 'fromMillis', 'number picture', ['$fromMillis(1767603600000)', '2026-01-05T09:00:00.000Z']),
  of('lists', 'count', 'list', ['$count(["a", "b"])', 2]),
  of('lists', 'append', 'list other', ['$append([1], [2, 3])', [1, 2, 3]]),
  of('lists', 'join', 'list sign', ['$join(["a", "b"], ", ")', 'a, b']),
  of('lists', 'sort', 'list function', ['$sort([3, 1, 2])', [1, 2, 3]]),
  of('lists', 'reverse', 'list', ['$reverse([1, 2])', [2, 1]]),
  of('lists', 'shuffle', 'list', ['$count($shuffle([1, 2, 3]))', 3]),
  of('lists', 'distinct', 'list', ['$distinct([1, 2, 1])', [1, 2]]),
  of('lists', 'map', 'list function', ['$map([1, 2], function($n) { $n * 10 })', [10, 20]]),
  of('lists', 'filter', 'list function', ['$filter([1, 5, 9], function($n) { $n > 3 })', [5, 9]]),
  of('lists', 'reduce', 'list function start', ['$reduce([1, 2, 3], function($all, $n) { $all + $n })', 6]),
  of('lists', 'keys', 'object', ['$keys({ "pan": 2, "té": 1 })', ['pan', 'té']]),
  of('lists', 'lookup', 'object key', ['$lookup({ "pan": 2 }, "pan")', 2]),
  of('lists', 'merge', 'list', ['$merge([{ "a": 1 }, { "b": 2 }])', { a: 1, b: 2 }]),
  of('values', 'exists', 'value', ['$exists(contact.name)', false]),
  of('values', 'boolean', 'value', ['$boolean("no")', true], ['$boolean("")', false]),
  of('values', 'not', 'value', ['$not(1 = 1)', false]),
  of('values', 'type', 'value', ['$type([1])', 'array']),
];

export const nativeByName: ReadonlyMap<string, NativeFunction> = new Map(
  nativeFunctions.map((definition) => [definition.name, definition]),
);
