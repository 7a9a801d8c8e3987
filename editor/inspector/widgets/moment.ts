import { weekdays, type Weekday } from '../../../runtime/contract/index.ts';
import { isRecord, textIn } from '../parts/lists.ts';

export const momentKinds = ['next', 'date', 'computed'] as const;
export type MomentKind = (typeof momentKinds)[number];
export type MomentValue =
  | { kind: 'next'; time: string; days?: Weekday[] }
  | { kind: 'date'; date: string; time: string }
  | { kind: 'computed'; expression: string; time?: string };

/** The time of day that nobody has to change in order to be polite. */
const morning = '09:00';

export function readMoment(value: unknown): MomentValue {
  const record = isRecord(value) ? value : {};
  const time = textIn(record, 'time');
  switch (record['kind']) {
    case 'date':
      return { kind: 'date', date: textIn(record, 'date'), time };
    case 'computed':
      return { kind: 'computed', expression: textIn(record, 'expression'), ...(time !== '' && { time }) };
    default: {
      const days = readDays(record['days']);
      return { kind: 'next', time: time === '' ? morning : time, ...(days.length > 0 && { days }) };
    }
  }
}

const readDays = (value: unknown): Weekday[] =>
  Array.isArray(value) ? value.flatMap((day) => weekdays.find((known) => known === day) ?? []) : [];

/** The moment as one of another kind: the time of day stays. */
export function withMomentKind(moment: MomentValue, kind: MomentKind, today: string): MomentValue {
  if (kind === moment.kind) return moment;
  const time = moment.time ?? morning;
  if (kind === 'next') return { kind, time };
  return kind === 'date' ? { kind, date: today, time } : { kind, expression: 'contact.fields.date', time };
}

/** The days in their order; all of them is the same as none named. */
export function withDays(moment: MomentValue & { kind: 'next' }, days: readonly string[]): MomentValue {
  const chosen = weekdays.filter((day) => days.includes(day));
  const { days: _before, ...rest } = moment;
  return chosen.length === 0 || chosen.length === weekdays.length ? rest : { ...rest, days: chosen };
}
