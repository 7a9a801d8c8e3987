import { Cron } from 'croner';

/** A pattern of five fields by the clocks of a zone; undefined when it is none, or the zone is none. */
export function cronOf(expression: string, timeZone: string): Cron | undefined {
  try {
    const pattern = new Cron(expression, { timezone: timeZone, mode: '5-part', paused: true });
    // Only asking shows that a zone is none.
    pattern.nextRun(new Date(0));
    return pattern;
  } catch {
    return undefined;
  }
}

/** Tells whether a pattern can be read and ever strikes: `0 0 30 2 *` waits for a 30 February. */
export const everStrikes = (expression: string): boolean => !!cronOf(expression, 'UTC')?.nextRun(new Date(0));
