import type { Json, VersionSentence } from '../../contract/index.ts';
import type { Change } from './change.ts';

/** What a version's sentence counts, in its order. */
const counted = [
  'cards-added',
  'cards-removed',
  'cards-changed',
  'texts',
  'ways',
  'starts',
  'translations',
  'settings',
  'tests',
] as const;
type Counted = (typeof counted)[number];

/** Cards are named while they are so few, and counted beyond. */
const mostNamed = 2;

const looks = new Set(['cards-moved', 'notes-changed']);

function kindOf(code: string): Counted | null {
  if (looks.has(code)) return null;
  if (code === 'card-added') return 'cards-added';
  if (code === 'card-removed') return 'cards-removed';
  if (code === 'card-type-changed') return 'cards-changed';
  if (code.startsWith('way-')) return 'ways';
  if (code.startsWith('trigger-') || code === 'start-moved') return 'starts';
  if (code === 'translations-changed' || code === 'languages-changed') return 'translations';
  if (code.startsWith('test-')) return 'tests';
  if (code === 'text-changed' || code.startsWith('part-') || code === 'card-renamed' || code === 'flow-renamed')
    return 'texts';
  return 'settings';
}

/**
 * Sums changes up as data, so that every reader has it in their language: `changes.note.{key}` words each part. Few new or removed cards
 * are named (`card-added`, `card-removed` with `card`).
 */
export function changeSentence(changes: readonly Change[]): VersionSentence {
  const found = new Map<Counted, Change[]>();
  for (const change of changes) {
    const kind = kindOf(change.code);
    if (kind) found.set(kind, [...(found.get(kind) ?? []), change]);
  }
  const parts = counted.flatMap((key): VersionSentence => {
    const own = found.get(key) ?? [];
    if (own.length === 0) return [];
    const named = (key === 'cards-added' || key === 'cards-removed') && own.length <= mostNamed;
    return named ? own.map(byName) : [{ key, params: { count: own.length } }];
  });
  if (parts.length > 0 || changes.length === 0) return parts;
  return [{ key: 'looks', params: {} }];
}

const byName = ({ code, params }: Change): { key: string; params: { [name: string]: Json } } => ({
  key: code,
  params: { card: params['card'] ?? null },
});
