import { fail, type NodeContext, type Outcome } from '../contract/index.ts';
import { templateParts } from '../engine/expressions/template.ts';
import { localTime } from '../engine/dates/zone.ts';
import type { ConfigIssue } from './config-parts.ts';
import { dateMeant, type Reckoning } from '../engine/dates/dates-said.ts';
import { parseNumber } from '../engine/dates/numbers-said.ts';
import { timeSaid } from '../engine/dates/times-said.ts';

export type MeantKind = 'number' | 'date' | 'time';

/** A value to compare with that is not what it must be: the card leaves by its error port. */
export class NotMeant extends Error {
  readonly outcome: Outcome;
  constructor(kind: MeantKind, text: string) {
    super(`"${text.slice(0, 100)}" is no ${kind}.`);
    this.name = 'NotMeant';
    this.outcome = fail(`rule.value-not-${kind}`, this.message);
  }
}

/** Runs what may find such a value. */
export async function orNotMeant(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof NotMeant) return error.outcome;
    throw error;
  }
}

/** What dates are reckoned from here and now. */
export const reckoning = ({ now, timeZone, language }: NodeContext): Reckoning => ({
  today: localTime(now, timeZone)?.date ?? now.slice(0, 10),
  language,
});

/** A text with its `{{ }}` filled; where it is one `{{ }}` and nothing else, the value itself: 1.125 is no 1125. */
export async function valueIn(template: string, ctx: NodeContext): Promise<number | string> {
  const { parts, closed } = templateParts(template.trim());
  const [only] = parts;
  if (closed && parts.length === 1 && only && 'expression' in only) {
    const value = await ctx.evaluate(only.expression);
    if (typeof value === 'number') return value;
  }
  return ctx.render(template);
}

export async function numberIn(template: string, ctx: NodeContext): Promise<number> {
  const value = await valueIn(template, ctx);
  const number = typeof value === 'number' ? value : parseNumber(value);
  if (number === undefined) throw new NotMeant('number', String(value));
  return number;
}

export async function dateIn(template: string, ctx: NodeContext): Promise<string> {
  const text = dayAndTime(await ctx.render(template), ctx.timeZone);
  const date = dateMeant(text, reckoning(ctx));
  if (date === undefined) throw new NotMeant('date', text);
  return date;
}

export async function timeIn(template: string, ctx: NodeContext): Promise<string> {
  const text = dayAndTime(await ctx.render(template), ctx.timeZone);
  const time = timeSaid(text)?.time;
  if (time === undefined) throw new NotMeant('time', text);
  return time;
}

/** An instant as the day and time that the clocks of a zone show; any other text as it is. */
export function dayAndTime(text: string, timeZone: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/.test(text.trim())) return text;
  if (Number.isNaN(Date.parse(text.trim()))) return text;
  const local = localTime(new Date(text.trim()).toISOString(), timeZone);
  if (!local) return text;
  const clock = [Math.floor(local.minutes / 60), local.minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${local.date} ${clock.join(':')}`;
}

/** Tells of a fixed value that is not what it must be. What `{{ }}` yields shows only when it runs. */
export function checkMeant(text: string, kind: MeantKind, path: string): ConfigIssue[] {
  const how = { today: '2026-01-01', language: 'es' };
  const readers = { number: parseNumber, date: (date: string) => dateMeant(date, how), time: timeSaid };
  if (text.includes('{{') || readers[kind](text) !== undefined) return [];
  return [
    {
      code: `rule.value-not-${kind}`,
      severity: 'error',
      message: `"${text}" is no ${kind}.`,
      path,
      params: { value: text },
    },
  ];
}
