import type { Flow, FlowNode, Json } from '../../contract/index.ts';

/**
 * The languages in which a flow may speak to somebody, the best first: their own as it is (`pt-BR`), without its region (`pt`), any of
 * its regions, the workspace's, and the one that the flow is written in.
 */
export function languageChain(
  flow: Pick<Flow, 'languages'>,
  contact: string | null,
  workspace?: string,
): readonly [string, ...string[]] {
  const written = flow.languages[0] ?? 'es';
  const chain = [contact, workspace].flatMap((wanted) => (wanted ? matching(flow.languages, wanted) : []));
  return [...new Set([...chain, written])] as [string, ...string[]];
}

const base = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';

function matching(languages: readonly string[], wanted: string): string[] {
  const exact = languages.filter((language) => language.toLowerCase() === wanted.toLowerCase().replace('_', '-'));
  const plain = languages.filter((language) => language.toLowerCase() === base(wanted.replace('_', '-')));
  const kin = languages.filter((language) => base(language) === base(wanted.replace('_', '-')));
  return [...exact, ...plain, ...kin];
}

/** The nodes of a flow in a language, each made once as long as the flow is in memory. */
const localized = new WeakMap<Flow, Map<string, Map<string, FlowNode>>>();

/** A node with its texts in the first language of the chain that has them; the node itself where nothing is translated. */
export function localizedNode(flow: Flow, node: FlowNode, chain: readonly string[]): FlowNode {
  const written = flow.languages[0] ?? '';
  const [spoken = written] = chain;
  if (!flow.translations || spoken === written) return node;
  let byLanguage = localized.get(flow);
  if (!byLanguage) localized.set(flow, (byLanguage = new Map()));
  const key = chain.join(' ');
  let nodes = byLanguage.get(key);
  if (!nodes) byLanguage.set(key, (nodes = new Map()));
  let made = nodes.get(node.id);
  if (!made) nodes.set(node.id, (made = inLanguages(flow, node, chain.slice(0, chain.indexOf(written)))));
  return made;
}

/** From the least to the most wanted language, so that the best one stands in the end. */
function inLanguages({ translations = {} }: Flow, node: FlowNode, chain: readonly string[]): FlowNode {
  let config: Json = node.config;
  for (const language of chain.toReversed())
    for (const [key, text] of Object.entries(textsOf(translations, language, node.id)))
      if (text !== '') config = withText(config, key.split('.'), text);
  return config === node.config ? node : { ...node, config: config as FlowNode['config'] };
}

function textsOf(
  translations: NonNullable<Flow['translations']>,
  language: string,
  node: string,
): { [key: string]: string } {
  const nodes = Object.hasOwn(translations, language) ? translations[language] : undefined;
  return (nodes && Object.hasOwn(nodes, node) ? nodes[node] : undefined) ?? {};
}

/** A value with another text at a place; the same value when no text stands there. */
function withText(value: Json, [part, ...rest]: readonly string[], text: string): Json {
  if (part === undefined) return typeof value === 'string' ? text : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const at = itemAt(value, part);
    const item = value[at];
    if (item === undefined) return value;
    const next = withText(item, rest, text);
    return next === item ? value : value.with(at, next);
  }
  const inner = Object.hasOwn(value, part) ? value[part] : undefined;
  if (inner === undefined) return value;
  const next = withText(inner, rest, text);
  return next === inner ? value : { ...value, [part]: next };
}

const itemAt = (items: readonly Json[], part: string): number => {
  const byId = items.findIndex(
    (item) => typeof item === 'object' && item !== null && !Array.isArray(item) && item['id'] === part,
  );
  return byId >= 0 || !/^\d{1,4}$/.test(part) ? byId : Number(part);
};

/** A text of the flow itself, such as `failureText`, in the first language of the chain that has it. */
export function localizedSetting(flow: Flow, key: 'failureText', chain: readonly string[]): string | undefined {
  const written = flow.languages[0] ?? '';
  for (const language of chain) {
    if (language === written) break;
    const text = textsOf(flow.translations ?? {}, language, '$flow')[key];
    if (text) return text;
  }
  return flow.settings[key];
}
