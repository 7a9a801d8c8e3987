import { messageLimits } from '../../contract/index.ts';
import { checkChoices, noChoices } from '../choosing.ts';
import { emptyText, repeatedIds, type ConfigIssue } from '../config-parts.ts';
import { checkFileLink, checkWebLink } from '../message-parts.ts';
import type { SendCarouselConfig } from './schema.ts';

/** By the newest row of the table: a check has no clock. */
const fewestCards = messageLimits['carousel.cards.least'].at(-1)?.value ?? 0;

export function checkCarousel({ body, offers, cards, replies = [] }: SendCarouselConfig): ConfigIssue[] {
  return [
    ...emptyText(body, '/body'),
    ...(cards.length < fewestCards
      ? [
          {
            code: 'carousel.too-few',
            severity: 'error' as const,
            message: `A carousel has at least ${fewestCards} cards.`,
            path: '/cards',
            params: { min: fewestCards, count: cards.length },
          },
        ]
      : []),
    ...repeatedIds(cards, (index) => `/cards/${index}`),
    ...cards.flatMap(({ link, title = '', url = '' }, index): ConfigIssue[] => {
      const path = `/cards/${index}`;
      return [
        ...checkFileLink(link, `${path}/link`),
        ...(offers === 'links' ? [...emptyText(title, `${path}/title`), ...checkWebLink(url, `${path}/url`)] : []),
      ];
    }),
    ...(offers === 'replies'
      ? [...noChoices(replies, '/replies'), ...checkChoices(replies, (index) => `/replies/${index}`)]
      : []),
  ];
}
