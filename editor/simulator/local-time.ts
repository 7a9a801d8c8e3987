/** An instant as a clock in a zone shows it: `2026-11-19T20:58`, the form of a date field. */
export function localTime(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** The instant at which a clock in a zone shows this; undefined when no time was typed. An hour that a change of clocks leaves out is the one after. */
export function instantIn(local: string, timeZone: string): string | undefined {
  const asUtc = Date.parse(`${local}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local) || Number.isNaN(asUtc)) return undefined;
  // The zone's offset there, looked up twice: the first guess may lie on the other side of a change of clocks.
  let guess = asUtc;
  for (let look = 0; look < 2; look += 1) {
    const shown = Date.parse(`${localTime(new Date(guess).toISOString(), timeZone)}Z`);
    guess += Math.floor(asUtc / 60_000) * 60_000 - shown;
  }
  return new Date(guess).toISOString();
}
