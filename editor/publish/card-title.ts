import type { CardNamed } from '../../runtime/engine/index.ts';

type Words = (key: string, params?: { [name: string]: unknown }) => string;

/** What a card is called in a sentence: its own name, else its type and the first words that it says. */
export function cardTitle(t: Words, { name, type, text }: CardNamed): string {
  if (name !== null) return t('changes.card.named', { name });
  const label = t(`nodes.${type}.label`, { defaultValue: type });
  return text === '' ? t('changes.card.untold', { label }) : t('changes.card.saying', { label, text });
}
