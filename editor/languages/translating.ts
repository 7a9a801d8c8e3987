import type { Edit, Flow, NodeTypes } from '../../runtime/contract/index.ts';
import {
  flowItself,
  flowTexts,
  otherLanguages,
  translationOf,
  type FlowText,
} from '../../runtime/engine/languages/translations.ts';
import { setLanguages } from '../flow/commands.ts';
import { setPlace, type Path } from '../flow/edit-parts.ts';

/** A flow speaks at most so many languages. */
export const mostLanguages = 20;

/** Where a translation stands in the flow. */
export const translationPath = (language: string, { node, key }: Pick<FlowText, 'node' | 'key'>): Path => [
  'translations',
  language,
  node,
  key,
];

/** Says a text in another language; an empty one goes back to what is written. */
export const translate = (flow: Flow, language: string, place: Pick<FlowText, 'node' | 'key'>, text: string): Edit[] =>
  setPlace(flow, 'flow', 'flow', translationPath(language, place), text === '' ? undefined : text);

/** Typing in one cell within a second is one step of undo. */
export const typingIn = (language: string, { node, key }: Pick<FlowText, 'node' | 'key'>): { group: string } => ({
  group: `translate ${language} ${node} ${key}`,
});

export const addLanguage = (flow: Flow, language: string): Edit[] =>
  flow.languages.includes(language) || flow.languages.length >= mostLanguages
    ? []
    : setLanguages(flow, [...flow.languages, language]);

/** Takes a language away with all that is said in it. The one that the flow is written in stays. */
export const removeLanguage = (flow: Flow, language: string): Edit[] =>
  flow.languages.indexOf(language) < 1
    ? []
    : [
        ...setPlace(flow, 'flow', 'flow', ['translations', language], undefined),
        ...setLanguages(
          flow,
          flow.languages.filter((each) => each !== language),
        ),
      ];

/** In which language the texts are can be said anew only while nothing is translated: afterwards it would be untrue. */
export const mayRewrite = ({ translations = {} }: Flow): boolean =>
  !Object.values(translations).some((nodes) => Object.values(nodes).some((texts) => Object.keys(texts).length > 0));

/** Says in which language the flow is written. */
export const writeIn = (flow: Flow, language: string): Edit[] =>
  mayRewrite(flow)
    ? setLanguages(flow, [language, ...flow.languages.slice(1).filter((each) => each !== language)])
    : [];

export type TextRow = FlowText & { id: string };
/** The texts of one card, or of the flow itself (`node` is `$flow`). */
export type TextGroup = { node: string; rows: TextRow[] };

/** Every text that can be translated, card by card. */
export function textGroups(flow: Flow, nodeTypes: NodeTypes): TextGroup[] {
  const groups = new Map<string, TextRow[]>();
  for (const text of flowTexts(flow, nodeTypes))
    groups.set(text.node, [...(groups.get(text.node) ?? []), { ...text, id: `${text.node} ${text.key}` }]);
  return [...groups].map(([node, rows]) => ({ node, rows }));
}

/** So many texts of a list, from its beginning. */
export function firstTexts(groups: readonly TextGroup[], most: number): TextGroup[] {
  const kept = new Set(
    groups
      .flatMap(({ rows }) => rows)
      .slice(0, most)
      .map(({ id }) => id),
  );
  return groups
    .map(({ node, rows }) => ({ node, rows: rows.filter(({ id }) => kept.has(id)) }))
    .filter(({ rows }) => rows.length > 0);
}

export type Wanted = { query: string; missing: boolean; languages: readonly string[] };

/** Ids of the texts that are looked for: by their words in any language or their card's name, and where something is missing. */
export function matchingTexts(
  flow: Flow,
  groups: readonly TextGroup[],
  { query, missing, languages }: Wanted,
  nameOf: (node: string) => string,
): Set<string> {
  const words = plain(query);
  const found = groups.flatMap(({ node, rows }) =>
    rows.filter((row) => {
      const said = languages.map((language) => translationOf(flow, language, row));
      if (missing && said.every((text) => text !== undefined)) return false;
      return [nameOf(node), row.text, ...said].some((text) => text !== undefined && plain(text).includes(words));
    }),
  );
  return new Set(found.map(({ id }) => id));
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();

/** The field of the card's form that a text stands in. */
export function fieldOf(flow: Flow, { node, key }: Pick<FlowText, 'node' | 'key'>, nodeTypes: NodeTypes) {
  const type = flow.nodes.find(({ id }) => id === node)?.type ?? '';
  const nodeType = nodeTypes.get(type);
  const field = nodeType?.editor.form.find((each) => key === each.key || key.startsWith(`${each.key}.`));
  return field && { field, whole: key === field.key, label: field.label ?? `nodes.${type}.fields.${field.key}` };
}

export { flowItself, otherLanguages };
