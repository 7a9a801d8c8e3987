import type { Json } from '../../runtime/contract/index.ts';
import type { RunState } from './run.ts';

/** A value of the run, and what it was before the last move when that changed it. */
export type Watched = {
  name: string;
  value: Json;
  changed: boolean;
  before?: Json;
  /** Of a result. */
  category?: string;
};

export type WatchedGroups = { variables: Watched[]; results: Watched[]; contact: Watched[] };

/** Variables, results and the contact as they are, the changed ones marked. */
export function watched(state: RunState, before: RunState | null): WatchedGroups {
  return {
    variables: compared(state.session?.variables ?? {}, before && (before.session?.variables ?? {})),
    results: compared(resultsOf(state), before && resultsOf(before)).map((row) => {
      const category = state.session?.results[row.name]?.category;
      return { ...row, ...(category !== undefined && { category }) };
    }),
    contact: compared(contactValues(state), before && contactValues(before)),
  };
}

const resultsOf = ({ session }: RunState): { [name: string]: Json } =>
  Object.fromEntries(Object.entries(session?.results ?? {}).map(([name, { value }]) => [name, value]));

function contactValues({ contact }: RunState): { [name: string]: Json } {
  const { name, phone, language, fields } = contact;
  return { name, phone, language, ...fields };
}

function compared(values: { [name: string]: Json }, before: { [name: string]: Json } | null): Watched[] {
  return Object.entries(values).map(([name, value]) => {
    const known = before !== null && Object.hasOwn(before, name);
    const old = known ? before[name] : undefined;
    const changed = before !== null && JSON.stringify(old) !== JSON.stringify(value);
    return { name, value, changed, ...(changed && old !== undefined && { before: old }) };
  });
}
