import type { InboundContent, Instant, Json } from '../contract/index.ts';

/** Where a burst ends however fast the person goes on writing. */
export const burstLimits = { characters: 8_192, seconds: 60 } as const;

/** Pieces of an answer that were written one after the other, and when they are taken together. */
export type Burst = { since: Instant; until: Instant; texts: string[] };

/** A burst with one more piece; the answer is read at `until`, or at once when that is now. */
export function withPiece(burst: Burst | undefined, text: string, now: Instant, seconds: number): Burst {
  const since = burst?.since ?? now;
  const texts = [...(burst?.texts ?? []), text];
  const latest = Date.parse(since) + burstLimits.seconds * 1_000;
  const until = Math.min(Date.parse(now) + seconds * 1_000, latest);
  const full = texts.join(' ').length >= burstLimits.characters;
  return { since, texts, until: full || until <= Date.parse(now) ? now : new Date(until).toISOString() };
}

/** The pieces as one text. */
export function joined(texts: readonly string[]): string {
  const whole = texts.join(' ');
  const { characters } = burstLimits;
  // Half of an emoji is no letter.
  const end = /[\uD800-\uDBFF]/.test(whole[characters - 1] ?? '') ? characters - 1 : characters;
  return whole.slice(0, end);
}

/** What ended a burst, with the pieces before it: they are the caption of a file. A tap says all by itself. */
export function withPieces(content: InboundContent, { texts }: Burst): InboundContent {
  if (content.kind === 'text') return { ...content, body: joined([...texts, content.body]) };
  if (content.kind !== 'media') return content;
  return { ...content, caption: joined([...texts, ...(content.caption ? [content.caption] : [])]) };
}

/** The burst that a node has kept, if any. */
export function keptBurst(value: Json | undefined): Burst | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { since, until, texts } = value;
  if (typeof since !== 'string' || typeof until !== 'string' || !Array.isArray(texts)) return undefined;
  return { since, until, texts: texts.filter((text) => typeof text === 'string') };
}
