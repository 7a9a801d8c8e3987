import type { Flow, FlowNode } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { elementAt } from './edit-parts.ts';
import type { Words } from './issue-text.ts';
import type { ConflictPlace } from './rebasing.ts';

type Place = Pick<ConflictPlace, 'kind' | 'id' | 'path'>;

/** What a place of a flow is called: «Dirección» · Mensaje. `others` are values of the whole element, for one that the flow has not. */
export function placeText(t: Words, flow: Flow, place: Place, ...others: unknown[]): string {
  const { kind, id, path } = place;
  if (kind === 'flow') return t(`editor.places.${path[0] === 'settings' && path[1] ? `settings.${path[1]}` : path[0]}`);
  if (kind !== 'node') return t(`editor.places.${kind}`);
  const node = [elementAt(flow, kind, id), ...others].find(isNode);
  if (!node) return t('editor.places.node');
  const name = nameOf(t, node);
  if (path.length === 0) return t('editor.places.card', { name });
  const field = path[0] === 'config' ? fieldText(t, node, path.slice(1).map(String)) : t('editor.places.name');
  return t('editor.places.field', { name, field });
}

const isNode = (value: unknown): value is FlowNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'config' in value;

function nameOf(t: Words, { name, type }: FlowNode): string {
  const label = nodeTypes.get(type)?.editor.label;
  return name ?? (label ? t(label) : type);
}

/** The field of a card's form that a place in its config belongs to. */
function fieldText(t: Words, { type }: FlowNode, path: readonly string[]): string {
  const place = path.join('.');
  const field = nodeTypes
    .get(type)
    ?.editor.form.find(({ key }) => place === key || place.startsWith(`${key}.`) || key.startsWith(`${place}.`));
  return field ? t(field.label ?? `nodes.${type}.fields.${field.key}`) : place;
}

const longest = 240;

/** A value of a flow, as a person reads it. */
export function valueText(t: Words, { kind, path }: Place, value: unknown): string {
  if (value === undefined) return t(path.length === 0 ? 'editor.conflict.removed' : 'editor.conflict.nothing');
  if (kind === 'node' && path.length === 0 && isNode(value)) return nameOf(t, value);
  const text = plain(t, value).trim();
  if (text === '') return t('editor.conflict.empty');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function plain(t: Words, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return t(value ? 'editor.conflict.yes' : 'editor.conflict.no');
  if (Array.isArray(value)) return value.map((item) => plain(t, item)).join(' · ');
  if (typeof value !== 'object' || value === null) return String(value);
  // Ids mean nothing to anybody.
  const parts = Object.entries(value).filter(([name]) => name !== 'id' && name !== 'kind');
  return parts.map(([, part]) => plain(t, part)).join(' ');
}
