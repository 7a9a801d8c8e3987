import type { Flow, Json, NodeTypes, Translations } from '../../contract/index.ts';
import { playable } from '../flow-index.ts';

/** A text that a person reads in the chat, as the flow is written: `node` is `$flow` for a text of the flow itself. */
export type FlowText = { node: string; key: string; text: string };

/** The node under which the flow's own texts stand in its translations. */
export const flowItself = '$flow';

/** Every text that has a translation in each language of the flow, in the order of the document. Empty ones are none. */
export function flowTexts(flow: Flow, nodeTypes: NodeTypes): FlowText[] {
  const ofCards = flow.nodes.flatMap((node) => {
    const found = playable(node, nodeTypes);
    if (!found) return [];
    const { texts } = found.nodeType;
    return (texts.translated ?? []).flatMap((key) =>
      textsAt(found.config, key.split('.')).map((place) => ({ node: node.id, ...place })),
    );
  });
  const { failureText } = flow.settings;
  const own = failureText === undefined ? [] : [{ node: flowItself, key: 'failureText', text: failureText }];
  return [...ofCards, ...own].filter(({ text }) => text.trim() !== '');
}

/** The texts at a key such as `buttons.*.title`: items of a list by their `id` where they have one, else by number. */
function textsAt(value: Json | undefined, [part, ...rest]: readonly string[]): { key: string; text: string }[] {
  if (part === undefined) return typeof value === 'string' ? [{ key: '', text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  const inner =
    part !== '*'
      ? [{ name: part, value: Object.hasOwn(value, part) ? (value as { [name: string]: Json })[part] : undefined }]
      : Object.entries(value).map(([index, item]: [string, Json]) => ({ name: idOf(item) ?? index, value: item }));
  return inner.flatMap((item) =>
    textsAt(item.value, rest).map(({ key, text }) => ({ key: key === '' ? item.name : `${item.name}.${key}`, text })),
  );
}

const idOf = (item: Json): string | undefined => {
  const id = typeof item === 'object' && item !== null && !Array.isArray(item) ? item['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** The languages that texts are translated into: all but the one the flow is written in. */
export const otherLanguages = (flow: Pick<Flow, 'languages'>): string[] => flow.languages.slice(1);

/** A text's translation; undefined when there is none. */
export function translationOf(
  { translations }: Pick<Flow, 'translations'>,
  language: string,
  { node, key }: Pick<FlowText, 'node' | 'key'>,
): string | undefined {
  const nodes = translations && Object.hasOwn(translations, language) ? translations[language] : undefined;
  const texts = nodes && Object.hasOwn(nodes, node) ? nodes[node] : undefined;
  const text = texts && Object.hasOwn(texts, key) ? texts[key] : undefined;
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** How many of the flow's texts each other language has. */
export function completeness(flow: Flow, nodeTypes: NodeTypes): { language: string; done: number; total: number }[] {
  const texts = flowTexts(flow, nodeTypes);
  return otherLanguages(flow).map((language) => ({
    language,
    done: texts.filter((text) => translationOf(flow, language, text) !== undefined).length,
    total: texts.length,
  }));
}

/** A row of a list of translations: the place, the words that were translated, and what they became by language. */
export type TranslationRow = { node: string; key: string; source?: string; texts: { [language: string]: string } };

export type TranslationReport = {
  /** Texts that are new or other than before. */
  changed: number;
  unchanged: number;
  /** Rows whose card or text is not in the flow. */
  unknown: { node: string; key: string }[];
  /** Rows that translate words which have changed since; their translations were taken all the same. */
  outdated: { node: string; key: string }[];
  /** Languages of the list that the flow does not have: left out. */
  languages: string[];
};

/** The flow's translations with those of a list. An empty cell says nothing: it takes no translation away. */
export function withTranslations(
  flow: Flow,
  nodeTypes: NodeTypes,
  rows: readonly TranslationRow[],
): { translations: Translations; report: TranslationReport } {
  const places = new Map(flowTexts(flow, nodeTypes).map((text) => [`${text.node} ${text.key}`, text]));
  const known = new Set(otherLanguages(flow));
  const translations = structuredClone(flow.translations ?? {});
  const strange = new Set<string>();
  const report: TranslationReport = { changed: 0, unchanged: 0, unknown: [], outdated: [], languages: [] };
  for (const { node, key, source, texts } of rows) {
    const place = places.get(`${node} ${key}`);
    if (!place) {
      report.unknown.push({ node, key });
      continue;
    }
    if (source !== undefined && source.trim() !== place.text.trim()) report.outdated.push({ node, key });
    for (const [language, text] of Object.entries(texts)) {
      if (!known.has(language)) {
        strange.add(language);
        continue;
      }
      if (text.trim() === '') continue;
      if (translationOf(flow, language, place) === text) {
        report.unchanged += 1;
        continue;
      }
      report.changed += 1;
      const nodes = (translations[language] ??= {});
      nodes[node] = { ...nodes[node], [key]: text };
    }
  }
  return { translations, report: { ...report, languages: [...strange] } };
}

/** The translations without those of cards, texts and languages that are no longer there; the same object when all are. */
export function withoutOrphans(flow: Flow, nodeTypes: NodeTypes): Translations | undefined {
  const { translations } = flow;
  if (!translations) return undefined;
  const places = new Set(flowTexts(flow, nodeTypes).map(({ node, key }) => `${node} ${key}`));
  const unreadable = new Set(flow.nodes.filter((node) => !playable(node, nodeTypes)).map(({ id }) => id));
  const languages = new Set(otherLanguages(flow));
  let dropped = false;
  const kept: Translations = {};
  for (const [language, nodes] of Object.entries(translations)) {
    for (const [node, texts] of Object.entries(nodes))
      for (const [key, text] of Object.entries(texts)) {
        if (!languages.has(language) || !(places.has(`${node} ${key}`) || unreadable.has(node))) {
          dropped = true;
          continue;
        }
        const inLanguage = (kept[language] ??= {});
        inLanguage[node] = { ...inLanguage[node], [key]: text };
      }
  }
  return dropped ? kept : translations;
}
