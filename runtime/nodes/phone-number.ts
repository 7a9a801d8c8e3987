/**
 * A number as people write it with its country code (`+57 300 123-4567`, `0057…`, `573001234567`), as E.164; undefined when it is none.
 */
export function phoneIn(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/[\s().-]/g, '')
    .replace(/^(\+|00)/, '');
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
}
