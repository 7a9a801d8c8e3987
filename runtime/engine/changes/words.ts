import type { Flow, Json, Money, NodeTypes, VersionSentence } from '../../contract/index.ts';
import type { Change } from './change.ts';
import { cardNamed, type CardNamed } from './changes.ts';

/** How data of a flow is said in one language: the catalogue, and what a language does with numbers and names. */
export type Wording = {
  t(key: string, params?: { [name: string]: unknown }): string;
  number(value: number): string;
  /** «1 h 30 min». */
  duration(seconds: number): string;
  money(amount: Money): string;
  /** The name of a language, by its tag. */
  language(tag: string): string;
  /** «a, b and c». */
  list(items: readonly string[]): string;
};

/** What a card is called in a sentence: its own name, else its type and the first words that it says. */
export function cardTitle({ t }: Pick<Wording, 't'>, { name, type, text }: CardNamed): string {
  if (name !== null) return t('changes.card.named', { name });
  const label = t(`nodes.${type}.label`, { defaultValue: type });
  return text === '' ? t('changes.card.untold', { label }) : t('changes.card.saying', { label, text });
}

/** A change in words: one line and, where words themselves changed, what they were and are. */
export type ChangeWords = { line: string; texts?: { before: string; after: string } };

/** What a change says, in the language of the wording. */
export function changeWords(wording: Wording, { code, params }: Change): ChangeWords {
  const { t } = wording;
  const text = (name: string): string => (typeof params[name] === 'string' ? params[name] : '');
  const card = (name: string) => (isCard(params[name]) ? cardTitle(wording, params[name]) : t('changes.nowhere'));
  const trigger = (name: string) => startText(wording, params[name]);
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
          : valueText(wording, params[side], params['widget']);
      return { line: say(code, { field, before: shown('before'), after: shown('after') }) };
    }
    case 'setting-changed': {
      const widget = params['setting'] === 'expiresAfterMinutes' ? 'minutes' : undefined;
      const [before, after] = [params['before'], params['after']].map((value) => valueText(wording, value, widget));
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
      return { line: say(code, { trigger: trigger('trigger') }) };
    case 'trigger-details': {
      const aspects = textsOf(params['aspects']).map((aspect) =>
        t(`changes.aspects.${aspect}`, { defaultValue: aspect }),
      );
      return { line: say(code, { trigger: trigger('trigger'), aspects: wording.list(aspects) }) };
    }
    case 'languages-changed': {
      const names = (side: string) => textsOf(params[side]).map(wording.language).join(', ');
      return { line: say(code, { before: names('before'), after: names('after') }) };
    }
    case 'translations-changed':
      return { line: say(code, { language: wording.language(text('language')) }) };
    default:
      return { line: say(code) };
  }
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCard = (value: Json | undefined): value is CardNamed => isObject(value) && typeof value['type'] === 'string';

const textsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** What begins a flow, as people say it: its words, else what kind of thing it is. */
function startText({ t }: Wording, start: Json | undefined): string {
  if (!isObject(start) || typeof start['kind'] !== 'string') return '';
  const { kind, match } = start;
  if (kind === 'keyword' && match !== 'pattern') return textsOf(start['words']).join(', ');
  return t(`flows.starts.${kind === 'keyword' ? 'pattern' : kind}`);
}

/** A plain value as its control would show it. */
function valueText(wording: Wording, value: Json | undefined, widget: Json | undefined): string {
  const { t } = wording;
  if (typeof value === 'boolean') return t(value ? 'changes.yes' : 'changes.no');
  if (typeof value === 'number') {
    if (widget === 'duration') return wording.duration(value);
    return widget === 'minutes' ? wording.duration(value * 60) : wording.number(value);
  }
  if (isObject(value) && typeof value['currency'] === 'string' && typeof value['micros'] === 'number')
    return wording.money({ currency: value['currency'], micros: value['micros'] });
  return typeof value === 'string' && value !== '' ? t('changes.quoted', { text: value }) : t('changes.unset');
}

/** A version's sentence in words: «2 new cards and 1 text changed». */
export function sentenceText(wording: Wording, sentence: VersionSentence): string {
  const text = wording.list(
    sentence.map(({ key, params: { card, ...params } }) =>
      wording.t(`changes.note.${key}`, isCard(card) ? { ...params, card: cardTitle(wording, card) } : params),
    ),
  );
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Changes card by card in words, for wherever there is no screen: the card (null for the flow itself) and its lines. */
export function diffSentences(
  wording: Wording,
  changes: readonly Change[],
  { before, after, nodeTypes }: { before: Flow; after: Flow; nodeTypes: NodeTypes },
): { card: string | null; lines: string[] }[] {
  const groups: { node: string | undefined; lines: string[] }[] = [];
  for (const change of changes) {
    const { line, texts } = changeWords(wording, change);
    const lines = texts ? [line, ...textLines(wording, texts)] : [line];
    const last = groups.at(-1);
    if (last && last.node === change.node) last.lines.push(...lines);
    else groups.push({ node: change.node, lines });
  }
  return groups.map(({ node: id, lines }) => {
    const node = [after, before].flatMap(({ nodes }) => nodes.find((one) => one.id === id) ?? [])[0];
    return { card: node ? cardTitle(wording, cardNamed(node, nodeTypes)) : (id ?? null), lines };
  });
}

const textLines = ({ t }: Wording, { before, after }: { before: string; after: string }): string[] => [
  ...(before === '' ? [] : [`  ${t('changes.before')}: ${before}`]),
  `  ${t('changes.now')}: ${after === '' ? t('changes.unset') : after}`,
];
