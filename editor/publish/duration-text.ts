const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** «1 h 30 min». */
export function durationText(language: string, seconds: number): string {
  let left = Math.round(seconds);
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0
      ? [new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count)]
      : [];
  });
  return parts.join(' ') || new Intl.NumberFormat(language, { style: 'unit', unit: 'second' }).format(0);
}
