/** The kinds of value that an expression can yield; `absent` is no value at all. */
export const kinds = ['text', 'number', 'boolean', 'list', 'object', 'null', 'function', 'absent'] as const;
export type Kind = (typeof kinds)[number];

/** What is known of a value before anything runs. */
export type ValueType = {
  /** Bits of the kinds it may have. */
  readonly mask: number;
  /** Of lists: what stands in them. */
  readonly item?: ValueType;
  /** Of objects: the names that are known to stand in them. */
  readonly fields?: { readonly [name: string]: ValueType };
  /** Names beside those of `fields`: of this type, or (without it) none at all when `fields` is there. */
  readonly rest?: ValueType;
  /** What an unknown name is called here: `variable`, `field` … */
  readonly holds?: NameKind;
  /** Only what an author said of it: another card may put something else there. */
  readonly guessed?: boolean;
};

/** Where a name stands that may be known or not. */
export type NameKind = 'name' | 'variable' | 'result' | 'field' | 'global' | 'part' | 'function' | 'secret';

const bit = (kind: Kind): number => 1 << kinds.indexOf(kind);
export const masks = Object.fromEntries(kinds.map((kind) => [kind, bit(kind)])) as { readonly [kind in Kind]: number };
const all = kinds.reduce((mask, kind) => mask | bit(kind), 0);
/** Any value, but one that is there. */
export const present = all & ~masks.absent;

export const typeOf = (...of: Kind[]): ValueType => ({ mask: of.reduce((mask, kind) => mask | bit(kind), 0) });
export const anything: ValueType = { mask: present };
export const text = typeOf('text');
export const number = typeOf('number');
export const boolean = typeOf('boolean');
export const absent = typeOf('absent');
export const listOf = (item: ValueType): ValueType => ({ mask: masks.list, item });
export const objectOf = (fields: { [name: string]: ValueType }, rest?: ValueType, holds?: NameKind): ValueType => ({
  mask: masks.object,
  fields,
  ...(rest && { rest }),
  ...(holds && { holds }),
});

export const maybe = (type: ValueType): ValueType => ({ ...type, mask: type.mask | masks.absent });
export const certainly = (type: ValueType): ValueType => ({ ...type, mask: type.mask & ~masks.absent });
export const mayBeAbsent = ({ mask }: ValueType): boolean => (mask & masks.absent) !== 0;
/** True when it could be any value: nothing can be said against it. */
export const isOpen = ({ mask }: ValueType): boolean => (mask & present) === present;

/** What either of two values may be. */
export function either(a: ValueType, b: ValueType): ValueType {
  if ((a.mask & present) === 0) return { ...b, mask: b.mask | a.mask };
  if ((b.mask & present) === 0) return { ...a, mask: b.mask | a.mask };
  const mask = a.mask | b.mask;
  const guessed = (a.guessed ?? b.guessed) ? { guessed: true } : {};
  const item = a.item && b.item ? { item: either(a.item, b.item) } : {};
  return { mask, ...item, ...guessed };
}

/** The kinds of a type in words of the catalogue, for problems: `text`, `list` … */
export const kindsOf = ({ mask }: ValueType): Kind[] => kinds.filter((kind) => kind !== 'absent' && mask & bit(kind));
