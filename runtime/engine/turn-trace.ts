import { isKept, textOf, type Json, type ResumeInput, type TraceEntry } from '../contract/index.ts';

/** 1 KB of each value is enough to understand a turn. */
export function shortened(values: { [name: string]: Json }): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Json] => {
      if (typeof value === 'string') return [name, value.length > 1_024 ? `${value.slice(0, 1_023)}…` : value];
      const text = JSON.stringify(value);
      return [name, text.length > 1_024 ? `${text.slice(0, 1_023)}…` : value];
    }),
  );
}

/** What moved a node on, in a few words. */
export function inputOf(input: ResumeInput): NonNullable<TraceEntry['input']> {
  if (input.kind !== 'message') return { kind: input.kind };
  const text = textOf(input.message.content);
  return { kind: input.message.content.kind, ...(text !== '' && { text: text.slice(0, 200) }) };
}

/** The call whose answer an input is. */
export function callOf(input: ResumeInput | undefined): Pick<TraceEntry, 'call'> {
  if (input?.kind !== 'http' && input?.kind !== 'done') return {};
  const { outcome } = input;
  const what = input.kind === 'http' ? 'http' : 'effect';
  if (!outcome.ok) return { call: { what, code: outcome.code } };
  const body = 'status' in outcome ? outcome.body : (outcome.value ?? null);
  return {
    call: {
      what,
      durationMs: outcome.durationMs,
      ...('status' in outcome && { status: outcome.status }),
      ...(isKept(body) && { body }),
    },
  };
}
