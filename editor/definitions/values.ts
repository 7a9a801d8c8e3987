import type { Json } from '../../runtime/contract/index.ts';

export const valueKinds = ['text', 'number', 'boolean', 'json'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** A constant's value as it is being typed. */
export type ValueDraft = { kind: ValueKind; text: string };

export function draftOf(value: Json): ValueDraft {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'number') return { kind: 'number', text: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) };
  return { kind: 'json', text: JSON.stringify(value, null, 2) };
}

export type ValueProblem = 'number' | 'json';

/** The value that was typed, or what keeps it from being one. */
export function valueOf({ kind, text }: ValueDraft): { value: Json } | { problem: ValueProblem } {
  switch (kind) {
    case 'text':
      return { value: text };
    case 'boolean':
      return { value: text === 'true' };
    case 'number':
      return /^\s*-?(?:\d+\.?\d*|\.\d+)\s*$/.test(text) && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { problem: 'number' };
    case 'json':
      try {
        return { value: JSON.parse(text) as Json };
      } catch {
        return { problem: 'json' };
      }
  }
}

/** The draft as another kind: what was typed stays where the other kind understands it. */
export function asKind({ kind, text }: ValueDraft, next: ValueKind): ValueDraft {
  if (kind === next) return { kind, text };
  if (next === 'boolean') return { kind: next, text: String(text.trim() === 'true') };
  if (next === 'number') return { kind: next, text: 'value' in valueOf({ kind: next, text }) ? text.trim() : '' };
  if (next === 'json' && kind === 'text') return { kind: next, text: text === '' ? '' : JSON.stringify(text) };
  if (next === 'text' && kind === 'json') {
    const read = valueOf({ kind, text });
    if ('value' in read && typeof read.value === 'string') return { kind: next, text: read.value };
  }
  return { kind: next, text };
}

/** A value in one line, for a list. */
export const valueLine = (value: Json): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ').slice(0, 200);
