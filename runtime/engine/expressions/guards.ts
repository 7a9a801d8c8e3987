import { engineCodes } from '../../contract/index.ts';
import type { FunctionDefinition } from './functions/define.ts';
import { functionsByName } from './functions/index.ts';
import { ExpressionError, isFunctionValue, type Budget } from './budget.ts';
import type { Evaluation, Focus, NativeDefinition } from './evaluation.ts';

/** Every built-in of JSONata 2.2.2. One that is missing here would run without a budget; a test compares. */
export const nativeNames: readonly string[] = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains ' +
  'replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power random boolean not ' +
  'map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type sort shuffle distinct ' +
  'base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval toMillis fromMillis clone now millis'
).split(' ');

type Native = (focus: Focus, args: unknown[]) => unknown;
type Guard = (args: unknown[], evaluation: Evaluation, focus: Focus, native: Native) => unknown;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function short(value: unknown, most: number, what: string): void {
  if (typeof value === 'string' && value.length > most)
    throw new ExpressionError(engineCodes.expressionBudget, `${what} has at most ${most} characters.`);
}

/** What a built-in needs beside the charge for its arguments and its result: checks before it grows, or an implementation of ours. */
const guards: { [name: string]: Guard } = {
  pad(args, { budget }, focus, native) {
    const width = Math.abs(Number(args[1]));
    budget.text(width * Math.max(1, text(args[2]).length));
    return native(focus, args);
  },
  string(args, { budget }, focus, native) {
    if (args[1] === true) budget.text(indentedLength(args[0], 0));
    return native(focus, args);
  },
  join(args, { budget }, focus, native) {
    budget.text(text(args[1]).length * list(args[0]).length);
    return native(focus, args);
  },
  replace([subject, pattern, replacement, ...limit], { budget }, focus, native) {
    if (typeof pattern === 'string' && typeof replacement === 'string' && pattern !== '') {
      let matches = 0;
      for (let at = text(subject).indexOf(pattern); at >= 0; at = text(subject).indexOf(pattern, at + pattern.length))
        matches += 1;
      const most = typeof limit[0] === 'number' ? Math.min(limit[0], matches) : matches;
      budget.text(text(subject).length + most * replacement.length);
    }
    if (typeof pattern === 'string') return native(focus, [subject, pattern, replacement, ...limit]);
    let made = text(subject).length;
    const counted = (part: unknown): unknown => {
      made += text(part).length;
      budget.text(made);
      return part;
    };
    const replacer =
      typeof replacement === 'string'
        ? (match: Match) => counted(substituted(replacement, match, budget))
        : async (match: Match) => counted(await (replacement as (match: Match) => unknown)(match));
    return native(focus, [subject, pattern, replacer, ...limit]);
  },
  split(args, { budget }, focus, native) {
    if (args[1] === '') budget.items(text(args[0]).length);
    return native(focus, args);
  },
  append(args, { budget }, focus, native) {
    const length = (value: unknown) => (Array.isArray(value) ? value.length : 1);
    budget.items(length(args[0]) + length(args[1]));
    return native(focus, args);
  },
  zip(args, { budget }, focus, native) {
    const shortest = Math.min(...args.map((arg) => list(arg).length));
    budget.items(shortest);
    budget.spend(4 * shortest * args.length);
    return native(focus, args);
  },
  spread(args, { budget }, focus) {
    const value = args[0];
    const spread = focus.createSequence();
    const visit = (part: unknown): void => {
      if (Array.isArray(part)) part.forEach(visit);
      else if (isFunctionValue(part) || typeof part !== 'object' || part === null) spread.push(part);
      else for (const [key, inner] of Object.entries(part)) spread.push(bare(key, inner));
      budget.spend(4);
    };
    if (typeof value !== 'object' || value === null || isFunctionValue(value)) return value;
    visit(value);
    return spread;
  },
  distinct(args, { budget }, focus) {
    const value = args[0];
    if (!Array.isArray(value) || value.length <= 1) return value;
    budget.touch(value);
    const seen = new Set<unknown>();
    const kept = value.filter((item: unknown) => {
      const key = identity(item);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
    if ((value as { sequence?: unknown }).sequence !== true) return kept;
    const sequence = focus.createSequence();
    for (const item of kept) sequence.push(item);
    return sequence;
  },
  async sort(args, { budget }, focus) {
    const value = args[0];
    if (!Array.isArray(value) || value.length <= 1) return value;
    budget.items(value.length);
    budget.spend(value.length * 20);
    if (args[1] === undefined) {
      const kind = typeof value[0];
      if ((kind !== 'number' && kind !== 'string') || value.some((item) => typeof item !== kind))
        throw new ExpressionError(
          engineCodes.expressionFailed,
          'Without a comparing function $sort takes numbers or texts alone.',
        );
      return [...value].sort((a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0));
    }
    const isAfter = args[1] as (a: unknown, b: unknown) => unknown;
    return mergeSorted(value, async (a, b) => {
      budget.spend(20);
      const after: unknown = await isAfter.apply(focus as never, [a, b]);
      return after !== undefined && after !== null && after !== false && after !== 0 && after !== '';
    });
  },
  shuffle([value], { random }) {
    const shuffled = [...list(value)];
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = Math.floor(random() * (index + 1));
      [shuffled[index], shuffled[other]] = [shuffled[other], shuffled[index]];
    }
    return shuffled;
  },
  random: (_args, { random }) => random(),
  millis: (_args, { now }) => Date.parse(now),
  formatNumber(args, _evaluation, focus, native) {
    short(args[1], 200, 'A picture');
    return native(focus, args);
  },
  formatInteger(args, _evaluation, focus, native) {
    short(args[1], 200, 'A picture');
    return native(focus, args);
  },
  parseInteger(args, _evaluation, focus, native) {
    short(args[0], 300, 'A number in words');
    short(args[1], 200, 'A picture');
    return native(focus, args);
  },
  fromMillis(args, _evaluation, focus, native) {
    short(args[1], 200, 'A picture');
    return native(focus, args);
  },
  toMillis([instant, picture], { now }, focus, native) {
    short(instant, 100, 'A date');
    if (picture === undefined) {
      // A time without a zone would mean the machine's own.
      const zoned = /T[\d:.]+$/.test(text(instant)) ? `${text(instant)}Z` : instant;
      return native(focus, [zoned]);
    }
    checkDatePicture(text(picture));
    // What the picture leaves out is of today: of the flow's, not of the machine's.
    const environment = Object.assign(Object.create(focus.environment) as Focus['environment'], {
      timestamp: new Date(now),
    });
    return native({ ...focus, environment }, [instant, picture]);
  },
};

/** Functions whose own cost per character is well above that of reading it. */
const slow: { [name: string]: number } = {
  substring: 12,
  length: 12,
  pad: 6,
  keys: 10,
  lookup: 4,
  string: 2,
  clone: 4,
  base64encode: 2,
  base64decode: 2,
  encodeUrlComponent: 6,
  encodeUrl: 6,
  decodeUrlComponent: 6,
  decodeUrl: 6,
  trim: 3,
};

/**
 * The built-in functions within a budget. `evaluationOf` finds the evaluation that a call belongs to by its base environment, so
 * that many may run side by side.
 */
export function guarded(
  natives: ReadonlyMap<string, NativeDefinition>,
  evaluationOf: (base: object) => Evaluation,
): Map<string, NativeDefinition> {
  return new Map(
    [...natives].map(([name, definition]) => [name, guardedDefinition(name, definition, natives, evaluationOf)]),
  );
}

function guardedDefinition(
  name: string,
  { implementation, signature }: NativeDefinition,
  natives: ReadonlyMap<string, NativeDefinition>,
  evaluationOf: (base: object) => Evaluation,
): NativeDefinition {
  const native: Native = (focus, args) => implementation.apply(focus, args);
  const own = functionsByName.get(name);
  const guard = own ? ownGuard(own) : name === 'now' ? nowGuard(natives) : guards[name];
  const factor = own ? (own.cost ?? 2) : (slow[name] ?? 1);
  function run(this: Focus, ...given: unknown[]): unknown {
    const evaluation = evaluationOf(this.environment.base);
    const { budget } = evaluation;
    budget.step();
    let size = 0;
    for (const arg of given) size += budget.size(arg);
    budget.spend((size * factor) / 4);
    const args = signature ? signature.validate(given, this.input) : given;
    const result = guard ? guard(args, evaluation, this, native) : native(this, args);
    if (result instanceof Promise) return result.then((value: unknown) => checked(value, budget));
    return checked(result, budget);
  }
  // Partial application reads the names of the parameters from the source, and callers their number.
  const source = String(implementation);
  Object.defineProperty(run, 'toString', { value: () => source });
  Object.defineProperty(run, 'length', { value: implementation.length });
  const definition = { _jsonata_function: true as const, implementation: run };
  // The evaluator notes `token` and `position` on whatever it calls; nothing else may be changed.
  Object.assign(definition, { token: undefined, position: undefined });
  Object.defineProperty(definition, 'implementation', { writable: false });
  return Object.seal(definition);
}

/** A function of the library; nothing yields nothing. */
const ownGuard =
  ({ run, params }: FunctionDefinition): Guard =>
  (args, evaluation, focus) => {
    if (args[0] === undefined && params[0]?.endsWith('?') === false) return undefined;
    return run(args, evaluation, (call, ...given) => (call as NativeDefinition['implementation']).apply(focus, given));
  };

function checked(result: unknown, budget: Budget): unknown {
  if (Array.isArray(result)) budget.items(result.length);
  budget.touch(result);
  return result;
}

const nowGuard =
  (natives: ReadonlyMap<string, NativeDefinition>): Guard =>
  ([picture, zone], { now }, focus) => {
    short(picture, 200, 'A picture');
    return natives.get('fromMillis')?.implementation.call(focus, Date.parse(now), picture, zone);
  };

type Match = { match: string; groups: (string | undefined)[] };

/** A replacement with `$0` (the match), `$1` … (its groups) and `$$` filled. As many digits count as there can be groups. */
function substituted(replacement: string, { match, groups }: Match, budget: Budget): string {
  let made = '';
  let at = 0;
  for (let dollar = replacement.indexOf('$'); dollar >= 0; dollar = replacement.indexOf('$', at)) {
    made += replacement.slice(at, dollar);
    at = dollar + 1;
    const next = replacement[at] ?? '';
    if (next === '$') {
      made += '$';
      at += 1;
    } else if (next === '0') {
      made += match;
      at += 1;
    } else if (next >= '1' && next <= '9') {
      let digits = String(groups.length).length;
      let group = Number.parseInt(replacement.slice(at, at + digits), 10);
      while (digits > 1 && group > groups.length) {
        digits -= 1;
        group = Number.parseInt(replacement.slice(at, at + digits), 10);
      }
      made += groups[group - 1] ?? '';
      at += String(group).length;
    } else made += '$';
    budget.spend(2);
    budget.text(made.length);
  }
  return made + replacement.slice(at);
}

/** A stable merge sort whose comparison may be one of the author's own. */
async function mergeSorted(
  items: readonly unknown[],
  isAfter: (a: unknown, b: unknown) => Promise<boolean>,
): Promise<unknown[]> {
  if (items.length <= 1) return [...items];
  const middle = Math.floor(items.length / 2);
  const left = await mergeSorted(items.slice(0, middle), isAfter);
  const right = await mergeSorted(items.slice(middle), isAfter);
  const merged: unknown[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    if (await isAfter(left[l], right[r])) {
      merged.push(right[r]);
      r += 1;
    } else {
      merged.push(left[l]);
      l += 1;
    }
  }
  return [...merged, ...left.slice(l), ...right.slice(r)];
}

const bare = (key: string, value: unknown): object => {
  const object: { [key: string]: unknown } = Object.create(null) as { [key: string]: unknown };
  object[key] = value;
  return object;
};

/** Equal values have the same identity. */
function identity(value: unknown): unknown {
  if (typeof value === 'string') return `"${value}`;
  return typeof value === 'object' && value !== null && !isFunctionValue(value) ? canonical(value) : value;
}

/** Equal values give equal texts, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null || isFunctionValue(value)) return JSON.stringify(value) ?? '';
  const object = value as { [key: string]: unknown };
  const keys = Object.keys(object).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join(',')}}`;
}

/** How long the indented form is beside the plain one. */
function indentedLength(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || isFunctionValue(value)) return 0;
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let length = 2 * depth + 2;
  for (const part of parts) length += 2 * (depth + 1) + 2 + indentedLength(part, depth + 1);
  return length;
}

/**
 * JSONata makes a backtracking regular expression of a date's picture. Parts of the same kind side by side would let it try without
 * end, so between two parts there must stand a sign, or the second must have a fixed width.
 */
function checkDatePicture(picture: string): void {
  const refuse = (message: string): never => {
    throw new ExpressionError(engineCodes.expressionFailed, message);
  };
  short(picture, 100, 'A picture');
  const parts = picture.split('[');
  if (parts.length > 12) refuse('The picture of a date has at most 11 parts.');
  parts.slice(1).forEach((part, index) => {
    const [marker = '', literal] = part.split(']');
    if (literal === undefined || part.split(']').length > 2) refuse('The picture of a date is not well formed.');
    if (/^.[Ww]/.test(marker)) refuse('A date cannot be read from words.');
    const next = parts[index + 2]?.[0];
    const fixed = /^[A-Za-z][0-9]{2,4}$/.test(marker);
    const divided = /[^A-Za-z0-9]/.test(literal ?? '') || /^[ZzP]$/.test(next ?? '');
    if (next !== undefined && !divided && !fixed)
      refuse('Between two parts of a date there must stand a sign such as - or /.');
  });
}
