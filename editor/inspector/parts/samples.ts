import { create } from 'zustand';
import type { Json } from '../../../runtime/contract/index.ts';

/** Values that stand in for a conversation's while something is tried, as they were typed. They are not the document. */
export const useSamples = create<{ samples: { [name: string]: string }; set(name: string, text: string): void }>()(
  (set) => ({
    samples: {},
    set: (name, text) => set(({ samples }) => ({ samples: { ...samples, [name]: text } })),
  }),
);

const readable =
  /\b(?:variables|results|contact|message|trigger|webhook|channel|conversation|flow)(?:\.[A-Za-z_]\w*)+/g;

/** The names that an expression or text reads, each once. What it says in quotes is no name. */
export function namesIn(source: string): string[] {
  const bare = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "''");
  return [...new Set(bare.match(readable) ?? [])];
}

/** What was typed, as the value it most likely means: numbers, truth, lists and objects as they are, all else as words. */
export function sampleValue(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The body of a call, as it was typed; undefined while it is no JSON object. */
export function sampleBody(text: string): { [name: string]: Json } | undefined {
  const value = sampleValue(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The samples as expressions read them: `variables.total` stands under `variables`. */
export function sampleData(names: readonly string[], samples: { [name: string]: string }): { [name: string]: Json } {
  const data: { [name: string]: Json } = { variables: {}, results: {}, contact: { fields: {} } };
  for (const name of names) {
    const value = sampleValue(samples[name] ?? '');
    if (value !== undefined) put(data, name.split('.'), value);
  }
  return data;
}

function put(data: { [name: string]: Json }, [name, ...rest]: string[], value: Json): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    data[name] = value;
    return;
  }
  const present = data[name];
  const inner = typeof present === 'object' && present !== null && !Array.isArray(present) ? present : {};
  data[name] = inner;
  put(inner, rest, value);
}
