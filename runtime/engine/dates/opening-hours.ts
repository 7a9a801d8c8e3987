import type { Period, Schedule } from '../../contract/index.ts';
import { addDays, minutesOf, weekdayName } from './calendar.ts';
import type { LocalTime } from './zone.ts';

/** Tells whether a schedule is open at a wall-clock time. A period that runs past midnight belongs to the day it began on. */
export function isOpen(schedule: Schedule, { date, minutes }: LocalTime): boolean {
  const today = periodsOn(schedule, date);
  const yesterday = periodsOn(schedule, addDays(date, -1));
  return (
    today.some(({ from, to }) => minutes >= minutesOf(from) && (overnight({ from, to }) || minutes < minutesOf(to))) ||
    yesterday.some((period) => overnight(period) && minutes < minutesOf(period.to))
  );
}

function periodsOn({ weekly, holidays = [] }: Schedule, date = ''): Period[] {
  const holiday =
    holidays.find((candidate) => candidate.date === date) ??
    holidays.find((candidate) => candidate.date === date.slice(5));
  if (holiday) return holiday.periods ?? [];
  const day = weekdayName(date);
  return (day && weekly[day]) ?? [];
}

const overnight = ({ from, to }: Period): boolean => minutesOf(to) <= minutesOf(from);
