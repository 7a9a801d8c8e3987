/** Letters with marks that es, pt and en (and their borrowed words) use, and what they are compared as. */
const plainLetters = new Map<string, string>(
  Object.entries({
    a: 'áàâãäåā',
    e: 'éèêëē',
    i: 'íìîïī',
    o: 'óòôõöō',
    u: 'úùûüū',
    n: 'ñ',
    c: 'ç',
    y: 'ýÿ',
  }).flatMap(([plain, marked]) => Array.from(marked, (letter): [string, string] => [letter, plain])),
);

/** Marks that stand after their letter in decomposed text (iPhones write `e` + U+0301). */
const combiningMark = /[\u0300-\u036f]/g;
const word = /[\p{L}\p{N}]+/gu;
const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]$/u;
const space = /\s+/g;

/**
 * A text as words are compared: lower case, without accents, spaces squeezed, trimmed, without punctuation at the edges: `¡Menú!` is
 * `menu`. A text of signs alone (`👍`, `*`) stays as it is. Tables of our own, so that every browser and Node say the same.
 */
export function fold(text: string): string {
  const plain = unmarked(text);
  if (!edges.test(plain)) return plain;
  const first = plain.search(/[\p{L}\p{N}]/u);
  if (first < 0) return plain;
  let end = first;
  for (const found of plain.matchAll(word)) end = found.index + found[0].length;
  return plain.slice(first, end);
}

/** The folded words of a text: runs of letters and digits. */
export const wordsOf = (text: string): string[] => unmarked(text).match(word) ?? [];

/** A text in lower case, without accents, spaces squeezed, trimmed; its signs stay. */
export function unmarked(text: string): string {
  const lower = text.toLowerCase().replace(combiningMark, '').replace(space, ' ').trim();
  let plain = '';
  for (const letter of lower) plain += plainLetters.get(letter) ?? letter;
  return plain;
}

/** True when a text takes more bytes as UTF-8. One that is long enough is not measured: it takes at least as many as it has characters. */
export function isLongerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  if (text.length * 3 <= bytes) return false;
  let found = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // A pair of surrogates is four bytes: two for each half.
    found += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return found > bytes;
}
