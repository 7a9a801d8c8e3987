import { functionList, toldFunctions } from '../../runtime/engine/index.ts';
import { nativeNames } from '../../runtime/engine/expressions/guards.ts';
import { between } from '../support/seeded-random.ts';

/** A source of chance. */
export type Random = () => number;

/** Something to evaluate, and what is there to read. */
export type Case = {
  kind: 'expression' | 'template' | 'pattern';
  source: string;
  text: string;
  data: { [name: string]: unknown };
};

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
};

const names = [
  'contact.name contact.fields.x variables.items variables.text variables.deep variables.n message.text results.a.value webhook.body',
  'globals.x items.price name price constructor __proto__ prototype toString hasOwnProperty length implementation environment',
  '_jsonata_lambda _jsonata_function sequence tupleStream $ $$ $x $f $sum $$.contact `__proto__` "constructor" * ** %',
].flatMap((line) => line.split(' '));
const functions = [...functionList.map(({ name }) => name), ...nativeNames, 'x', 'f', 'constructor', '__proto__'];
const words = [
  'a',
  'Ana',
  '',
  'ñandú 👍',
  '5 de enero',
  '1.234,56',
  '+57 300 123 4567',
  '2026-01-05',
  'YYYY-MM',
  'days',
  '__proto__',
  'America/Bogota',
  '(a+)+$',
  '\\u0301',
];
const numbers = ['0', '1', '-1', '2.5', '9999', '10000', '1e6', '1e308', '-1e308', '1e-7', '0.1', '4096'];
const operators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'and',
  'or',
  'in',
  '??',
  '?:',
  '~>',
  '..',
  '.',
  ':=',
];
const regexes = [
  '/a/',
  '/(a+)+$/',
  '/(a|aa)*b/i',
  '/[0-9]{2,}/',
  '/(?:x?){30}x{30}/',
  '/^\\s*$/m',
  '/(.*)(.*)(.*)!/',
  '/(?=a)/',
  '/\\p{L}+/',
];

/** An expression by the grammar, so deep at most. */
function expression(random: Random, depth: number): string {
  if (depth <= 0) return leaf(random);
  const inner = () => expression(random, depth - 1 - Math.floor(random() * 2));
  switch (Math.floor(random() * 18)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return `$${pick(random, functions)}(${Array.from({ length: between(random, 0, 4) }, inner).join(', ')})`;
    case 4:
    case 5:
      return `${inner()} ${pick(random, operators)} ${inner()}`;
    case 6:
      return `(${inner()})`;
    case 7:
      return `[${Array.from({ length: between(random, 0, 4) }, inner).join(', ')}]`;
    case 8:
      return `{ ${pick(random, ['"a"', '"__proto__"', '"constructor"', inner()])}: ${inner()}, "b": ${inner()} }`;
    case 9:
      return `function($x) { ${inner()} }`;
    case 10:
      return `(${inner()})[${inner()}]`;
    case 11:
      return `${inner()} ? ${inner()} : ${inner()}`;
    case 12:
      return `($f := function($x${pick(random, ['', ', $y'])}) { ${inner()} }; $f(${inner()}))`;
    case 13:
      return `$map([1..${pick(random, ['3', '99', '9999', '1e7'])}], function($x, $i) { ${inner()} })`;
    case 14:
      return `(${inner()})^(${pick(random, ['', '>', '<'])}${inner()})`;
    case 15:
      return `(${inner()}){ ${inner()}: ${inner()} }`;
    case 16:
      return `($x := ${inner()}; ${inner()})`;
    default:
      return `${pick(random, names)}.${inner()}`;
  }
}

function leaf(random: Random): string {
  switch (Math.floor(random() * 6)) {
    case 0:
      return pick(random, numbers);
    case 1:
      return JSON.stringify(pick(random, words));
    case 2:
      return pick(random, ['true', 'false', 'null', '[]', '{}', '?', '']);
    case 3:
      return pick(random, regexes);
    default:
      return pick(random, names);
  }
}

const corpus = toldFunctions.flatMap(({ examples }) => examples.map(({ expression: source }) => source));

/** Something known to work with pieces taken out, doubled, swapped or put in. */
function mutated(random: Random): string {
  let source = pick(random, corpus);
  for (let times = between(random, 1, 6); times > 0; times -= 1) {
    const at = Math.floor(random() * (source.length + 1));
    const to = Math.min(source.length, at + between(random, 0, 8));
    const piece = source.slice(at, to);
    const other = pick(random, corpus);
    const from = Math.floor(random() * other.length);
    source = pick(random, [
      source.slice(0, at) + source.slice(to),
      source.slice(0, to) + piece.repeat(between(random, 1, 40)) + source.slice(to),
      source.slice(0, at) + leaf(random) + source.slice(at),
      source.slice(0, at) + other.slice(from, from + 12) + source.slice(to),
      `$map([1..9999], function($x) { ${source} })`,
      `${'('.repeat(between(random, 1, 80))}${source}${')'.repeat(between(random, 1, 80))}`,
    ]).slice(0, 5_000);
  }
  return source;
}

const patternPieces = [
  'a',
  '.',
  '\\d',
  '\\s',
  '[a-z]',
  '[^x]',
  '(',
  ')',
  '(?:',
  '(?=',
  '(?i)',
  '*',
  '+',
  '?',
  '{2,5}',
  '{1000}',
  '|',
  '^',
  '$',
  '\\b',
  '\\1',
  '\\p{L}',
  '[[:alpha:]]',
  '\\',
  'ñ',
];

/** Values as a conversation may hold them, some of them meant badly. */
function value(random: Random, depth: number): unknown {
  switch (Math.floor(random() * (depth > 0 ? 10 : 6))) {
    case 0:
      return between(random, -5, 100_000) / pick(random, [1, 3, 7]);
    case 1:
      return pick(random, words).repeat(pick(random, [1, 1, 1, 50, 3_000]));
    case 2:
      return random() < 0.5;
    case 3:
      return null;
    case 4:
      return pick(random, words);
    case 5:
      return pick(random, ['2026-01-05T09:00:00Z', '+573001234567', ' '.repeat(5_000), 'a'.repeat(20_000)]);
    case 6:
    case 7:
      return Array.from({ length: pick(random, depth > 1 ? [0, 1, 3] : [0, 3, 200]) }, () => value(random, depth - 1));
    default: {
      const made: { [name: string]: unknown } = {};
      for (let count = between(random, 0, 5); count > 0; count -= 1) {
        const name = pick(random, [
          'name',
          'price',
          'x',
          'value',
          'constructor',
          'toString',
          '_jsonata_function',
          '_jsonata_lambda',
          'sequence',
          'implementation',
          'then',
        ]);
        made[name] = value(random, depth - 1);
      }
      return made;
    }
  }
}

const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** A session holds no more. */
const mostData = 256 * 1024;

/** The case of a number: the same number always makes the same. */
export function makeCase(random: Random): Case {
  let data = makeData(random);
  while (JSON.stringify(data).length > mostData) data = makeData(random);
  return caseOf(random, data);
}

function makeData(random: Random): Case['data'] {
  return {
    contact: { name: pick(random, words), fields: { x: value(random, 2) } },
    variables: {
      items: value(random, 3),
      text: value(random, 0),
      n: between(random, 0, 100),
      deep: random() < 0.02 ? deep(2_000) : value(random, 1),
    },
    message: { text: pick(random, words), kind: 'text' },
    results: { a: { value: value(random, 1) } },
    webhook: { ok: true, status: 200, body: value(random, 3) },
    globals: { x: value(random, 1) },
  };
}

function caseOf(random: Random, data: Case['data']): Case {
  const chosen = random();
  if (chosen < 0.1) {
    const source = Array.from({ length: between(random, 1, 14) }, () => pick(random, patternPieces)).join('');
    return {
      kind: 'pattern',
      source,
      text: pick(random, ['a', 'aaaa!', 'ab1 ', 'ñ']).repeat(between(random, 0, 3_000)),
      data,
    };
  }
  const source = random() < 0.5 ? expression(random, between(random, 1, 6)) : mutated(random);
  if (chosen > 0.25) return { kind: 'expression', source, text: '', data };
  const second = random() < 0.3 ? `{{ ${mutated(random)} }}` : '{{';
  return { kind: 'template', source: `Hola {{ ${source} }} ${random() < 0.5 ? second : ''}`, text: '', data };
}
