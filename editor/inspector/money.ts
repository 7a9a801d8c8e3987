const microsOfOne = 1_000_000;
/** Prices of messages need them. */
const fewestDecimals = 4;

/** Millionths of what is written, with a point or a comma; undefined for what is no amount or has more than six decimals. */
export function microsFrom(text: string): number | undefined {
  const found = /^(\d{1,9})(?:[.,](\d{0,6}))?$/.exec(text.trim());
  if (!found) return undefined;
  return Number(found[1]) * microsOfOne + Number((found[2] ?? '').padEnd(6, '0'));
}

/** An amount in whole units, to be typed over: all its decimals, and at least four. */
export function unitsText(micros: number): string {
  const decimals = String(micros % microsOfOne).padStart(6, '0');
  return `${Math.floor(micros / microsOfOne)}.${decimals.replace(/0{1,2}$/, '').padEnd(fewestDecimals, '0')}`;
}

/** Currencies in which messages are priced here, the provider's own first. */
export const currencies = ['USD', 'MXN', 'BRL', 'COP', 'ARS', 'CLP', 'PEN', 'EUR'];
