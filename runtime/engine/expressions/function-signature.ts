import { anything, kindsOf, listOf, masks, present, typeOf, type Kind, type ValueType } from './value-types.ts';

export type Parameter = {
  type: ValueType;
  optional: boolean;
  /** Taken from what stands before the dot when it is not given. */
  fromContext: boolean;
  /** Any number of them. */
  repeats: boolean;
};

export type Signature = { parameters: readonly Parameter[]; result: ValueType };

const byLetter: { readonly [letter: string]: readonly Kind[] } = {
  s: ['text'],
  n: ['number'],
  b: ['boolean'],
  l: ['null'],
  a: ['list'],
  o: ['object'],
  f: ['function'],
  u: ['text', 'number', 'boolean', 'null'],
  j: ['text', 'number', 'boolean', 'null', 'list', 'object'],
};

const known = new Map<string, Signature>();

/** Reads a signature as JSONata writes it: `<s-n?:s>`. */
export function readSignature(source: string): Signature {
  let signature = known.get(source);
  if (!signature) {
    signature = parse(source);
    known.set(source, signature);
  }
  return signature;
}

function parse(source: string): Signature {
  let at = 1;
  /** The type that begins here. A list takes a single value for a list of one. */
  const type = (): ValueType => {
    const letter = source[at] ?? '';
    at += 1;
    if (letter === '(') {
      let mask = 0;
      while (source[at] !== ')') mask |= type().mask;
      at += 1;
      return { mask };
    }
    let item: ValueType | undefined;
    if (source[at] === '<') {
      at += 1;
      const inner = at;
      let depth = 1;
      for (; depth > 0; at += 1) depth += source[at] === '<' ? 1 : source[at] === '>' ? -1 : 0;
      if (letter === 'a') item = readSignature(`<${source.slice(inner, at - 1)}>`).parameters[0]?.type;
    }
    if (letter === 'a') return item ? listOf(item) : typeOf('list');
    const kinds = byLetter[letter];
    return kinds ? typeOf(...kinds) : anything;
  };
  const parameters: Parameter[] = [];
  while (at < source.length && source[at] !== ':' && source[at] !== '>') {
    const parameter = { type: type(), optional: false, fromContext: false, repeats: false };
    for (; '?-+'.includes(source[at] ?? ' '); at += 1) {
      if (source[at] === '?') parameter.optional = true;
      if (source[at] === '-') parameter.fromContext = true;
      if (source[at] === '+') parameter.repeats = true;
    }
    parameters.push(parameter);
  }
  if (source[at] !== ':') return { parameters, result: anything };
  at += 1;
  return { parameters, result: type() };
}

/** True when a value of this type can be handed over: nothing at all always can, and a single value for a list of one. */
export function accepts({ type }: Parameter, given: ValueType): boolean {
  const offered = given.mask & present;
  if (offered === 0 || type.mask & offered & ~masks.list) return true;
  if (!(type.mask & masks.list)) return (type.mask & offered) !== 0;
  if (!type.item) return true;
  const inner = offered & masks.list ? (given.item?.mask ?? present) : offered;
  return (inner & present) === 0 || (type.item.mask & inner) !== 0;
}

/** The kinds that a parameter takes, in words of the catalogue. */
export const expected = ({ type }: Parameter): string => kindsOf(type).join(' ');
