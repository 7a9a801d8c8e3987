import { spotAt } from './chips.ts';

type Typed = { changes: { from: number; to: number; insert: string }; caret: number; offers: boolean };

/** What typing a sign means around `{{ }}`, where it means more than itself. */
export function braceTyped(doc: string, from: number, to: number, sign: string): Typed | null {
  if (from !== to) return null;
  const spot = spotAt(doc, from);
  if (sign === '{' && doc[from - 1] === '{' && !spot)
    return { changes: { from, to, insert: '{  }}' }, caret: from + 2, offers: true };
  const after = doc.slice(from);
  // The space that was put there already is not wanted twice.
  if (sign === ' ' && spot?.closed && spot.expression.trim() === '' && doc.startsWith('{{ ', from - 3))
    return { changes: { from, to, insert: '' }, caret: from, offers: false };
  if (sign !== '}') return null;
  const closing = /^(\s*)\}\}/.exec(after);
  if (spot?.closed && closing) {
    const spaces = closing[1]?.length ?? 0;
    const kept = doc[from - 1] === ' ' ? '' : (closing[1] ?? '').slice(0, 1);
    return { changes: { from, to: from + spaces, insert: kept }, caret: from + kept.length + 1, offers: false };
  }
  const between = doc[from - 1] === '}' && after.startsWith('}') && spotAt(doc, from - 1)?.closed === true;
  return between ? { changes: { from, to, insert: '' }, caret: from + 1, offers: false } : null;
}
