/** What may stand in a number field. */
export type NumberLimits = { minimum?: number; maximum?: number; wholeNumber?: boolean };

/** The number that is written, with a point or a comma; undefined for what is none or lies outside of the limits. */
export function numberFrom(text: string, limits: NumberLimits): number | undefined {
  const plain = text.trim().replace(',', '.');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  const number = Number(plain);
  return within(number, limits) === number ? number : undefined;
}

/** The nearest number that the limits take. */
export function within(number: number, { minimum = -Infinity, maximum = Infinity, wholeNumber }: NumberLimits): number {
  return Math.min(maximum, Math.max(minimum, wholeNumber ? Math.round(number) : number));
}
