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
  if (content.kind !== 'buttons' && content.kind !== 'list') return 16 + words;
  return 16 + words + (content.header ? line : 0) + (content.footer ? 16 : 0);
}

/** A guess from the config, for cards that have not been drawn yet. Those that have are measured. */
export function guessedShape(face: CardFace): CardShape {
  const ports = new Map<string, number>();
  let y = headHeight;
  if (face.content) {
    y += 8 + bubbleHeight(face.content);
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
