import type {
  CheckContent,
  Flow,
  FlowNode,
  Instant,
  Issue,
  Json,
  NodeType,
  NodeTypes,
  OutboundContent,
  Port,
  Trigger,
} from '../contract/index.ts';
import { pointerPart, schemaProblems } from './check-schema.ts';
import { checkExpression, type ExpressionProblem } from './expression.ts';
import { portKey } from './flow-index.ts';
import { upgradedConfig } from './migrate.ts';
import { checkPattern } from './pattern.ts';
import { checkTemplate, hasPlaceholder, templateParts } from './template.ts';
import { fold } from './text.ts';

export type ValidateOptions = {
  /** Tells whether the channel would take a message; without it contents are not checked. */
  checkContent?: CheckContent;
  /** Which limits hold; needed with `checkContent`. */
  now?: Instant;
};

/**
 * Everything that is wrong with a flow, in the order of the document: errors forbid publishing, warnings do not. Never throws. An unknown
 * node type is kept and told of. Paths are JSON pointers into the flow.
 */
export function validateFlow(flow: Flow, nodeTypes: NodeTypes, options: ValidateOptions = {}): Issue[] {
  const nodes = flow.nodes.map((node, index) => inspected(node, index, nodeTypes));
  return [
    ...duplicates(flow),
    ...nodes.flatMap((node) => nodeIssues(node, options)),
    ...edgeIssues(flow, nodes),
    ...triggerIssues(flow),
    ...settingsIssues(flow),
    ...targetIssues(nodes),
    ...shapeIssues(flow, nodes),
  ];
}

const error = (code: string, message: string, more: Partial<Issue> = {}): Issue => ({
  code,
  severity: 'error',
  message,
  ...more,
});
const warning = (code: string, message: string, more: Partial<Issue> = {}): Issue => ({
  ...error(code, message, more),
  severity: 'warning',
});

/** A node with what its type says about it. Without `config` nothing more can be said than `problems`. */
type Inspected = {
  node: FlowNode;
  path: string;
  nodeType?: NodeType;
  config?: FlowNode['config'];
  /** Undefined when they cannot be known: any edge may be right then. */
  ports?: Port[];
  problems: Issue[];
};

function inspected(node: FlowNode, index: number, nodeTypes: NodeTypes): Inspected {
  const path = `/nodes/${index}`;
  const at = { node: node.id, path };
  const nodeType = nodeTypes.get(node.type);
  if (!nodeType) {
    const message = `There is no node type "${node.type}".`;
    return { node, path, problems: [error('node.unknown', message, { ...at, params: { type: node.type } })] };
  }
  const upgraded = upgradedConfig(node, nodeType);
  if (!('config' in upgraded)) {
    const params = { type: node.type, version: node.version };
    const problem =
      'newer' in upgraded
        ? error('node.newer', `A newer program wrote this card (version ${node.version}).`, { ...at, params })
        : error('node.not-upgradable', `Version ${node.version} of this card cannot be read any more.`, {
            ...at,
            params,
          });
    return { node, path, nodeType, problems: [problem] };
  }
  const { config } = upgraded;
  const problems = schemaProblems(nodeType.config, config).map(({ path: inner, message }) =>
    error('node.config-invalid', `${inner || 'The config'} ${message}`, {
      node: node.id,
      path: `${path}/config${inner}`,
      params: { reason: message },
    }),
  );
  if (problems.length > 0) return { node, path, nodeType, problems };
  return { node, path, nodeType, config, ports: nodeType.ports(config), problems };
}

function nodeIssues({ node, path, nodeType, config, problems }: Inspected, options: ValidateOptions): Issue[] {
  if (!nodeType || !config) return problems;
  const own = (nodeType.check?.(config) ?? []).map((issue) => ({
    ...issue,
    node: node.id,
    path: `${path}/config${issue.path ?? ''}`,
  }));
  const { templates, expressions, patterns = [] } = nodeType.texts;
  const inTexts = (keys: readonly string[], check: (text: string) => ExpressionProblem | null) =>
    keys.flatMap((key) =>
      textsAt(config, key).flatMap(({ text, pointer }) => {
        const problem = check(text);
        return problem ? [textIssue(problem, text, { node: node.id, path: `${path}/config${pointer}` })] : [];
      }),
    );
  const texts = [
    ...inTexts(templates, checkTemplate),
    ...inTexts(expressions, checkExpression),
    ...inTexts(patterns, patternProblem),
  ];
  const contents = texts.length > 0 ? [] : contentIssues(nodeType, config, options);
  return [
    ...own,
    ...texts,
    ...contents.map((issue) => ({ ...issue, node: node.id, path: `${path}/config${placeIn(config, issue.path)}` })),
  ];
}

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

function patternProblem(pattern: string): ExpressionProblem | null {
  const message = checkPattern(pattern);
  return message === null ? null : { code: 'pattern.invalid', message, position: 0 };
}

const textIssue = ({ code, message, position }: ExpressionProblem, text: string, at: Partial<Issue>): Issue =>
  error(code, `${message} (character ${position + 1})`, {
    ...at,
    params: { position, reason: message, length: text.length },
  });

/** The strings of a config at a key such as `buttons.*.title`, each with its JSON pointer. */
function textsAt(config: Json, key: string): { text: string; pointer: string }[] {
  let found: { value: Json | undefined; pointer: string }[] = [{ value: config, pointer: '' }];
  for (const name of key.split('.')) {
    found = found.flatMap(({ value, pointer }) => {
      if (typeof value !== 'object' || value === null) return [];
      const names = name === '*' ? Object.keys(value) : Object.hasOwn(value, name) ? [name] : [];
      return names.map((part) => ({
        value: (value as { [name: string]: Json })[part],
        pointer: `${pointer}/${pointerPart(part)}`,
      }));
    });
  }
  return found.flatMap(({ value, pointer }) => (typeof value === 'string' ? [{ text: value, pointer }] : []));
}

/** Says the channel that something is too much: then what stands fixed in a text is too much already. */
const tooMuch = /too-(long|many|large)$/;

/** What the channel would say to the card's message. Of texts with `{{ }}` only what stands fixed is known. */
function contentIssues(
  nodeType: NodeType,
  config: FlowNode['config'],
  { checkContent, now }: ValidateOptions,
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

function duplicates(flow: Flow): Issue[] {
  const issues: Issue[] = [];
  for (const list of ['nodes', 'edges', 'triggers', 'notes', 'variables'] as const) {
    const seen = new Set<string>();
    flow[list].forEach((element, index) => {
      const id = 'id' in element ? element.id : element.name;
      if (seen.has(id))
        issues.push(
          error(`${list.slice(0, -1)}.duplicate-id`, `"${id}" stands twice among the ${list}.`, {
            path: `/${list}/${index}`,
            params: { id },
            ...(list === 'nodes' && { node: id }),
          }),
        );
      seen.add(id);
    });
  }
  return issues;
}

function edgeIssues(flow: Flow, nodes: readonly Inspected[]): Issue[] {
  const known = new Map(nodes.map((inspected) => [inspected.node.id, inspected]));
  const taken = new Set<string>();
  return flow.edges.flatMap(({ id, from, to }, index): Issue[] => {
    const path = `/edges/${index}`;
    const source = known.get(from.node);
    const issues: Issue[] = [];
    if (!source)
      issues.push(
        error('edge.from-unknown', `The edge "${id}" begins at "${from.node}", which is no card.`, {
          path: `${path}/from/node`,
          params: { edge: id, node: from.node },
        }),
      );
    else if (source.ports && !source.ports.some((port) => port.id === from.port))
      issues.push(
        error('edge.port-unknown', `The card "${from.node}" has no way out "${from.port}".`, {
          node: from.node,
          path: `${path}/from/port`,
          params: { edge: id, port: from.port },
        }),
      );
    if (!known.has(to))
      issues.push(
        error('edge.to-unknown', `The edge "${id}" leads to "${to}", which is no card.`, {
          path: `${path}/to`,
          params: { edge: id, node: to },
          ...(source && { node: from.node }),
        }),
      );
    const key = portKey(from.node, from.port);
    if (taken.has(key))
      issues.push(
        error('edge.duplicate-port', `Two edges leave "${from.node}" by "${from.port}".`, {
          node: from.node,
          path,
          params: { edge: id, port: from.port },
        }),
      );
    taken.add(key);
    return issues;
  });
}

/** Cards that go on at a card that is gone. */
function targetIssues(nodes: readonly Inspected[]): Issue[] {
  const known = new Set(nodes.map(({ node }) => node.id));
  return nodes.flatMap(({ node, path, nodeType, config }) =>
    ((config && nodeType?.targets?.(config)) ?? [])
      .filter((target) => !known.has(target))
      .map((target) =>
        error('node.target-unknown', `The card goes on at "${target}", which is no card.`, {
          node: node.id,
          path: `${path}/config`,
          params: { target },
        }),
      ),
  );
}

function triggerIssues(flow: Flow): Issue[] {
  const ids = new Set(flow.nodes.map(({ id }) => id));
  const said = new Map<string, string>();
  return flow.triggers.flatMap((trigger, index): Issue[] => {
    const path = `/triggers/${index}`;
    const lost =
      trigger.to !== undefined && !ids.has(trigger.to)
        ? [
            error('trigger.to-unknown', `The trigger "${trigger.id}" leads to "${trigger.to}", which is no card.`, {
              path: `${path}/to`,
              params: { trigger: trigger.id, node: trigger.to },
            }),
          ]
        : [];
    return [...lost, ...wordIssues(trigger, path, said), ...callIssues(trigger, path)];
  });
}

/** Patterns that are none, words that say nothing, and words that another trigger of the same kind and channels has already. */
function wordIssues(trigger: Trigger, path: string, said: Map<string, string>): Issue[] {
  if (trigger.kind !== 'keyword') return [];
  const { id, match, words, channels = [] } = trigger;
  return words.flatMap((word, index): Issue[] => {
    const at = { path: `${path}/words/${index}`, params: { trigger: id, word } };
    if (match === 'pattern') {
      const reason = checkPattern(word);
      if (reason !== null)
        return [error('pattern.invalid', reason, { ...at, params: { trigger: id, word, reason, position: 0 } })];
    } else if (fold(word) === '') return [error('trigger.word-empty', `"${word}" has nothing to compare.`, at)];
    const key = JSON.stringify([match, match === 'pattern' ? word : fold(word), channels.toSorted()]);
    const other = said.get(key);
    said.set(key, id);
    return other === undefined
      ? []
      : [warning('trigger.duplicate-word', `"${word}" stands twice among the keywords.`, at)];
  });
}

function callIssues(trigger: Trigger, path: string): Issue[] {
  if (trigger.kind !== 'webhook') return [];
  const sources: [string, string][] = [
    ['/contact', trigger.contact],
    ...Object.entries(trigger.variables ?? {}).map(([name, source]): [string, string] => [
      `/variables/${pointerPart(name)}`,
      source,
    ]),
  ];
  return sources.flatMap(([pointer, source]) => {
    const problem = checkExpression(source);
    return problem ? [textIssue(problem, source, { path: `${path}${pointer}` })] : [];
  });
}

function settingsIssues({ settings: { start }, nodes }: Flow): Issue[] {
  if (nodes.length === 0) return [error('flow.empty', 'The flow has no cards.', { path: '/nodes' })];
  if (start === undefined || nodes.some(({ id }) => id === start)) return [];
  return [
    error('flow.start-unknown', `The flow begins at "${start}", which is no card.`, {
      path: '/settings/start',
      params: { node: start },
    }),
  ];
}

/** What only the whole drawing shows: cards nobody reaches, ways out that lead nowhere, circles in which nobody is waited for. */
function shapeIssues(flow: Flow, nodes: readonly Inspected[]): Issue[] {
  const targets = new Map<string, string[]>();
  const connected = new Set<string>();
  for (const { from, to } of flow.edges) {
    connected.add(portKey(from.node, from.port));
    const list = targets.get(from.node);
    if (list) list.push(to);
    else targets.set(from.node, [to]);
  }
  for (const { node, nodeType, config } of nodes) {
    const jumps = (config && nodeType?.targets?.(config)) ?? [];
    if (jumps.length > 0) targets.set(node.id, [...(targets.get(node.id) ?? []), ...jumps]);
  }
  const starts = [
    flow.settings.start ?? flow.nodes[0]?.id,
    ...flow.triggers.flatMap(({ to }) => (to === undefined ? [] : [to])),
  ].filter((id) => id !== undefined);
  const reached = reachedFrom(starts, targets);
  const circling = circles(nodes, targets);
  return nodes.flatMap(({ node: { id }, path, ports = [] }): Issue[] => [
    ...(reached.has(id) ? [] : [warning('node.unreachable', 'No way leads to this card.', { node: id, path })]),
    ...ports
      .filter((port) => !connected.has(portKey(id, port.id)))
      .map((port) =>
        warning('port.open', `The way out "${port.id}" leads nowhere: the conversation ends there.`, {
          node: id,
          path,
          params: { port: port.id, label: port.label, literal: port.literal ?? false, kind: port.kind ?? 'normal' },
        }),
      ),
    ...(circling.has(id)
      ? [warning('loop.without-wait', 'The card is in a circle in which nobody is waited for.', { node: id, path })]
      : []),
  ]);
}

function reachedFrom(starts: readonly string[], targets: ReadonlyMap<string, string[]>): Set<string> {
  const reached = new Set(starts);
  const waiting = [...starts];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
    for (const to of targets.get(id) ?? [])
      if (!reached.has(to)) {
        reached.add(to);
        waiting.push(to);
      }
  return reached;
}

/**
 * The cards of circles in which none waits. Cards are taken away as long as nothing leads to them or nothing leads on; what remains
 * are circles and what lies between them.
 */
function circles(nodes: readonly Inspected[], targets: ReadonlyMap<string, string[]>): Set<string> {
  const inside = new Set(nodes.filter(({ nodeType }) => nodeType && !nodeType.resume).map(({ node }) => node.id));
  const ways = [...inside].flatMap((from) =>
    (targets.get(from) ?? []).filter((to) => inside.has(to)).map((to) => ({ from, to })),
  );
  const strip = (near: 'from' | 'to', far: 'from' | 'to'): void => {
    const counts = new Map([...inside].map((id) => [id, 0]));
    const leading = new Map<string, string[]>();
    for (const way of ways) {
      if (!inside.has(way.from) || !inside.has(way.to)) continue;
      counts.set(way[far], (counts.get(way[far]) ?? 0) + 1);
      const list = leading.get(way[near]);
      if (list) list.push(way[far]);
      else leading.set(way[near], [way[far]]);
    }
    const waiting = [...inside].filter((id) => counts.get(id) === 0);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      inside.delete(id);
      for (const other of leading.get(id) ?? []) {
        const left = (counts.get(other) ?? 0) - 1;
        counts.set(other, left);
        if (left === 0) waiting.push(other);
      }
    }
  };
  strip('from', 'to');
  strip('to', 'from');
  return inside;
}
