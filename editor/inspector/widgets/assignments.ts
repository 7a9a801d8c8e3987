import { recordsOf, textIn } from '../parts/lists.ts';
import { readSource, turned } from './value.ts';

/** A name and the source of its value, as it stands in the config. */
export type AssignmentItem = { name: string } & ({ text: string } | { expression: string });

export const readAssignments = (value: unknown): AssignmentItem[] =>
  recordsOf(value).map((record) => {
    const source = readSource(record);
    return { name: textIn(record, 'name'), ...turned(source, source.kind) };
  });

/** The first of `dato`, `dato_2` … that is not taken. */
export function freeName(base: string, taken: readonly string[]): string {
  let name = base;
  for (let count = 2; taken.includes(name); count += 1) name = `${base}_${count}`;
  return name;
}
