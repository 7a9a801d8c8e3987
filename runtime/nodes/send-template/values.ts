import {
  fail,
  messageLimits,
  valueAt,
  type Instant,
  type Json,
  type MessageLimit,
  type NodeContext,
  type Outcome,
} from '../../contract/index.ts';
import { plainNumber } from '../../engine/expressions/template.ts';
import { nothing, valueOf } from '../config-parts.ts';
import { isHttps, itemsIn, noLink } from '../message-parts.ts';
import type { Place } from './places.ts';
import type { PlaceValue } from './schema.ts';

/** What stands at each place, by its id. */
export type Values = { readonly [place: string]: Json | undefined };

type Read = { value: Json } | { failure: Outcome };

/** The values of all places, each by the rules of its kind, or why the template cannot be sent. */
export async function valuesAt(
  places: readonly Place[],
  given: readonly PlaceValue[],
  ctx: NodeContext,
): Promise<{ values: Values } | { failure: Outcome }> {
  const values: { [place: string]: Json } = {};
  for (const place of places) {
    const source = given.find(({ id }) => id === place.id);
    if (source === undefined) {
      if (place.required) return missing(place);
      continue;
    }
    const value = await valueOf(source, ctx);
    if (value === undefined) return { failure: nothing(place.id) };
    if (!place.required && (value === '' || value === null)) continue;
    const read = readValue(place, value, ctx.now);
    if ('failure' in read) return read;
    values[place.id] = read.value;
  }
  for (const { id, sameAs } of places)
    if (sameAs !== undefined && values[id] === undefined && values[sameAs] !== undefined) values[id] = values[sameAs];
  return { values };
}

const missing = ({ id }: Place) => ({
  failure: fail('template.value-missing', `Nothing fills the place "${id}" of the template.`),
});
const invalid = ({ id, kind }: Place) => ({
  failure: fail('template.value-invalid', `What fills the place "${id}" of the template is no ${kind}.`),
});

function readValue(place: Place, value: Json, now: Instant): Read {
  switch (place.kind) {
    case 'latitude':
      return degrees(place, value, 90);
    case 'longitude':
      return degrees(place, value, 180);
    case 'ends':
      return end(place, value, now);
    case 'data':
      return object(place, value);
    case 'products':
      return products(place, value);
    default:
      return words(place, value, now);
  }
}

const limits: ReadonlyMap<Place['kind'], MessageLimit> = new Map([
  ['payload', 'template.payload.characters'],
  ['code', 'template.copy-code.characters'],
]);

function words(place: Place, value: Json, now: Instant): Read {
  const text = asText(value);
  if (text === undefined) return invalid(place);
  const line = oneLine(text);
  if (line === '')
    return { failure: fail('template.value-empty', `What fills the place "${place.id}" of the template is empty.`) };
  if (place.kind === 'link') return isHttps(line) ? { value: line } : { failure: noLink() };
  if (place.kind === 'filename') return { value: line.slice(0, 240) };
  const limit = limits.get(place.kind);
  const most = limit && valueAt(messageLimits[limit], now);
  if (most !== undefined && line.length > most)
    return {
      failure: fail('template.value-too-long', `What fills the place "${place.id}" has more than ${most} characters.`),
    };
  return { value: line };
}

const asText = (value: Json): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? plainNumber(value)
      : typeof value === 'boolean'
        ? String(value)
        : undefined;

/** WhatsApp takes no line break, no tab and no more than four spaces in a row in what fills a template. */
export const oneLine = (text: string): string =>
  text
    .replace(/\s*[\r\n\t\u2028\u2029]\s*/g, ' ')
    .replace(/ {5,}/g, '    ')
    .trim();

function degrees(place: Place, value: Json, most: number): Read {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= most ? { value: number } : invalid(place);
}

const zonedInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** An instant, as ISO-8601 with its zone or as milliseconds since 1970. What is over already cannot be offered. */
function end(place: Place, value: Json, now: Instant): Read {
  const text = typeof value === 'string' ? value.trim() : undefined;
  const at =
    typeof value === 'number'
      ? value
      : text !== undefined && zonedInstant.test(text)
        ? Date.parse(text)
        : text !== undefined && /^\d{12,14}$/.test(text)
          ? Number(text)
          : NaN;
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return invalid(place);
  if (at <= Date.parse(now))
    return { failure: fail('template.offer-over', 'The offer of the template is over already.') };
  return { value: new Date(at).toISOString() };
}

function object(place: Place, value: Json): Read {
  const read = typeof value === 'string' ? parsed(value) : value;
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? { value: read } : invalid(place);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Sections of products: `[{ title, productIds }]`, or a line for each: `Title: id, id`. */
function products(place: Place, value: Json): Read {
  const sections = typeof value === 'string' ? productLines(value) : Array.isArray(value) ? value.map(section) : [];
  const kept = sections.filter((each) => each !== undefined);
  return kept.length > 0 && kept.length === sections.length ? { value: kept } : invalid(place);
}

export type ProductLine = { title: string; productIds: string[] };

export const productLines = (text: string): ProductLine[] =>
  text
    .split('\n')
    .map((line) => {
      const [before, ...after] = line.split(':');
      const titled = after.length > 0;
      return { title: titled ? (before ?? '').trim() : '', productIds: itemsIn(titled ? after.join(':') : line) };
    })
    .filter(({ productIds }) => productIds.length > 0);

function section(value: Json): ProductLine | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { title = '', productIds } = value;
  if (typeof title !== 'string' || !Array.isArray(productIds) || productIds.length === 0) return undefined;
  const ids = productIds.map((id) => (typeof id === 'string' || typeof id === 'number' ? String(id) : ''));
  return ids.includes('') ? undefined : { title, productIds: ids };
}
