import type { TFunction } from 'i18next';
import type { Change } from '../../runtime/engine/index.ts';

/** What a version's note counts, in its order. */
const counted = ['cards-added', 'cards-removed', 'texts', 'ways', 'starts', 'settings'] as const;
type Counted = (typeof counted)[number];

const looks = new Set(['cards-moved', 'notes-changed']);

function kindOf(code: string): Counted | null {
  if (looks.has(code)) return null;
  if (code === 'card-added') return 'cards-added';
  if (code === 'card-removed') return 'cards-removed';
  if (code.startsWith('way-')) return 'ways';
  if (code.startsWith('trigger-') || code === 'start-moved') return 'starts';
  if (code === 'text-changed' || code.startsWith('part-') || code === 'card-renamed' || code === 'flow-renamed')
    return 'texts';
  return 'settings';
}

/** A sentence that sums the changes up, to begin a version's note with. */
export function changeNote(t: TFunction, language: string, changes: readonly Change[]): string {
  const counts = new Map<Counted, number>();
  for (const { code } of changes) {
    const kind = kindOf(code);
    if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const parts = counted.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [t(`changes.note.${kind}`, { count })];
  });
  if (parts.length === 0) return changes.length > 0 ? t('changes.note.looks') : '';
  return new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(parts);
}
