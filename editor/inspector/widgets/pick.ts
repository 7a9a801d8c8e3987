import { slugOf } from '../../ui/slug.ts';

/** A thing that can be picked: what is kept is its id. */
export type Offered = { id: string; name: string };
export type Option = { value: string; label: string };

/** Stands in front of what is typed in the value of the choice that makes something new of it; no id begins so. */
export const newMark = '+';

export const readPick = (value: unknown): string => (typeof value === 'string' ? value : '');

export const readPicks = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];

/**
 * What a list to pick from offers: all there is, what is chosen already though it is not there (by its id), and, where there may be
 * something new, what is typed.
 */
export function optionsOf(
  offered: readonly Offered[],
  chosen: readonly string[],
  typed: string,
  labelOfNew?: (name: string) => string,
): Option[] {
  const known = new Set(offered.map(({ id }) => id));
  const names = new Map<string, number>();
  for (const { name } of offered) names.set(name, (names.get(name) ?? 0) + 1);
  const options = offered.map(({ id, name }) => ({
    value: id,
    label: (names.get(name) ?? 0) > 1 ? `${name} (${id})` : name,
  }));
  const lost = [...new Set(chosen)].filter((id) => id !== '' && !known.has(id)).map((id) => ({ value: id, label: id }));
  const name = typed.trim();
  const isNew = labelOfNew && slugOf(name, '') !== '' && !isAmong(name, [...options, ...lost]);
  return [...options, ...lost, ...(isNew ? [{ value: `${newMark}${name}`, label: labelOfNew(name) }] : [])];
}

const isAmong = (name: string, options: readonly Option[]): boolean => {
  const wanted = name.toLowerCase();
  return options.some(({ value, label }) => value === wanted || label.toLowerCase() === wanted);
};

/** What was chosen to be made: its name and the id it gets, which no other has. Undefined when something known was chosen. */
export function newOf(value: string, offered: readonly Offered[]): Offered | undefined {
  if (!value.startsWith(newMark)) return undefined;
  const name = value.slice(newMark.length);
  const slug = slugOf(name, '');
  const taken = new Set(offered.map(({ id }) => id));
  let id = slug;
  for (let count = 2; taken.has(id); count += 1) id = `${slug.slice(0, 60)}-${count}`;
  return { id, name };
}
