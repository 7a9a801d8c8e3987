import type {
  Flow,
  FlowNode,
  Issue,
  Json,
  NodeType,
  OutboundContent,
  CheckContent,
  Instant,
} from '../../contract/index.ts';
import { errorPort } from '../../contract/index.ts';
import { pointerPart } from '../check-schema.ts';
import { checkExpressionIn, checkTemplateIn, type ScopeProblem } from '../expressions/check.ts';
import { portKey } from '../flow-index.ts';
import { checkPattern } from '../pattern.ts';
import type { Scope } from '../expressions/scope.ts';
import { hasPlaceholder, templateParts } from '../expressions/template.ts';
import { fixedBy, ofText, type Inspected } from './issue.ts';

/** Tells whether the channel would take a message, and which limits hold. */
export type ContentCheck = { checkContent?: CheckContent; now?: Instant };

/** Which ways out of which cards lead somewhere. */
export const connectedPorts = ({ edges }: Flow): Set<string> =>
  new Set(edges.map(({ from }) => portKey(from.node, from.port)));

/** What is wrong with one card: its form, what its type finds, its texts and expressions, and what a channel would refuse. */
export function nodeIssues(
  { node, path, nodeType, config, problems }: Inspected,
  scope: Scope,
  connected: ReadonlySet<string>,
  options: ContentCheck,
): Issue[] {
  if (!nodeType || !config) return problems;
  const own = (nodeType.check?.(config) ?? []).map((issue) => ({
    ...issue,
    node: node.id,
    path: `${path}/config${issue.path ?? ''}`,
  }));
  const { templates, expressions, patterns = [], secrets = false } = nodeType.texts;
  const inTexts = (keys: readonly string[], check: (text: string) => readonly ScopeProblem[]) =>
    keys.flatMap((key) =>
      textsAt(config, key).flatMap(({ text, place }) => {
        const at = { node: node.id, path: `${path}/config${pointerOf(place)}` };
        return check(text).map((problem) => spelled(ofText(problem, at), node, place, text));
      }),
    );
  // A value that is missing leaves by the error port, where one is drawn.
  const fallbacks = !connected.has(portKey(node.id, errorPort.id));
  const texts = [
    ...inTexts(templates, (text) => checkTemplateIn(text, scope, { secrets, fallbacks })),
    ...inTexts(expressions, (text) => checkExpressionIn(text, scope)),
    ...inTexts(patterns, patternProblems),
  ];
  const unreadable = texts.some(({ severity }) => severity === 'error');
  const contents = unreadable ? [] : contentIssues(nodeType, config, options);
  return [
    ...own,
    ...texts,
    ...contents.map((issue) => ({ ...issue, node: node.id, path: `${path}/config${placeIn(config, issue.path)}` })),
  ];
}

/** A misspelt name with the edit that spells it as it was meant. */
function spelled(issue: Issue, node: FlowNode, place: readonly (string | number)[], text: string): Issue {
  const { suggestion, name, position } = issue.params ?? {};
  if (issue.code !== 'expression.misspelt' || typeof suggestion !== 'string' || typeof name !== 'string') return issue;
  const at = typeof position === 'number' ? text.indexOf(name, position) : -1;
  if (at < 0) return issue;
  const after = `${text.slice(0, at)}${suggestion}${text.slice(at + name.length)}`;
  return {
    ...issue,
    ...fixedBy('spell', [{ op: 'set', kind: 'node', id: node.id, path: ['config', ...place], before: text, after }]),
  };
}

const pointerOf = (place: readonly (string | number)[]): string =>
  place.map((part) => `/${pointerPart(String(part))}`).join('');

/** Most cards name the parts of their message as the message does; where one does not, the whole card is meant. */
function placeIn(config: Json, pointer = ''): string {
  let at: Json | undefined = config;
  for (const part of pointer.split('/').slice(1))
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? (at as { [name: string]: Json })[part]
        : undefined;
  return at === undefined ? '' : pointer;
}

function patternProblems(pattern: string): ScopeProblem[] {
  const message = checkPattern(pattern);
  if (message === null) return [];
  const params = { reason: message };
  return [{ code: 'pattern.invalid', severity: 'error', message, position: 0, length: pattern.length, params }];
}

/** The strings of a config at a key such as `buttons.*.title`, each with its place. */
export function textsAt(config: Json, key: string): { text: string; place: (string | number)[] }[] {
  let found: { value: Json | undefined; place: (string | number)[] }[] = [{ value: config, place: [] }];
  for (const name of key.split('.')) {
    found = found.flatMap(({ value, place }) => {
      if (typeof value !== 'object' || value === null) return [];
      const names = name === '*' ? Object.keys(value) : Object.hasOwn(value, name) ? [name] : [];
      return names.map((part) => ({
        value: (value as { [name: string]: Json })[part],
        place: [...place, Array.isArray(value) ? Number(part) : part],
      }));
    });
  }
  return found.flatMap(({ value, place }) => (typeof value === 'string' ? [{ text: value, place }] : []));
}

/** Says the channel that something is too much: then what stands fixed in a text is too much already. */
const tooMuch = /too-(long|many|large)$/;

/** What the channel would say to the card's message. Of texts with `{{ }}` only what stands fixed is known. */
export function contentIssues(
  nodeType: NodeType,
  config: FlowNode['config'],
  { checkContent, now }: ContentCheck,
): Omit<Issue, 'node'>[] {
  if (!checkContent || now === undefined) return [];
  const preview = nodeType.editor.preview(config);
  if (!preview) return [];
  const fixed = fixedParts(preview as unknown as Json) as unknown as OutboundContent;
  const computed = JSON.stringify(preview) !== JSON.stringify(fixed);
  // Where anything is computed, whatever is missing, repeated or malformed may come right when it is filled.
  return checkContent(fixed, now).filter(({ code }) => !computed || tooMuch.test(code));
}

function fixedParts(value: Json): Json {
  if (typeof value === 'string') {
    if (!hasPlaceholder(value)) return value;
    return templateParts(value)
      .parts.map((part) => ('words' in part ? part.words : ''))
      .join('');
  }
  if (Array.isArray(value)) return value.map(fixedParts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fixedParts(inner)]));
}
