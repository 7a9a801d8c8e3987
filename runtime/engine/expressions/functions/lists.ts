import type { Budget } from '../budget.ts';
import { isFunctionValue } from '../budget.ts';
import { joined, localeOf } from '../locale.ts';
import { unmarked } from '../../text.ts';
import { asList, asNumber, optionalText, refuse, shownTexts, under, wholeNumber } from './arguments.ts';
import { defineFunctions, type Call } from './define.ts';

/** What an item is looked at by: the name of a part of it, a function, or itself. */
async function keysOf(items: readonly unknown[], by: unknown, budget: Budget, call: Call): Promise<unknown[]> {
  budget.items(items.length);
  budget.spend(items.length * 30);
  if (by === undefined) return [...items];
  if (typeof by === 'string') return items.map((item) => under(item, by));
  const keys: unknown[] = [];
  for (const item of items) keys.push(isFunctionValue(by) ? await call(by, item) : undefined);
  return keys;
}

/** One text for equal values; texts are equal without case and accents. */
function sameness(value: unknown): string {
  if (typeof value === 'string') return `"${unmarked(value)}`;
  if (isFunctionValue(value)) return 'function';
  return JSON.stringify(value) ?? '';
}

const rank = (value: unknown): number => ['number', 'string', 'boolean', 'object'].indexOf(typeof value);

/** Numbers before texts, texts by their letters without case and accents, then truth, and what is missing at the end. */
function compare(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null)
    return Number(a === undefined || a === null) - Number(b === undefined || b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return rank(a) - rank(b);
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a === true) - Number(b === true);
  return a < b ? -1 : a > b ? 1 : 0;
}

const pizzas = {
  pizzas: [
    { name: 'Napolitana', price: 9000, size: 'grande' },
    { name: 'ácida', price: 7500, size: 'chica' },
    { name: 'Fugazza', price: 8000, size: 'grande' },
  ],
};

export const listFunctions = defineFunctions('lists', [
  {
    name: 'first',
    signature: '<a:x>',
    params: ['list'],
    partial: true,
    examples: [
      { expression: '$first([3, 1, 2])', result: 3 },
      { expression: '$first([]) ?? "nada"', result: 'nada' },
      { expression: '$first("solo")', result: 'solo' },
    ],
    run: ([list]) => asList(list)[0],
  },
  {
    name: 'last',
    signature: '<a:x>',
    params: ['list'],
    partial: true,
    examples: [{ expression: '$last([3, 1, 2])', result: 2 }, { expression: '$last([])' }],
    run: ([list]) => asList(list).at(-1),
  },
  {
    name: 'take',
    signature: '<an:a>',
    params: ['list', 'count'],
    examples: [
      { expression: '$take(["a", "b", "c"], 2)', result: ['a', 'b'] },
      { expression: '$take(["a", "b", "c"], -2)', result: ['b', 'c'] },
      { expression: '$take(["a"], 5)', result: ['a'] },
      { expression: '$take(["a"], 0)', result: [] },
    ],
    run([list, count]) {
      const many = wholeNumber(count, -10_000, 10_000, 'The number of items');
      return many < 0 ? asList(list).slice(many) : asList(list).slice(0, many);
    },
  },
  {
    name: 'skip',
    signature: '<an:a>',
    params: ['list', 'count'],
    examples: [
      { expression: '$skip(["a", "b", "c"], 1)', result: ['b', 'c'] },
      { expression: '$skip(["a", "b", "c"], 3)', result: [] },
    ],
    run: ([list, count]) => asList(list).slice(wholeNumber(count, 0, 10_000, 'The number of items')),
  },
  {
    name: 'chunks',
    signature: '<an:a>',
    params: ['list', 'size'],
    examples: [
      { expression: '$chunks([1, 2, 3], 2)', result: [[1, 2], [3]] },
      { expression: '$chunks([1, 2], 1)', result: [[1], [2]] },
    ],
    run([list, size]) {
      const items = asList(list);
      const each = wholeNumber(size, 1, 10_000, 'The size');
      const made: unknown[] = [];
      for (let at = 0; at < items.length; at += each) made.push(items.slice(at, at + each));
      return made;
    },
  },
  {
    name: 'unique',
    signature: '<a(sf)?:a>',
    params: ['list', 'by'],
    cost: 30,
    examples: [
      { expression: '$unique(["Café", "cafe", "té"])', result: ['Café', 'té'] },
      { expression: '$unique(pizzas, "size").name', data: pizzas, result: ['Napolitana', 'ácida'] },
      { expression: '$unique([1, "1", 1])', result: [1, '1'] },
    ],
    async run([list, by], { budget }, call) {
      const items = asList(list);
      const keys = await keysOf(items, by, budget, call);
      const seen = new Set<string>();
      return items.filter((_item, index) => {
        const key = sameness(keys[index]);
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      });
    },
  },
  {
    name: 'sortBy',
    signature: '<a(sf)?s?:a>',
    params: ['list', 'by', 'order'],
    cost: 30,
    examples: [
      { expression: '$sortBy(pizzas, "price").name', data: pizzas, result: ['ácida', 'Fugazza', 'Napolitana'] },
      { expression: '$sortBy(pizzas, "name").name', data: pizzas, result: ['ácida', 'Fugazza', 'Napolitana'] },
      { expression: '$sortBy(pizzas, "price", "descending")[0].name', data: pizzas, result: 'Napolitana' },
      {
        expression: '$sortBy(pizzas, function($pizza) { $length($pizza.name) }).name',
        data: pizzas,
        result: ['ácida', 'Fugazza', 'Napolitana'],
      },
    ],
    async run([list, by, order], { budget }, call) {
      const items = asList(list);
      const direction = optionalText(order) ?? 'ascending';
      if (direction !== 'ascending' && direction !== 'descending') refuse('The order is ascending or descending.');
      const keys = await keysOf(items, by, budget, call);
      for (const key of keys) if (typeof key === 'string') budget.spend(key.length * 8);
      budget.spend(items.length * Math.ceil(Math.log2(items.length + 2)) * 60);
      const plain = keys.map((key) => (typeof key === 'string' ? unmarked(key) : key));
      const sign = direction === 'descending' ? -1 : 1;
      return items
        .map((item, index) => ({ item, key: plain[index], index }))
        .toSorted((a, b) => sign * compare(a.key, b.key) || a.index - b.index)
        .map(({ item }) => item);
    },
  },
  {
    name: 'sumOf',
    signature: '<a(sf):n>',
    params: ['list', 'by'],
    examples: [
      { expression: '$sumOf(pizzas, "price")', data: pizzas, result: 24_500 },
      { expression: '$sumOf([{ "n": 2, "p": 3 }, { "n": 1 }], function($i) { $i.n * $i.p })', result: 6 },
      { expression: '$sumOf([], "price")', result: 0 },
    ],
    async run([list, by], { budget }, call) {
      const keys = await keysOf(asList(list), by, budget, call);
      return keys.reduce<number>((sum, key) => sum + asNumber(key, 0), 0);
    },
  },
  {
    name: 'countOf',
    signature: '<ax:n>',
    params: ['list', 'value'],
    cost: 30,
    examples: [
      { expression: '$countOf(["sí", "no", "Si"], "si")', result: 2 },
      { expression: '$countOf([1, 2], 3)', result: 0 },
    ],
    run([list, value], { budget }) {
      budget.spend(asList(list).length * 20);
      const wanted = sameness(value);
      return asList(list).filter((item) => sameness(item) === wanted).length;
    },
  },
  {
    name: 'has',
    signature: '<ax:b>',
    params: ['list', 'value'],
    cost: 30,
    examples: [
      { expression: '$has(contact.groups, "vip")', data: { contact: { groups: ['vip', 'lima'] } }, result: true },
      { expression: '$has(["Bogotá", "Cali"], "bogota")', result: true },
      { expression: '$has([1, 2], "1")', result: false },
    ],
    run([list, value], { budget }) {
      budget.spend(asList(list).length * 20);
      const wanted = sameness(value);
      return asList(list).some((item) => sameness(item) === wanted);
    },
  },
  {
    name: 'findBy',
    signature: '<asx:x>',
    params: ['list', 'key', 'value'],
    partial: true,
    cost: 30,
    examples: [
      { expression: '$findBy(pizzas, "name", "Ácida").price', data: pizzas, result: 7500 },
      { expression: '$findBy(pizzas, "name", "Cuatro quesos") ?? "no hay"', data: pizzas, result: 'no hay' },
    ],
    run([list, name, value], { budget }) {
      budget.spend(asList(list).length * 30);
      const wanted = sameness(value);
      const key = optionalText(name) ?? '';
      return asList(list).find((item) => sameness(under(item, key)) === wanted);
    },
  },
  {
    name: 'without',
    signature: '<ax:a>',
    params: ['list', 'values'],
    cost: 30,
    examples: [
      { expression: '$without(["a", "b", "c"], ["b"])', result: ['a', 'c'] },
      { expression: '$without(["Sí", "no"], "si")', result: ['no'] },
    ],
    run([list, values], { budget }) {
      budget.spend((asList(list).length + asList(values).length) * 20);
      const gone = new Set(asList(values).map(sameness));
      return asList(list).filter((item) => !gone.has(sameness(item)));
    },
  },
  {
    name: 'groupBy',
    signature: '<a(sf):a>',
    params: ['list', 'by'],
    cost: 30,
    examples: [
      {
        expression: '$groupBy(pizzas, "size").(key & ": " & $count(items))',
        data: pizzas,
        result: ['grande: 2', 'chica: 1'],
      },
      { expression: '$groupBy([], "size")', result: [] },
    ],
    async run([list, by], { budget }, call) {
      const items = asList(list);
      const keys = await keysOf(items, by, budget, call);
      const groups = new Map<string, { key: unknown; items: unknown[] }>();
      items.forEach((item, index) => {
        const key = keys[index] ?? null;
        const group = groups.get(sameness(key));
        if (group) group.items.push(item);
        else groups.set(sameness(key), { key, items: [item] });
      });
      return [...groups.values()];
    },
  },
  {
    name: 'joinWith',
    signature: '<as?s?:s>',
    params: ['list', 'between', 'last'],
    examples: [
      { expression: '$joinWith(["pan", "té", "miel"], ", ", " y ")', result: 'pan, té y miel' },
      { expression: '$joinWith(["a", "b"], " / ")', result: 'a / b' },
      { expression: '$joinWith(["a"], ", ", " y ")', result: 'a' },
      { expression: '$joinWith([])', result: '' },
    ],
    run([list, between, last], { budget }) {
      const comma = optionalText(between) ?? ', ';
      const end = optionalText(last) ?? comma;
      const texts = shownTexts(list, budget, Math.max(comma.length, end.length));
      return texts.length < 2 ? (texts[0] ?? '') : texts.slice(0, -1).join(comma) + end + (texts.at(-1) ?? '');
    },
  },
  {
    name: 'bullets',
    signature: '<as?:s>',
    params: ['list', 'sign'],
    examples: [
      { expression: '$bullets(["pan", "té"])', result: '• pan\n• té' },
      { expression: '$bullets(["pan"], "✅")', result: '✅ pan' },
      { expression: '$bullets([])', result: '' },
    ],
    run([list, sign], { budget }) {
      const mark = optionalText(sign) ?? '•';
      return shownTexts(list, budget, mark.length + 2)
        .map((text) => `${mark} ${text}`)
        .join('\n');
    },
  },
  {
    name: 'numbered',
    signature: '<a:s>',
    params: ['list'],
    examples: [
      { expression: '$numbered(["pan", "té"])', result: '1. pan\n2. té' },
      {
        expression: '$numbered(pizzas.(name & " $" & price))',
        data: pizzas,
        result: '1. Napolitana $9000\n2. ácida $7500\n3. Fugazza $8000',
      },
    ],
    run: ([list], { budget }) =>
      shownTexts(list, budget, 8)
        .map((text, index) => `${index + 1}. ${text}`)
        .join('\n'),
  },
  {
    name: 'formatList',
    signature: '<as?s?:s>',
    params: ['list', 'word', 'language'],
    examples: [
      { expression: '$formatList(["Ana", "Luis", "Inés"])', result: 'Ana, Luis e Inés' },
      { expression: '$formatList(["pan", "té"], "or")', result: 'pan o té' },
      { expression: '$formatList(["bread", "tea", "milk"], "and", "en")', result: 'bread, tea and milk' },
      { expression: '$formatList(["pão", "chá"])', language: 'pt-BR', result: 'pão e chá' },
    ],
    run([list, word, language], { budget, language: own }) {
      const { and, or } = localeOf(optionalText(language) ?? own);
      const kind = optionalText(word) ?? 'and';
      if (kind !== 'and' && kind !== 'or') refuse('Between the last two stands "and" or "or".');
      return joined(shownTexts(list, budget, 5), kind === 'and' ? and : or);
    },
  },
]);
