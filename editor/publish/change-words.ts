import type { TFunction } from 'i18next';
import type { Json } from '../../runtime/contract/index.ts';
import type { CardNamed, Change } from '../../runtime/engine/index.ts';
import { startsText, type FlowStart } from '../flows/flow-row.ts';
import { cardTitle } from './card-title.ts';

/** A change in words: one line and, where words themselves changed, what they were and are. */
export type ChangeWords = { line: string; texts?: { before: string; after: string } };

/** What a change says, in the language of the screen. */
export function changeWords(t: TFunction, language: string, { code, params }: Change): ChangeWords {
  const text = (name: string): string => (typeof params[name] === 'string' ? params[name] : '');
  const card = (name: string) => (isCard(params[name]) ? cardTitle(t, params[name]) : t('changes.nowhere'));
  const trigger = (name: string) => (isStart(params[name]) ? startsText(t, [params[name]]) : '');
  const say = (key: string, more: { [name: string]: unknown } = {}) => t(`changes.${key}`, { ...params, ...more });
  const field = typeof params['label'] === 'string' ? t(params['label']) : text('field');
  switch (code) {
    case 'text-changed': {
      const title = text('title');
      return {
        line: title === '' ? field : say('text-of', { field }),
        texts: { before: text('before'), after: text('after') },
      };
    }
    case 'part-added':
    case 'part-removed':
    case 'part-changed':
      return { line: text('title') === '' ? say('field-changed', { field }) : say(code, { field }) };
    case 'parts-reordered':
    case 'field-changed':
      return { line: say(code, { field }) };
    case 'value-changed': {
      const shown = (side: string) =>
        typeof params[`${side}Label`] === 'string'
          ? t(text(`${side}Label`))
          : valueText(t, language, params[side], params['widget']);
      return { line: say(code, { field, before: shown('before'), after: shown('after') }) };
    }
    case 'setting-changed': {
      const widget = params['setting'] === 'expiresAfterMinutes' ? 'minutes' : undefined;
      const [before, after] = [params['before'], params['after']].map((value) => valueText(t, language, value, widget));
      return { line: say(code, { setting: t(`changes.settings.${text('setting')}`), before, after }) };
    }
    case 'card-renamed':
      if (params['before'] === null) return { line: say('card-named') };
      return { line: say(params['after'] === null ? 'card-unnamed' : code) };
    case 'card-type-changed': {
      const label = (name: string) => t(`nodes.${text(name)}.label`, { defaultValue: text(name) });
      return { line: say(code, { before: label('before'), after: label('after') }) };
    }
    case 'way-opened':
    case 'way-moved':
    case 'way-closed': {
      const port = params['literal'] === true ? text('port') : t(text('port'));
      return { line: say(code, { port, before: card('before'), after: card('after') }) };
    }
    case 'start-moved':
      return { line: say(code, { before: card('before'), after: card('after') }) };
    case 'trigger-changed':
      return { line: say(code, { before: trigger('before'), after: trigger('after') }) };
    case 'trigger-moved':
      return {
        line: say(code, { trigger: trigger('trigger'), after: params['after'] ? card('after') : t('changes.start') }),
      };
    case 'trigger-added':
    case 'trigger-removed':
    case 'trigger-details':
      return { line: say(code, { trigger: trigger('trigger') }) };
    case 'languages-changed': {
      const names = new Intl.DisplayNames(language, { type: 'language' });
      const list = (value: Json | undefined) =>
        Array.isArray(value) ? value.map((tag) => (typeof tag === 'string' ? names.of(tag) : '')).join(', ') : '';
      return { line: say(code, { before: list(params['before']), after: list(params['after']) }) };
    }
    default:
      return { line: say(code) };
  }
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCard = (value: Json | undefined): value is CardNamed => isObject(value) && typeof value['type'] === 'string';

const kinds: readonly string[] = ['keyword', 'new-conversation', 'unhandled', 'webhook'] satisfies FlowStart['kind'][];
const isStart = (value: Json | undefined): value is FlowStart =>
  isObject(value) && typeof value['kind'] === 'string' && kinds.includes(value['kind']);

/** A plain value as its control would show it. */
function valueText(t: TFunction, language: string, value: Json | undefined, widget: Json | undefined): string {
  if (typeof value === 'boolean') return t(value ? 'changes.yes' : 'changes.no');
  if (typeof value === 'number') {
    if (widget === 'duration') return durationText(language, value);
    if (widget === 'minutes') return durationText(language, value * 60);
    return new Intl.NumberFormat(language).format(value);
  }
  return typeof value === 'string' && value !== '' ? t('changes.quoted', { text: value }) : t('changes.unset');
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** «1 h 30 min». */
export function durationText(language: string, seconds: number): string {
  let left = Math.round(seconds);
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0
      ? [new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count)]
      : [];
  });
  return parts.join(' ') || new Intl.NumberFormat(language, { style: 'unit', unit: 'second' }).format(0);
}
