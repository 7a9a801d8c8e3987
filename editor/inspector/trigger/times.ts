import type { Recurrence } from '../../../runtime/contract/index.ts';

export const everyKinds = ['day', 'week', 'month', 'once', 'cron'] as const satisfies readonly Recurrence['every'][];

const two = (number: number): string => String(number).padStart(2, '0');

/** Another kind of recurrence, at the same time of day where it had one. */
export function recurrenceOf(every: Recurrence['every'], before: Recurrence, now: Date): Recurrence {
  const time = 'time' in before ? before.time : '09:00';
  switch (every) {
    case 'once':
      return { every, at: new Date(Math.ceil((now.getTime() + 3_600_000) / 3_600_000) * 3_600_000).toISOString() };
    case 'day':
      return { every, time };
    case 'week':
      return { every, days: ['monday'], time };
    case 'month':
      return { every, day: 1, time };
    case 'cron':
      return { every, expression: `${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * 1-5` };
  }
}

/** An instant as a control for date and time writes it, by the clocks of this machine; empty for what is none. */
export function localOf(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that such a control means; undefined while it is not whole. */
export function instantFrom(local: string): string | undefined {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export type Sign = 'before' | 'same' | 'after';
export const signOf = (offset: number): Sign => (offset < 0 ? 'before' : offset > 0 ? 'after' : 'same');
const factor = { before: -1, same: 0, after: 1 } as const;

/** The same amount on the other side of the date. */
export const withSign = (offset: number, sign: Sign): number => factor[sign] * Math.max(1, Math.abs(offset)) + 0;
/** Another amount on the same side. */
export const withAmount = (offset: number, amount: number): number => (offset < 0 ? -amount : amount);
