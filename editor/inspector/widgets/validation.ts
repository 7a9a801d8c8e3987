import { isRecord, type Parsed } from '../parts/lists.ts';

/** What each kind of answer is checked by. */
export const validationOf: { readonly [answerType: string]: readonly string[] } = {
  text: ['minimumLength', 'maximumLength', 'pattern'],
  number: ['minimum', 'maximum', 'wholeNumber'],
  date: ['earliest', 'latest'],
  time: ['earliest', 'latest'],
  phone: ['country'],
  file: ['mediaKinds', 'maximumBytes'],
};

export const readValidation = (value: unknown): Parsed => (isRecord(value) ? value : {});

/** The validation with one check changed or, with `undefined`, taken away; none left is no validation. */
export function withCheck(validation: Parsed, name: string, value: unknown): Parsed | undefined {
  const { [name]: _before, ...others } = validation;
  const next = value === undefined ? others : { ...others, [name]: value };
  return Object.keys(next).length === 0 ? undefined : next;
}

const megabyte = 1024 * 1024;
/** Sizes are kept in bytes and written in megabytes. */
export const megabytesOf = (bytes: unknown): number | undefined =>
  typeof bytes === 'number' ? Math.round((bytes / megabyte) * 100) / 100 : undefined;
export const bytesOf = (megabytes: unknown): number | undefined =>
  typeof megabytes === 'number' ? Math.max(1, Math.round(megabytes * megabyte)) : undefined;
