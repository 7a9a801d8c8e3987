import { textOf, type OutboundContent } from '../../runtime/contract/index.ts';
import type { CardFace } from './card-face.ts';

/** Sizes of a card's parts, as `NodeCard.module.css` draws them. */
export const cardWidth = 264;
export const headHeight = 32;
/** Below this zoom cards are seen from afar: only their heads are drawn. */
export const farZoom = 0.5;
/** Of a card seen from afar: its head alone, drawn large. */
export const farHeight = 64;
/** Where edges enter: the middle of the head. */
export const entryY = headHeight / 2;

const rowHeight = 32;
const rareHeight = 24;
const line = 20;
const charactersInLine = 29;

/** A card's height and where its ways out stand, measured from its top. */
export type CardShape = { height: number; ports: ReadonlyMap<string, number> };

const linesOf = (text: string): number =>
  text.split('\n').reduce((lines, part) => lines + Math.max(1, Math.ceil(part.length / charactersInLine)), 0);

function bubbleHeight(content: OutboundContent): number {
  const words = Math.min(8, linesOf(textOf(content))) * line;
  if (content.kind === 'media') return 52 + (content.caption ? words : 0);
  if (content.kind === 'location') return 16 + 100 + line * 2;
  if (content.kind === 'contact-cards') return 16 + content.contacts.length * 3 * line;
  const { header, body, footer } = content.kind === 'template' ? content.shown : partsOf(content);
  const products = content.kind === 'product' || content.kind === 'product-list' || content.kind === 'catalogue';
  const heading = header === undefined ? 0 : typeof header === 'string' || header.kind === 'text' ? line : 52;
  return 16 + (products ? 56 : 0) + heading + (body ? words : 0) + (footer ? 16 : 0);
}

const partsOf = (content: OutboundContent) => ({
  header: 'header' in content ? content.header : undefined,
  body: 'body' in content ? content.body : undefined,
  footer: 'footer' in content ? content.footer : undefined,
});

/** What stands under the bubble and is no way out by itself. */
function underHeight(content: OutboundContent): number {
  const cardHeight = (body: string | undefined, buttons: number) =>
    16 + 96 + 8 + (body ? linesOf(body) * line + 8 : 0) + buttons * (rowHeight + 4);
  const stripHeight = (heights: readonly number[]) => (heights.length > 0 ? 8 + Math.max(...heights) : 0);
  switch (content.kind) {
    case 'link-button':
    case 'location-request':
    case 'product':
    case 'product-list':
    case 'catalogue':
    case 'form-request':
      return 4 + rowHeight;
    case 'carousel':
      return stripHeight(content.cards.map(({ body, buttons }) => cardHeight(body, buttons?.length ?? 1)));
    case 'template': {
      const { buttons = [], cards = [] } = content.shown;
      const strip = stripHeight(cards.map((card) => cardHeight(card.body, card.buttons?.length ?? 0)));
      return buttons.length * (4 + rowHeight) + strip;
    }
    default:
      return 0;
  }
}

/** A guess from the config, for cards that have not been drawn yet. Those that have are measured. */
export function guessedShape(face: CardFace): CardShape {
  const ports = new Map<string, number>();
  let y = headHeight;
  if (face.content) {
    y += 8 + bubbleHeight(face.content) + underHeight(face.content);
    if (face.content.kind === 'buttons')
      for (const { id } of face.content.buttons) {
        ports.set(id, y + 4 + rowHeight / 2);
        y += 4 + rowHeight;
      }
    if (face.content.kind === 'list') {
      y += 4 + rowHeight + 8;
      for (const { title, rows } of face.content.sections) {
        if (title) y += line;
        for (const { id, description } of rows) {
          const height = description ? 16 + linesOf(description) * 16 + 12 : rowHeight;
          ports.set(id, y + height / 2);
          y += height;
        }
      }
    }
    y += 8;
  } else if (face.summary || face.trouble) y += 32;
  for (const { id } of face.rows) {
    ports.set(id, y + rowHeight / 2);
    y += rowHeight + 1;
  }
  for (const { id } of face.rare) {
    ports.set(id, y + rareHeight / 2);
    y += rareHeight + 1;
  }
  return { height: Math.max(y, headHeight + 8), ports };
}
