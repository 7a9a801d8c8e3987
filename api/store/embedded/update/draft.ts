import { type Document, isObject } from '../bson/order.ts';
import { arrayIndex, getField, putField } from '../bson/path.ts';
import { badValue, pathNotViable, shown } from '../query/refuse.ts';

const LONGEST_PADDING = 1_500_000; // MongoDB's limit on the nulls that a far array position brings along

/** What a draft found at a path: a value, nothing yet, or something on the way that cannot hold fields. */
export type Found = { value: unknown } | { blocked: string };

/**
 * A document being changed: what the change touches is copied once, the rest is shared with the original.
 */
export class Draft {
  root: Document;
  changed = false;
  private owned: Set<object> | undefined;

  constructor(original: Document) {
    this.root = original;
  }

  /** The value at a concrete path, `undefined` when absent. */
  find(parts: readonly string[]): Found {
    let value: unknown = this.root;
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at]!;
      if (isObject(value)) value = getField(value, part);
      else if (Array.isArray(value) && arrayIndex(part) >= 0) value = value[arrayIndex(part)];
      else if (value === undefined) return { value };
      else return { blocked: `Cannot create field '${part}' in element {${parts[at - 1]}: ${shown(value)}}` };
    }
    return { value };
  }

  /** Stores a value, creating the documents on the way. @throws StoreError 28 when a value on the way cannot hold it. */
  write(parts: readonly string[], value: unknown): void {
    const last = parts.length - 1;
    let holder: object = this.own();
    for (let at = 0; at < last; at += 1) holder = this.ownChild(holder, parts[at]!, parts[at - 1]);
    store(holder, parts[last]!, value, parts[last - 1]);
  }

  /** Removes a field that is there; in an array null takes its place, so that the others keep theirs. */
  remove(parts: readonly string[]): void {
    const last = parts.length - 1;
    let holder: object = this.own();
    for (let at = 0; at < last; at += 1) holder = this.ownChild(holder, parts[at]!, parts[at - 1]);
    if (Array.isArray(holder)) holder[arrayIndex(parts[last]!)] = null;
    else delete (holder as Document)[parts[last]!];
  }

  private own(): Document {
    if (!this.changed) {
      this.root = { ...this.root };
      this.changed = true;
    }
    return this.root;
  }

  private ownChild(holder: object, part: string, name: string | undefined): object {
    const child: unknown = Array.isArray(holder) ? holder[arrayIndex(part)] : getField(holder as Document, part);
    if (isObject(child) || Array.isArray(child)) {
      this.owned ??= new Set();
      if (this.owned.has(child)) return child;
    } else if (child !== undefined) {
      throw pathNotViable(`Cannot create a field in element {${part}: ${shown(child)}}`);
    }
    const copy = Array.isArray(child) ? [...(child as unknown[])] : { ...child };
    (this.owned ??= new Set()).add(copy);
    store(holder, part, copy, name);
    return copy;
  }
}

function store(holder: object, part: string, value: unknown, name: string | undefined): void {
  if (!Array.isArray(holder)) return putField(holder as Document, part, value);
  const index = arrayIndex(part);
  if (index < 0) throw pathNotViable(`Cannot create field '${part}' in element {${name}: ${shown(holder)}}`);
  if (index - holder.length > LONGEST_PADDING) throw badValue(`can't backfill more than ${LONGEST_PADDING} elements`);
  while (holder.length < index) holder.push(null);
  holder[index] = value;
}
