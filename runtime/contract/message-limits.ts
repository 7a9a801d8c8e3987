import type { Instant } from './json.ts';

/** Where a provider's limit comes from and since when it holds. */
export type LimitRow = {
  value: number;
  /** The day it holds from; for old limits the day on which the page was read. */
  from: string;
  /** Title of the provider's page. */
  source: string;
};

const read = '2025-10-01';
/** A limit that has one row: where it comes from, its value and the day it holds from. */
export const holds = (source: string, value: number, from = read): LimitRow[] => [{ value, from, source }];

const buttonsPage = 'Interactive reply buttons messages';
const listPage = 'Interactive list messages';
const linkPage = 'Interactive Call-to-Action URL Button messages';
const productsPage = 'Sell products and services: share products with customers';
const templatePage = 'Template components';
const carouselPage = 'Interactive media carousel messages';
const carouselSince = '2025-11-01';
const formPage = 'Sending a Flow';

/**
 * What WhatsApp takes in the parts of a message that people write, oldest row first: the part of its limits that forms count by. The
 * channel's own table holds these and all others. Texts count UTF-16 units.
 */
export const messageLimits = {
  'text.body.characters': holds('Text messages', 4_096),
  'media.caption.characters': holds('Image messages', 1_024),
  'interactive.body.characters': holds(buttonsPage, 1_024),
  'interactive.header.characters': holds(buttonsPage, 60),
  'interactive.footer.characters': holds(buttonsPage, 60),
  'buttons.count': holds(buttonsPage, 3),
  'button.title.characters': holds(buttonsPage, 20),
  'list.body.characters': holds(listPage, 4_096),
  'list.button.characters': holds(listPage, 20),
  'list.sections.count': holds(listPage, 10),
  'list.section-title.characters': holds(listPage, 24),
  'list.rows.count': holds(listPage, 10),
  'list.row-title.characters': holds(listPage, 24),
  'list.row-description.characters': holds(listPage, 72),

  'link-button.body.characters': holds(linkPage, 1_024),
  'link-button.title.characters': holds(linkPage, 20),
  'location-request.body.characters': holds('Location request messages', 1_024),
  'contact-cards.count': holds('Contacts messages', 257),

  'product.body.characters': holds(productsPage, 1_024),
  'product-list.header.characters': holds(productsPage, 60),
  'product-list.body.characters': holds(productsPage, 1_024),
  'product-list.sections.count': holds(productsPage, 10),
  'product-list.section-title.characters': holds(productsPage, 24),
  'product-list.products.count': holds(productsPage, 30),
  'catalogue.body.characters': holds(productsPage, 1_024),

  /** Filled in. */
  'template.header.characters': holds(templatePage, 60),
  'template.body.characters': holds(templatePage, 1_024),
  /** What comes back of a quick reply. */
  'template.payload.characters': holds('Messages (Cloud API reference)', 128),
  'template.copy-code.characters': [
    { value: 15, from: '2023-01-01', source: templatePage },
    { value: 20, from: '2025-12-03', source: 'Changelog' },
  ],

  'carousel.body.characters': holds(carouselPage, 1_024, carouselSince),
  'carousel.cards.count': holds(carouselPage, 10, carouselSince),
  'carousel.cards.least': holds(carouselPage, 2, carouselSince),
  'carousel.card-body.characters': holds(carouselPage, 160, carouselSince),
  'carousel.card-body.line-breaks': holds(carouselPage, 2, carouselSince),
  'carousel.button-title.characters': holds(carouselPage, 20, carouselSince),
  /** The page gives no number; its own example and the carousels of templates have two. */
  'carousel.buttons.count': holds(carouselPage, 2, carouselSince),
  'carousel.button-id.characters': [
    { value: 20, from: carouselSince, source: carouselPage },
    { value: 256, from: '2025-12-22', source: carouselPage },
  ],

  'form-request.body.characters': holds(formPage, 1_024),
  'form-request.button.characters': holds(formPage, 20),
} as const satisfies { readonly [name: string]: readonly LimitRow[] };

export type MessageLimit = keyof typeof messageLimits;

/** The row that holds at an instant; before its first date the first known one. */
export function valueAt(rows: readonly LimitRow[], at: Instant): number {
  let value = rows[0]!.value;
  for (const row of rows) if (row.from <= at) value = row.value;
  return value;
}
