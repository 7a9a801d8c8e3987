import { cardTitle as titleOf, type CardNamed } from '../../runtime/engine/index.ts';

type Words = (key: string, params?: { [name: string]: unknown }) => string;

/** What a card is called in a sentence: its own name, else its type and the first words that it says. */
export const cardTitle = (t: Words, card: CardNamed): string => titleOf({ t }, card);
