import { partId, type NewId } from '../../flow/ids.ts';
import { isRecord, recordsOf, textIn } from '../parts/lists.ts';

/** A card of a carousel as the form edits it. */
export type CarouselItem = {
  id: string;
  media: 'image' | 'video';
  link: string;
  body?: string;
  title?: string;
  url?: string;
};

export const readCarousel = (value: unknown): CarouselItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    media: record['media'] === 'video' ? 'video' : 'image',
    link: textIn(record, 'link'),
    ...Object.fromEntries(
      (['body', 'title', 'url'] as const).flatMap((name) =>
        typeof record[name] === 'string' ? [[name, record[name]]] : [],
      ),
    ),
  }));

/** A new card shows what the one before it shows: all cards of a carousel are alike. */
export const newCarouselCard = (cards: readonly CarouselItem[], newId?: NewId): CarouselItem => ({
  id: partId('k', newId),
  media: cards.at(-1)?.media ?? 'image',
  link: '',
});

/** Whether the cards open pages, by what the whole card says. */
export const opensPages = (config: unknown): boolean => !isRecord(config) || config['offers'] !== 'replies';
