import type { Flow, Issue, Json, NodeTypes } from '../../contract/index.ts';
import { checkTemplateIn } from '../expressions/check.ts';
import { localizedNode } from '../languages/localize.ts';
import type { Scope } from '../expressions/scope.ts';
import { flowItself, flowTexts, otherLanguages, translationOf, withoutOrphans } from '../languages/translations.ts';
import { error, fixedBy, ofText, warning, type Inspected } from './issue.ts';
import { contentIssues, type ContentCheck } from './nodes.ts';

/** What is wrong with a flow in its other languages: texts that are missing, do not fit, or belong to nothing any more. */
export function languageIssues(
  flow: Flow,
  nodes: readonly Inspected[],
  nodeTypes: NodeTypes,
  scope: Scope,
  options: ContentCheck,
): Issue[] {
  const languages = otherLanguages(flow);
  return [
    ...duplicateLanguages(flow),
    ...(languages.length > 0 ? missing(flow, nodes, nodeTypes) : []),
    ...(languages.length > 0 ? unfit(flow, nodes, scope, options) : []),
    ...orphans(flow, nodeTypes),
  ];
}

const duplicateLanguages = ({ languages }: Flow): Issue[] =>
  languages.flatMap((language, index) =>
    languages.indexOf(language) === index
      ? []
      : [
          error('language.duplicate', `The language "${language}" stands twice.`, {
            path: `/languages/${index}`,
            params: { language },
          }),
        ],
  );

/** One issue for a card and language, however many of its texts are missing. */
function missing(flow: Flow, nodes: readonly Inspected[], nodeTypes: NodeTypes): Issue[] {
  const paths = new Map(nodes.map(({ node, path }) => [node.id, path]));
  const counts = new Map<string, { node: string; language: string; count: number; all: number }>();
  for (const text of flowTexts(flow, nodeTypes))
    for (const language of otherLanguages(flow)) {
      const key = `${text.node} ${language}`;
      const known = counts.get(key) ?? { node: text.node, language, count: 0, all: 0 };
      known.all += 1;
      if (translationOf(flow, language, text) === undefined) known.count += 1;
      counts.set(key, known);
    }
  return [...counts.values()].flatMap(({ node, language, count }) => {
    if (count === 0) return [];
    const at =
      node === flowItself ? { path: '/settings/failureText' } : { node, path: `${paths.get(node) ?? ''}/config` };
    return [
      warning('translation.missing', `${count} of its texts are not there in "${language}".`, {
        ...at,
        params: { language, count },
      }),
    ];
  });
}

/** Translations whose `{{ }}` are wrong, or that make a message which the channel would refuse. */
function unfit(flow: Flow, nodes: readonly Inspected[], scope: Scope, options: ContentCheck): Issue[] {
  return nodes.flatMap(({ node, path, nodeType, config }) =>
    otherLanguages(flow).flatMap((language): Issue[] => {
      const texts = flow.translations?.[language]?.[node.id];
      if (!texts || !nodeType || !config) return [];
      const at = { node: node.id, path: `${path}/config`, params: { language } };
      const wrong = Object.values(texts).flatMap((text) =>
        checkTemplateIn(text, scope)
          .filter(({ severity }) => severity === 'error')
          .map((problem) => ofText(problem, at)),
      );
      if (wrong.length > 0) return wrong;
      const written = new Set(
        contentIssues(nodeType, config, options).map(({ code, path: place }) => `${code} ${place}`),
      );
      const spoken = localizedNode(flow, { ...node, config }, [language, flow.languages[0] ?? '']);
      return contentIssues(nodeType, spoken.config, options)
        .filter(({ code, path: place }) => !written.has(`${code} ${place}`))
        .map((issue) => ({ ...issue, ...at, params: { ...issue.params, language } }));
    }),
  );
}

function orphans(flow: Flow, nodeTypes: NodeTypes): Issue[] {
  const kept = withoutOrphans(flow, nodeTypes);
  if (kept === flow.translations) return [];
  return [
    warning('translation.orphaned', 'There are translations of texts that are no longer there.', {
      path: '/translations',
      ...fixedBy('drop-translations', [
        {
          op: 'set',
          kind: 'flow',
          id: 'flow',
          path: ['translations'],
          before: flow.translations as Json,
          after: kept as Json,
        },
      ]),
    }),
  ];
}
