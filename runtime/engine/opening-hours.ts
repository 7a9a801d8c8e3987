import { weekdays, type Period, type Schedule } from '../contract/index.ts';
import type { LocalTime } from './zone.ts';

/** Tells whether a schedule is open at a wall-clock time. A period that runs past midnight belongs to the day it began on. */
export function isOpen(schedule: Schedule, { date, minutes }: LocalTime): boolean {
  const today = periodsOn(schedule, date);
  const yesterday = periodsOn(schedule, dayBefore(date));
  return (
    today.some(({ from, to }) => minutes >= minutesOf(from) && (overnight({ from, to }) || minutes < minutesOf(to))) ||
    yesterday.some((period) => overnight(period) && minutes < minutesOf(period.to))
  );
}

function periodsOn({ weekly, holidays = [] }: Schedule, date: string): Period[] {
  const holiday =
    holidays.find((candidate) => candidate.date === date) ??
    holidays.find((candidate) => candidate.date === date.slice(5));
  if (holiday) return holiday.periods ?? [];
  const day = weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
  return (day && weekly[day]) ?? [];
}

const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const overnight = ({ from, to }: Period): boolean => minutesOf(to) <= minutesOf(from);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
