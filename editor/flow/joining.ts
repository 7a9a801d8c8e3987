import type { Edit } from '../../runtime/contract/index.ts';
import { same } from './edit-parts.ts';

/**
 * Edits with further ones after them, where two to the same place become one: a typed sentence is one change, and what was put back
 * is none.
 */
export function joined(edits: readonly Edit[], more: readonly Edit[]): Edit[] {
  const result = [...edits];
  for (const edit of more) {
    const at = placeFor(result, edit);
    const earlier = at === undefined ? undefined : result[at];
    if (at === undefined || !earlier) result.push(edit);
    else if (same(earlier.before, edit.after)) result.splice(at, 1);
    else {
      const { after: _replaced, ...rest } = earlier;
      result[at] = { ...rest, ...(edit.after !== undefined && { after: edit.after }) };
    }
  }
  return result;
}

/** Which earlier edit a later one may become a part of; none when something between them touches the same ground. */
function placeFor(edits: readonly Edit[], edit: Edit): number | undefined {
  if (edit.op !== 'set') return undefined;
  for (let at = edits.length - 1; at >= 0; at -= 1) {
    const earlier = edits[at];
    if (!earlier) return undefined;
    if (earlier.kind !== edit.kind || earlier.id !== edit.id) continue;
    if (earlier.op !== 'set') return undefined;
    if (same(earlier.path, edit.path)) {
      // The end of a list may go only after what stands behind it.
      const shortens = edit.after === undefined && typeof edit.path.at(-1) === 'number';
      return shortens && at !== edits.length - 1 ? undefined : at;
    }
    if (isWithin(earlier.path, edit.path) || isWithin(edit.path, earlier.path)) return undefined;
  }
  return undefined;
}

const isWithin = (inner: Edit['path'], outer: Edit['path']): boolean =>
  outer.length <= inner.length && outer.every((part, index) => part === inner[index]);
