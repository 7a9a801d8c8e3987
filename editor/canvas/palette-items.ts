import type { NodeGroup, NodeType } from '../../runtime/contract/index.ts';
import { wordsOf } from '../../runtime/engine/index.ts';

/** An entry of the palette, in the reader's language. */
export type PaletteItem = { type: string; group: NodeGroup; icon: string; label: string; description: string };

export type PaletteSection = { group: NodeGroup; items: PaletteItem[] };

const groups: readonly NodeGroup[] = ['messages', 'asks', 'decisions', 'actions', 'people'];

export const paletteItems = (types: readonly NodeType[], t: (key: string) => string): PaletteItem[] =>
  types.map(({ type, editor: { group, icon, label } }) => ({
    type,
    group,
    icon,
    label: t(label),
    description: t(`nodes.${type}.description`),
  }));

/**
 * The entries in which every word of the query begins a word of the label or the description, without case or accents; those whose label has
 * them come first. An empty query finds all.
 */
export function foundItems(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const wanted = wordsOf(query);
  const has = (text: string): boolean => {
    const words = wordsOf(text);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  };
  const byLabel = items.filter(({ label }) => has(label));
  return [...byLabel, ...items.filter((item) => !byLabel.includes(item) && has(`${item.label} ${item.description}`))];
}

export const sectionsOf = (items: readonly PaletteItem[]): PaletteSection[] =>
  groups
    .map((group) => ({ group, items: items.filter((item) => item.group === group) }))
    .filter((section) => section.items.length > 0);
