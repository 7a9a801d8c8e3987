const dayMs = 86_400_000;

const padded = (number: number, length: number): string => String(number).padStart(length, '0');

/** `2026-03-05`; undefined when the calendar has no such day. */
export function dateOf(year: number, month: number, day: number): string | undefined {
  if (year < 1_000 || year > 9_999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export const partsOf = (date: string): { year: number; month: number; day: number } => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
});

export const plusDays = (date: string, days: number): string | undefined => {
  const at = new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs);
  return dateOf(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
};

/** A month after 31 January is the last of February. */
export function plusMonths(date: string, months: number): string | undefined {
  const { year, month, day } = partsOf(date);
  const count = year * 12 + month - 1 + months;
  const [inYear, inMonth] = [Math.floor(count / 12), (count % 12) + 1];
  return dateOf(inYear, inMonth, Math.min(day, daysIn(inYear, inMonth)));
}

/** Monday 0. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** `14:05`; undefined when no clock shows it. */
export const timeOf = (hour: number, minute: number): string | undefined =>
  hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 ? `${padded(hour, 2)}:${padded(minute, 2)}` : undefined;
