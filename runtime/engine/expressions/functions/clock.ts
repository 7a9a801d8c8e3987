import { readMoment, wallClock, type Clock, type Moment, type WallClock } from '../../dates/calendar.ts';
import { zoneOffset } from '../../dates/zone.ts';
import type { Evaluation } from '../evaluation.ts';
import { optionalText, refuse } from './arguments.ts';

/** What asking a zone's clocks costs, and what it costs for the first time. */
const perLook = 500;
const firstLook = 30_000;

/** The clocks of a zone, of the flow's when none is named. Throws when there is no such zone. */
export function clockOf(evaluation: Evaluation, named?: unknown): Clock {
  const zone = optionalText(named) ?? evaluation.timeZone ?? 'UTC';
  if (zone.length > 64) refuse('There is no such time zone.');
  return {
    zone,
    offset(millis) {
      evaluation.zones ??= new Set();
      evaluation.budget.spend(evaluation.zones.has(zone) ? perLook : firstLook);
      evaluation.zones.add(zone);
      return zoneOffset(millis, zone) ?? refuse(`There is no time zone "${zone}".`);
    },
  };
}

/** A date that was handed over; undefined when it is none. */
export const momentOf = (value: unknown, clock: Clock): Moment | undefined => readMoment(value, clock);

export const nowIn = (evaluation: Evaluation, clock: Clock): WallClock =>
  wallClock({ millis: Date.parse(evaluation.now) }, clock);

/** The day of a date, where the clocks are. */
export function dayAt(value: unknown, clock: Clock): string | undefined {
  const moment = readMoment(value, clock);
  return moment && wallClock(moment, clock).day;
}
