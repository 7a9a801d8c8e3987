/** Units of a duration, the largest first, in seconds. */
export const units = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;
export type Unit = keyof typeof units;
export const unitNames: readonly Unit[] = ['seconds', 'minutes', 'hours', 'days'];

/** The largest unit in which a duration is a whole number. */
export function unitOf(seconds: number): Unit {
  const fitting = (Object.keys(units) as Unit[]).find((unit) => seconds % units[unit] === 0);
  return seconds === 0 ? 'seconds' : (fitting ?? 'seconds');
}

/** Seconds of a number of units, within the limits. */
export function secondsOf(
  count: number,
  unit: Unit,
  { minimum = 0, maximum = Infinity }: { minimum?: number; maximum?: number },
): number {
  return Math.min(maximum, Math.max(minimum, Math.round(count * units[unit])));
}
