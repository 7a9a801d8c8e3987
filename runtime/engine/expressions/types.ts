import type { Json } from '../../contract/index.ts';
import type { Piece } from './expression.ts';
import { accepts, expected, type Parameter, type Signature } from './function-signature.ts';
import {
  absent,
  anything,
  boolean,
  certainly,
  either,
  isOpen,
  kindsOf,
  listOf,
  masks,
  maybe,
  mayBeAbsent,
  number,
  objectOf,
  present,
  text,
  typeOf,
  type NameKind,
  type ValueType,
} from './value-types.ts';

/** What is wrong at a piece of an expression; `position` and `length` are of its source. */
export type Finding = {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  position: number;
  length: number;
  params: { [name: string]: Json };
};

/** What is known of functions: their signatures, whether they may yield nothing, and their names. */
export type KnownFunctions = {
  signature(name: string): Signature | undefined;
  partial(name: string): boolean;
  names(): Iterable<string>;
  /** What is wrong with a literal argument, where its name asks for more than its kind. */
  literal(name: string, index: number, value: string): string | undefined;
};

type Frame = {
  input: ValueType;
  variables: ReadonlyMap<string, ValueType>;
  /** Pieces that are known to be there: a condition has found out. */
  sure: ReadonlySet<string>;
};

/** What may be missing, where it stands and what it is called. */
export type Missing = { name: string; position: number; length: number };

const fn = typeOf('function');

/** Tells what an expression may yield and what is wrong with its names and types. Never runs anything. */
export class Inference {
  readonly findings: Finding[] = [];
  readonly missing: Missing[] = [];
  private readonly said = new Set<string>();
  private readonly source: string;
  private readonly root: ValueType;
  private readonly functions: KnownFunctions;

  constructor(source: string, root: ValueType, functions: KnownFunctions) {
    this.source = source;
    this.root = root;
    this.functions = functions;
  }

  /** The type of the whole. */
  of(piece: Piece): ValueType {
    return this.infer(piece, { input: this.root, variables: new Map(), sure: new Set() });
  }

  private infer(piece: Piece | undefined, frame: Frame): ValueType {
    if (!piece) return absent;
    const type = this.filtered(this.bare(piece, frame), piece, frame);
    return frame.sure.size > 0 && mayBeAbsent(type) && frame.sure.has(keyOf(piece)) ? certainly(type) : type;
  }

  private bare(piece: Piece, frame: Frame): ValueType {
    switch (piece.type) {
      case 'string':
        return text;
      case 'number':
        return number;
      case 'value':
        return piece.value === null ? typeOf('null') : boolean;
      case 'regex':
      case 'lambda':
        if (piece.type === 'lambda') this.lambda(piece, frame, []);
        return fn;
      case 'name':
        return this.field(frame.input, String(piece.value), piece);
      case 'path':
        return this.path(piece, frame);
      case 'variable':
        return this.variable(piece, frame);
      case 'block':
        return this.block(piece, frame);
      case 'bind':
        return this.infer(piece.rhs, frame);
      case 'condition':
        return this.condition(piece, frame);
      case 'unary':
        return this.unary(piece, frame);
      case 'binary':
        return this.binary(piece, frame);
      case 'apply':
        return this.apply(piece, frame);
      case 'function':
        return this.call(piece, frame);
      case 'partial':
        for (const argument of piece.arguments ?? []) if (argument.type !== 'operator') this.infer(argument, frame);
        this.infer(piece.procedure, frame);
        return fn;
      default:
        return maybe(anything);
    }
  }

  private filtered(type: ValueType, piece: Piece, frame: Frame): ValueType {
    let now = type;
    for (const { expr } of [...(piece.stages ?? []), ...(piece.predicate ?? [])]) {
      if (!expr) continue;
      const item = itemOf(now);
      const index = this.infer(expr, { ...frame, input: item });
      now = maybe(index.mask === masks.number ? item : either(item, listOf(item)));
    }
    if (!piece.group) return now;
    const inner = { ...frame, input: itemOf(now) };
    for (const pair of piece.group.lhs ?? []) for (const side of pair) this.infer(side, inner);
    return objectOf({}, maybe(anything));
  }

  private path(piece: Piece, frame: Frame): ValueType {
    const variables = new Map(frame.variables);
    let type = frame.input;
    let mapped = false;
    const before = this.findings.length;
    for (const [index, step] of (piece.steps ?? []).entries()) {
      if (index > 0 && type.mask & masks.list) {
        mapped ||= true;
        type = itemOf(type);
      }
      const gone = index > 0 ? type.mask & masks.absent : 0;
      const inner: Frame = { ...frame, variables, input: index > 0 ? certainly(type) : type };
      if (step.type === 'sort') {
        for (const { expression } of (step as { terms?: { expression: Piece }[] }).terms ?? [])
          this.infer(expression, { ...inner, input: itemOf(type) });
        continue;
      }
      type = this.infer(step, inner);
      if (gone && !(step.type === 'string' || step.type === 'number')) type = maybe(type);
      if (step.focus !== undefined) variables.set(step.focus, itemOf(type));
      if (step.index !== undefined) variables.set(step.index, number);
      if (frame.sure.size > 0 && mayBeAbsent(type) && frame.sure.has(prefixKey(piece, index))) type = certainly(type);
    }
    if (mapped || piece.keepSingletonArray) type = maybe(either(type, listOf(certainly(type))));
    if (mayBeAbsent(type) && this.findings.length === before && !frame.sure.has(keyOf(piece))) this.note(piece);
    return type;
  }

  /** Remembers a path of names that may lead to nothing. */
  private note(piece: Piece): void {
    const names = (piece.steps ?? []).map((step) => (step.type === 'name' ? String(step.value) : ''));
    const last = piece.steps?.at(-1);
    if (names.includes('') || !last) return;
    const position = this.placeOf(piece.steps?.[0] ?? last).position;
    this.missing.push({ name: names.join('.'), position, length: (last.position ?? position) - position });
  }

  /** The type of what stands under a name, and a finding when nothing can stand there. */
  private field(of: ValueType, name: string, piece: Piece): ValueType {
    if (isOpen(of) || (of.mask & present) === 0) return of.fields || isOpen(of) ? of : absent;
    if (of.mask & masks.list) return maybe(this.field(itemOf(of), name, piece));
    if (of.mask & masks.object) {
      if (!of.fields) return maybe(anything);
      if (Object.hasOwn(of.fields, name)) return of.fields[name] ?? anything;
      if (of.rest) return of.rest;
      this.unknown(of.holds ?? 'part', name, Object.keys(of.fields), piece);
      return anything;
    }
    if (!of.guessed) this.unknown('part', name, [], piece);
    return anything;
  }

  private unknown(what: NameKind, name: string, known: Iterable<string>, piece: Piece): void {
    if (what === 'name' && name === 'secrets') {
      this.say('expression.secret-misplaced', 'error', 'A secret stands alone in {{ }}.', piece, { name });
      return;
    }
    const certain = what === 'name' || what === 'part' || what === 'function';
    const suggestion = nearest(name, known);
    const severity = certain ? 'error' : 'warning';
    const shown = what === 'function' ? `$${name}` : name;
    if (suggestion === undefined)
      this.say(`expression.unknown-${what}`, severity, `There is no ${what} "${shown}".`, piece, { name: shown });
    else {
      const meant = what === 'function' ? `$${suggestion}` : suggestion;
      const message = `There is no ${what} "${shown}"; "${meant}" is near.`;
      this.say('expression.misspelt', severity, message, piece, { name: shown, suggestion: meant, what });
    }
  }

  private variable({ value, ...piece }: Piece, frame: Frame): ValueType {
    const name = String(value);
    if (name === '') return frame.input;
    if (name === '$') return this.root;
    const bound = frame.variables.get(name);
    if (bound) return bound;
    if (this.functions.signature(name)) return fn;
    this.unknown('function', name, [...frame.variables.keys(), ...this.functions.names()], { ...piece, value });
    return maybe(anything);
  }

  private block(piece: Piece, frame: Frame): ValueType {
    const variables = new Map(frame.variables);
    let type: ValueType = absent;
    for (const expression of piece.expressions ?? []) {
      if (expression.type === 'bind') {
        const name = String(expression.lhs?.value);
        // A function may call itself.
        if (expression.rhs?.type === 'lambda') variables.set(name, fn);
        type = this.infer(expression.rhs, { ...frame, variables });
        variables.set(name, type);
      } else type = this.infer(expression, { ...frame, variables });
    }
    return type;
  }

  private condition(piece: Piece, frame: Frame): ValueType {
    const noted = this.missing.length;
    this.infer(piece.condition, frame);
    // To ask whether something is there is no use of it.
    this.missing.length = noted;
    const sure = new Set([...frame.sure, ...certainBy(piece.condition)]);
    const then = this.infer(piece.then, { ...frame, sure });
    return either(then, piece.else ? this.infer(piece.else, frame) : absent);
  }

  private unary(piece: Piece, frame: Frame): ValueType {
    if (piece.value === '[') {
      const items = (piece.expressions ?? []).map((item) => {
        const type = this.infer(item, frame);
        return certainly(type.mask & masks.list && item.type !== 'unary' ? itemOf(type) : type);
      });
      return items.length === 0 ? typeOf('list') : listOf(items.reduce(either));
    }
    if (piece.value === '{') {
      const fields: { [name: string]: ValueType } = {};
      let open = false;
      for (const [key, value] of (piece.lhs ?? []) as unknown as [Piece, Piece][]) {
        this.infer(key, frame);
        const type = this.infer(value, frame);
        if (key.type === 'string' && key.value !== '__proto__') fields[String(key.value)] = type;
        else open = true;
      }
      return objectOf(fields, open ? maybe(anything) : absent);
    }
    const { expression } = piece as { expression?: Piece };
    const type = this.infer(expression, frame);
    this.mustBeNumber(type, expression ?? piece, '-');
    return type.mask & masks.absent ? maybe(number) : number;
  }

  private binary(piece: Piece, frame: Frame): ValueType {
    const operator = String(piece.value);
    const noted = this.missing.length;
    const left = this.infer(piece.lhs, frame);
    const right = this.infer(
      piece.rhs,
      operator === 'and' ? { ...frame, sure: new Set([...frame.sure, ...certainBy(piece.lhs)]) } : frame,
    );
    const gone = (left.mask | right.mask) & masks.absent;
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        this.mustBeNumber(left, piece.lhs ?? piece, operator);
        this.mustBeNumber(right, piece.rhs ?? piece, operator);
        return gone ? maybe(number) : number;
      case '..':
        return listOf(number);
      case '&':
        // What is missing counts as no text.
        this.missing.length = noted;
        return text;
      case '<':
      case '>':
      case '<=':
      case '>=':
        this.comparable(left, right, piece, operator);
        return gone ? maybe(boolean) : boolean;
      default:
        this.missing.length = noted;
        return boolean;
    }
  }

  private mustBeNumber(type: ValueType, piece: Piece, operator: string): void {
    if ((type.mask & present) === 0 || type.mask & masks.number) return;
    const found = kindsOf(type).join(' ');
    const message = `"${operator}" is for numbers; this is ${found}.`;
    this.say('expression.not-a-number', type.guessed ? 'warning' : 'error', message, piece, { operator, found });
  }

  private comparable(left: ValueType, right: ValueType, piece: Piece, operator: string): void {
    const ordered = masks.text | masks.number;
    const [a, b] = [left.mask & present, right.mask & present];
    if (a === 0 || b === 0 || a & b & ordered) return;
    const found = [...new Set([...kindsOf(left), ...kindsOf(right)])].join(' ');
    const guessed = left.guessed ?? right.guessed ?? false;
    const message = `"${operator}" compares two numbers or two texts; these are ${found}.`;
    this.say('expression.not-comparable', guessed ? 'warning' : 'error', message, piece, { operator, found });
  }

  private apply(piece: Piece, frame: Frame): ValueType {
    const { lhs, rhs } = piece;
    if (rhs?.type === 'function' && lhs)
      return this.infer({ ...rhs, arguments: [lhs, ...(rhs.arguments ?? [])] }, frame);
    if (rhs?.type === 'variable' && lhs && !frame.variables.has(String(rhs.value)))
      return this.infer(
        { type: 'function', value: '(', procedure: rhs, arguments: [lhs], position: piece.position ?? 0 },
        frame,
      );
    this.infer(lhs, frame);
    if (rhs?.type === 'lambda') return this.lambda(rhs, frame, [maybe(anything)]);
    this.infer(rhs, frame);
    return maybe(anything);
  }

  /** The type of a function's body when it is called with these. */
  private lambda(piece: Piece, frame: Frame, given: readonly ValueType[]): ValueType {
    const variables = new Map(frame.variables);
    for (const [index, parameter] of (piece.arguments ?? []).entries())
      variables.set(String(parameter.value), given[index] ?? maybe(anything));
    const noted = this.missing.length;
    const type = this.infer(piece.body, { ...frame, variables });
    this.missing.length = noted;
    return type;
  }

  private call(piece: Piece, frame: Frame): ValueType {
    const { procedure, arguments: given = [] } = piece;
    const name = procedure?.type === 'variable' ? String(procedure.value) : undefined;
    const signature = name === undefined || frame.variables.has(name) ? undefined : this.functions.signature(name);
    if (name === undefined || !signature) {
      this.infer(procedure, frame);
      for (const argument of given) this.infer(argument, frame);
      return maybe(anything);
    }
    const noted = this.missing.length;
    const types: ValueType[] = [];
    for (const argument of given)
      types.push(
        argument.type === 'lambda' ? this.lambdaArgument(argument, frame, types[0]) : this.infer(argument, frame),
      );
    const bodies = given.map((argument, index) =>
      argument.type === 'lambda' ? (types[index] ?? anything) : undefined,
    );
    const handed = types.map((type, index) => (bodies[index] ? fn : type));
    this.checkArguments(name, signature, handed, piece, frame.input);
    const type = this.resultOf(
      name,
      signature,
      handed,
      bodies.find((body) => body),
      frame,
    );
    if (!mayBeAbsent(type)) this.missing.length = noted;
    return type;
  }

  private lambdaArgument(argument: Piece, frame: Frame, over: ValueType | undefined): ValueType {
    const item = over ? certainly(itemOf(over)) : anything;
    return this.lambda(argument, frame, [item, maybe(anything), maybe(anything), maybe(anything)]);
  }

  private checkArguments(
    name: string,
    { parameters }: Signature,
    given: readonly ValueType[],
    piece: Piece,
    context: ValueType,
  ): void {
    const place = piece.procedure ?? piece;
    const [first] = parameters;
    const helped = first?.fromContext === true && accepts(first, context);
    const required = parameters.filter(({ optional }) => !optional).length;
    const least = required - (helped && !first.optional ? 1 : 0);
    const most = parameters.some(({ repeats }) => repeats) ? Infinity : parameters.length;
    const params = { function: `$${name}`, given: given.length, least, most: Number.isFinite(most) ? most : -1 };
    if (given.length > most) {
      const message = `$${name} takes at most ${most} arguments; there are ${given.length}.`;
      this.say('expression.too-many-arguments', 'error', message, place, params);
      return;
    }
    if (given.length < least) {
      const message = `$${name} takes at least ${least} arguments; there are ${given.length}.`;
      this.say('expression.too-few-arguments', 'error', message, place, params);
      return;
    }
    const shifted = helped && given.length < parameters.length;
    const fits = (shift: number) =>
      given.every((type, index) => {
        const parameter = parameterAt(parameters, index + shift);
        return !parameter || accepts(parameter, type);
      });
    if (fits(0) && given.length >= required) {
      this.checkLiterals(name, piece, 0);
      return;
    }
    if (shifted && fits(1)) {
      this.checkLiterals(name, piece, 1);
      return;
    }
    const shift = given.length < required ? 1 : 0;
    given.forEach((type, index) => {
      const parameter = parameterAt(parameters, index + shift);
      if (!parameter || accepts(parameter, type)) return;
      const [wanted, found] = [expected(parameter), kindsOf(type).join(' ')];
      const message = `Argument ${index + 1} of $${name} is ${found}; it takes ${wanted}.`;
      const at = piece.arguments?.[index] ?? place;
      const more = { function: `$${name}`, place: index + 1, expected: wanted, found };
      this.say('expression.wrong-type', type.guessed ? 'warning' : 'error', message, at, more);
    });
  }

  private checkLiterals(name: string, piece: Piece, shift: number): void {
    (piece.arguments ?? []).forEach((argument, index) => {
      if (argument.type !== 'string') return;
      const wanted = this.functions.literal(name, index + shift, String(argument.value));
      if (wanted === undefined) return;
      const message = `Argument ${index + 1} of $${name} is no ${wanted}.`;
      const more = { function: `$${name}`, place: index + 1, expected: wanted, found: 'text' };
      this.say('expression.wrong-type', 'error', message, argument, more);
    });
  }

  private resultOf(
    name: string,
    { parameters, result }: Signature,
    given: readonly ValueType[],
    body: ValueType | undefined,
    frame: Frame,
  ): ValueType {
    const first = given[0] ?? (parameters[0]?.fromContext ? frame.input : undefined);
    const gone = given.some((type, index) => mayBeAbsent(type) && parameterAt(parameters, index)?.optional === false);
    const held = (type: ValueType): ValueType => (gone ? maybe(type) : type);
    if (neverAbsent.has(name)) return certainly(result);
    if (sameList.has(name) && first) return held(name === 'filter' ? maybe(first) : first);
    if (name === 'map' && body) return maybe(either(certainly(body), listOf(certainly(body))));
    if (this.functions.partial(name)) return maybe(result);
    return held(result);
  }

  private say(
    code: string,
    severity: Finding['severity'],
    message: string,
    piece: Piece,
    params: Finding['params'],
  ): void {
    const place = this.placeOf(piece);
    const key = `${code} ${place.position}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    this.findings.push({ code, severity, message, ...place, params });
  }

  /** Where a piece stands: the parser keeps where its sign or name ends. */
  private placeOf(piece: Piece): { position: number; length: number } {
    const first = piece.type === 'path' ? piece.steps?.[0] : piece.procedure;
    if (first && (piece.type === 'path' || piece.type === 'function')) {
      const { position } = this.placeOf(first);
      const end = piece.type === 'path' ? (piece.steps?.at(-1)?.position ?? position) : (first.position ?? position);
      return { position, length: Math.max(1, end - position) };
    }
    const end = Math.min(piece.position ?? 1, this.source.length);
    const quoted = '`"\''.includes(this.source[end - 1] ?? ' ') && (piece.type === 'name' || piece.type === 'string');
    const written =
      piece.type === 'variable'
        ? String(piece.value).length + 1
        : quoted
          ? end - this.source.lastIndexOf(this.source[end - 1] ?? '', end - 2)
          : piece.type === 'name' || piece.type === 'number' || piece.type === 'binary' || piece.type === 'value'
            ? String(piece.value).length
            : 1;
    const position = Math.max(0, end - written);
    return { position, length: Math.max(1, end - position) };
  }
}

const neverAbsent = new Set(['exists', 'count', 'now', 'millis', 'random']);
/** They yield what they are given, in another order or less of it. */
const sameList = new Set(['filter', 'sort', 'reverse', 'shuffle', 'distinct', 'clone']);

const itemOf = (type: ValueType): ValueType => {
  if (isOpen(type)) return type;
  if (!(type.mask & masks.list)) return type;
  const alone = type.mask & ~masks.list & ~masks.absent;
  const item = type.item ?? anything;
  return alone === 0 ? item : either({ ...type, mask: alone }, item);
};

const parameterAt = (parameters: readonly Parameter[], index: number): Parameter | undefined =>
  parameters[index] ?? (parameters.at(-1)?.repeats ? parameters.at(-1) : undefined);

/** A piece whatever its place: the same source gives the same key. */
const keyOf = (piece: Piece): string =>
  JSON.stringify(piece, (key, value: unknown) => (key === 'position' ? undefined : value));

const prefixKey = (piece: Piece, index: number): string =>
  keyOf({ type: 'path', steps: (piece.steps ?? []).slice(0, index + 1) });

/** What is there when a condition holds. */
function certainBy(condition: Piece | undefined): string[] {
  if (!condition) return [];
  if (condition.type === 'path') return prefixes(condition);
  if (condition.type === 'function' && condition.procedure?.value === 'exists')
    return (condition.arguments ?? []).flatMap((argument) => [keyOf(argument), ...prefixes(argument)]);
  if (condition.type === 'binary' && condition.value === 'and')
    return [...certainBy(condition.lhs), ...certainBy(condition.rhs)];
  if (condition.type === 'block' && condition.expressions?.length === 1) return certainBy(condition.expressions[0]);
  // Whatever equals something is there.
  if (condition.type === 'binary' && ['=', '<', '>', '<=', '>=', 'in'].includes(String(condition.value)))
    return condition.lhs ? [...prefixes(condition.lhs)] : [];
  return [keyOf(condition)];
}

function prefixes(piece: Piece): string[] {
  if (piece.type !== 'path') return [];
  return (piece.steps ?? []).map((_step, index) => prefixKey(piece, index)).concat(keyOf(piece));
}

/** The name that was most likely meant: at most a third of its letters differ. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const far = candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate);
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** How many letters must be added, left out, changed or swapped with the next to make one word of another. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
