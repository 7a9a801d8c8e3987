import { isRecord, textIn } from '../parts/lists.ts';

export const headerKinds = ['none', 'text', 'image', 'video', 'document'] as const;
export type HeaderKind = (typeof headerKinds)[number];
export type HeaderValue =
  { kind: 'none' } | { kind: 'text'; text: string } | { kind: Exclude<HeaderKind, 'none' | 'text'>; link: string };

const isKind = (kind: string): kind is HeaderKind => headerKinds.some((known) => known === kind);

export function readHeader(value: unknown): HeaderValue {
  if (!isRecord(value)) return { kind: 'none' };
  const kind = textIn(value, 'kind');
  if (!isKind(kind) || kind === 'none') return { kind: 'none' };
  return kind === 'text' ? { kind, text: textIn(value, 'text') } : { kind, link: textIn(value, 'link') };
}

/** The header as one of another kind: between files the link stays. Undefined is no header. */
export function withHeaderKind(header: HeaderValue, kind: HeaderKind): HeaderValue | undefined {
  if (kind === 'none') return undefined;
  if (kind === 'text') return { kind, text: 'text' in header ? header.text : '' };
  return { kind, link: 'link' in header ? header.link : '' };
}
