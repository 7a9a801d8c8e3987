import type { Json, NodeType } from '../../contract/index.ts';
import { equal } from '../edits.ts';

/** What is different about a card's config, by the form field (`key`, `label` of the catalogues) in which it is edited. */
export type ConfigChange = { code: string; params: { [name: string]: Json } };

type Config = { [name: string]: Json };
/** An item of a list that has an id: a button, a row, a rule, a case. */
type Part = { id: string; item: Config; field: string };

/** The differences of two configs of one card, in the order of its form. */
export function configChanges(before: Config, after: Config, nodeType: NodeType | undefined): ConfigChange[] {
  const order = (nodeType?.editor.form ?? []).map(({ key }) => key.split('.')[0] ?? key);
  const keys = [...new Set([...order, ...Object.keys(after), ...Object.keys(before)])];
  return keys.flatMap((key) =>
    equal(before[key], after[key]) ? [] : fieldChanges(key, before[key], after[key], nodeType),
  );
}

function fieldChanges(
  key: string,
  before: Json | undefined,
  after: Json | undefined,
  nodeType: NodeType | undefined,
): ConfigChange[] {
  const field = fieldOf(key, nodeType);
  const isText = textKeys(nodeType);
  const [old, now] = [partsOf(before, key), partsOf(after, key)];
  const changes: ConfigChange[] = [
    ...now
      .filter(({ id }) => !has(old, id))
      .map((part) => ({ code: 'part-added', params: { ...field, ...named(part) } })),
    ...now.flatMap((part) => {
      const was = old.find(({ id }) => id === part.id);
      return was ? partChanges(was, part, field, isText) : [];
    }),
    ...old
      .filter(({ id }) => !has(now, id))
      .map((part) => ({ code: 'part-removed', params: { ...field, ...named(part) } })),
  ];
  const both = (parts: Part[], others: Part[]) => parts.map(({ id }) => id).filter((id) => has(others, id));
  if (both(old, now).join() !== both(now, old).join()) changes.push({ code: 'parts-reordered', params: field });

  const [left, right] = [leaves(before, key), leaves(after, key)];
  let other = false;
  for (const place of new Set([...left.keys(), ...right.keys()])) {
    const [was, is] = [left.get(place), right.get(place)];
    if (was === is) continue;
    if (isText(place) && (was === undefined || typeof was === 'string') && (is === undefined || typeof is === 'string'))
      changes.push(textChange(fieldOf(place, nodeType), was, is));
    else other = true;
  }
  if (other || changes.length === 0) changes.push(valueChange(key, field, before, after, nodeType));
  return changes;
}

const has = (parts: readonly Part[], id: string): boolean => parts.some((part) => part.id === id);

function partChanges(
  was: Part,
  is: Part,
  field: ConfigChange['params'],
  isText: (place: string) => boolean,
): ConfigChange[] {
  if (equal(was.item, is.item)) return [];
  const [left, right] = [leaves(was.item, was.field), leaves(is.item, is.field)];
  const names = [...new Set([...right.keys(), ...left.keys()])].filter((name) => left.get(name) !== right.get(name));
  const isWords = (value: Json | undefined) => typeof (value ?? '') === 'string';
  const texts = names.every(
    (name) => (isText(name) || isTitle(name)) && isWords(left.get(name)) && isWords(right.get(name)),
  );
  if (!texts || names.length === 0) return [{ code: 'part-changed', params: { ...field, ...named(is) } }];
  return names.map((name) => {
    const [before, after] = [left.get(name), right.get(name)];
    const about = isTitle(name) ? {} : named(is);
    return textChange(
      { ...field, ...about },
      typeof before === 'string' ? before : undefined,
      typeof after === 'string' ? after : undefined,
    );
  });
}

/** The words that people know a part by. */
const titles = ['title', 'label', 'category', 'name'] as const;
const isTitle = (place: string): boolean => titles.some((name) => place.endsWith(`.${name}`));
function named({ item }: Part): { title: string } {
  const title = titles.map((name) => item[name]).find((value) => typeof value === 'string' && value !== '');
  return { title: typeof title === 'string' ? title : '' };
}

const textChange = (
  field: ConfigChange['params'],
  before: string | undefined,
  after: string | undefined,
): ConfigChange => ({ code: 'text-changed', params: { ...field, before: before ?? '', after: after ?? '' } });

/** Says the values where they are plain, with the words of the option chosen; of lists and objects only that they are others. */
function valueChange(
  key: string,
  field: ConfigChange['params'],
  before: Json | undefined,
  after: Json | undefined,
  nodeType: NodeType | undefined,
): ConfigChange {
  const isPlain = (value: Json | undefined) => typeof value !== 'object' || value === null;
  if (!isPlain(before) || !isPlain(after)) return { code: 'field-changed', params: field };
  const options = nodeType?.editor.form.find((candidate) => candidate.key === key)?.options ?? [];
  const labelOf = (value: Json | undefined) => options.find((option) => option.value === value)?.label ?? null;
  const params = { ...field, before: before ?? null, after: after ?? null };
  return {
    code: 'value-changed',
    params: options.length > 0 ? { ...params, beforeLabel: labelOf(before), afterLabel: labelOf(after) } : params,
  };
}

/** The form field that a place belongs to: the one with the longest key that it begins with. */
function fieldOf(place: string, nodeType: NodeType | undefined): ConfigChange['params'] {
  const plain = place
    .split('.')
    .filter((name) => name !== '*')
    .join('.');
  const form = nodeType?.editor.form ?? [];
  const field =
    form
      .filter(({ key }) => plain === key || plain.startsWith(`${key}.`))
      .toSorted((one, other) => other.key.length - one.key.length)[0] ??
    form.find(({ key }) => key.startsWith(`${plain}.`));
  if (!nodeType || !field) return { field: plain.split('.')[0] ?? plain };
  return {
    field: field.key,
    label: field.label ?? `nodes.${nodeType.type}.fields.${field.key}`,
    widget: field.widget,
  };
}

/** Whether a place such as `buttons.*.title` holds words that the designer wrote. */
function textKeys(nodeType: NodeType | undefined): (place: string) => boolean {
  const { templates = [], expressions = [], patterns = [] } = nodeType?.texts ?? {};
  const keys = new Set([...templates, ...expressions, ...patterns]);
  return (place) => keys.has(place.replaceAll(/\.\d+(?=\.|$)/g, '.*'));
}

/** The parts below a value, wherever they stand. */
function partsOf(value: Json | undefined, field: string): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item) =>
      isPart(item) ? [{ id: item.id, item, field: `${field}.*` }] : partsOf(item, `${field}.*`),
    );
  return Object.entries(value).flatMap(([name, inner]) => partsOf(inner, `${field}.${name}`));
}

const isPart = (item: Json): item is { id: string; [name: string]: Json } =>
  typeof item === 'object' && item !== null && !Array.isArray(item) && typeof item['id'] === 'string';

/** Place to plain value, parts left out: they are compared by their ids. */
function leaves(value: Json | undefined, place: string, found = new Map<string, Json>()): Map<string, Json> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) found.set(place, value);
    return found;
  }
  if (Array.isArray(value)) value.forEach((item, index) => !isPart(item) && leaves(item, `${place}.${index}`, found));
  else for (const [name, inner] of Object.entries(value)) leaves(inner, `${place}.${name}`, found);
  return found;
}
