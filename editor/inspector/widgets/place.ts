import { isRecord } from '../parts/lists.ts';

export type PlaceValue = { latitude: number; longitude: number };
export const latitudes = { minimum: -90, maximum: 90 } as const;
export const longitudes = { minimum: -180, maximum: 180 } as const;

export function readPlace(value: unknown): PlaceValue {
  const number = (name: string) => (isRecord(value) && typeof value[name] === 'number' ? value[name] : 0);
  return { latitude: number('latitude'), longitude: number('longitude') };
}

const signed = '(-?\\d{1,3}(?:\\.\\d+)?)';
/** How maps write a place: in an address of theirs, or as two numbers. The pin goes before the middle of the view. */
const forms = [
  new RegExp(`!3d${signed}!4d${signed}`),
  new RegExp(`[?&](?:q|query|ll|destination|daddr)=(?:loc:)?${signed}(?:,|%2C)\\s*${signed}`, 'i'),
  new RegExp(`mlat=${signed}&mlon=${signed}`),
  new RegExp(`@${signed},${signed}`),
  new RegExp(`#map=[\\d.]+/${signed}/${signed}`),
  new RegExp(`^\\s*\\(?${signed}\\s*[,;\\s]\\s*${signed}\\)?\\s*$`),
];

/** The place in what was pasted from a map; undefined when there is none. */
export function placeFrom(text: string): PlaceValue | undefined {
  for (const form of forms) {
    const found = form.exec(text);
    const [latitude, longitude] = [Number(found?.[1]), Number(found?.[2])];
    if (found && Math.abs(latitude) <= latitudes.maximum && Math.abs(longitude) <= longitudes.maximum)
      return { latitude, longitude };
  }
  return undefined;
}

export const mapLink = ({ latitude, longitude }: PlaceValue): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
