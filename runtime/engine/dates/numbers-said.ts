/**
 * Reads a number as people write it in Spanish, Portuguese and English. With both `.` and `,` the last one is the decimal mark; one of
 * them alone in front of exactly three digits separates thousands (1.500 and 1,500 are 1500; 0.500 is a half), else it is the
 * decimal mark. Undefined when it is none.
 */
export function parseNumber(text: string): number | undefined {
  const plain = text.trim();
  if (!/^[+-]?\d[\d.,]*$/.test(plain) || /[.,]$/.test(plain)) return undefined;
  const marks = plain.replace(/[^.,]/g, '');
  const last = marks.at(-1);
  const kinds = new Set(marks).size;
  const thousandsOnly = kinds === 1 && /^[+-]?(?!0)\d{1,3}([.,]\d{3})+$/.test(plain);
  if (kinds === 0) return finite(plain);
  if (thousandsOnly) return finite(plain.replace(/[.,]/g, ''));
  if (marks.length === 1) return finite(plain.replace(',', '.'));
  const decimalAt = plain.lastIndexOf(last ?? '');
  const whole = plain.slice(0, decimalAt);
  if (kinds === 1 || !/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole) || whole.includes(last ?? '')) return undefined;
  return finite(`${whole.replace(/[.,]/g, '')}.${plain.slice(decimalAt + 1)}`);
}

/** The numbers of a sentence, in order: `quiero 2 grandes` holds one. What looks like a number and is none (1.2.3) yields nothing. */
export function numbersIn(text: string): number[] {
  const digits = text.normalize('NFKC').replace(/[\uFE0F\u20E3]/g, '');
  const found = digits.matchAll(/(?<![\p{L}\p{N}_]|\d[.,])(?:(?<=^|[\s(=:$€¡¿])[+-])?\d[\d.,]*/gu);
  return [...found].flatMap(([token]) => parseNumber(withoutTrailingMarks(token)) ?? []);
}

/** A loop, since `/[.,]+$/` takes quadratic time on a long row of commas. */
function withoutTrailingMarks(token: string): string {
  let end = token.length;
  while (end > 0 && (token[end - 1] === '.' || token[end - 1] === ',')) end -= 1;
  return token.slice(0, end);
}

const finite = (text: string): number | undefined => {
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
};
