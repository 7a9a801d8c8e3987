import type { Flow, Issue } from '../../contract/index.ts';
import { isTimeZone } from '../dates/zone.ts';
import { portKey } from '../flow-index.ts';
import { error, fixedBy, withoutEdge, type Inspected } from './issue.ts';

/** Ids that stand twice in a list of the flow. */
export function duplicates(flow: Flow): Issue[] {
  const issues: Issue[] = [];
  for (const list of ['nodes', 'edges', 'triggers', 'notes', 'variables', 'tests'] as const) {
    const seen = new Set<string>();
    (flow[list] ?? []).forEach((element, index) => {
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

/** Edges that begin or end nowhere, or at a way out that is taken. */
export function edgeIssues(flow: Flow, nodes: readonly Inspected[]): Issue[] {
  const known = new Map(nodes.map((inspected) => [inspected.node.id, inspected]));
  const taken = new Set<string>();
  return flow.edges.flatMap((edge, index): Issue[] => {
    const { id, from, to } = edge;
    const fix = fixedBy('remove-edge', [withoutEdge(edge, index)]);
    const path = `/edges/${index}`;
    const source = known.get(from.node);
    const issues: Issue[] = [];
    if (!source)
      issues.push(
        error('edge.from-unknown', `The edge "${id}" begins at "${from.node}", which is no card.`, {
          path: `${path}/from/node`,
          params: { edge: id, node: from.node },
          ...fix,
        }),
      );
    else if (source.ports && !source.ports.some((port) => port.id === from.port))
      issues.push(
        error('edge.port-unknown', `The card "${from.node}" has no way out "${from.port}".`, {
          node: from.node,
          path: `${path}/from/port`,
          params: { edge: id, port: from.port },
          ...fix,
        }),
      );
    if (!known.has(to))
      issues.push(
        error('edge.to-unknown', `The edge "${id}" leads to "${to}", which is no card.`, {
          path: `${path}/to`,
          params: { edge: id, node: to },
          ...fix,
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
          ...fix,
        }),
      );
    taken.add(key);
    return issues;
  });
}

/** Cards that go on at a card that is gone. */
export function targetIssues(nodes: readonly Inspected[]): Issue[] {
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

/** A flow without cards, that begins at none, or whose clocks are of no zone. */
export function settingsIssues(flow: Flow): Issue[] {
  return [...startIssues(flow), ...zoneIssues(flow)];
}

function zoneIssues({ settings: { timeZone } }: Flow): Issue[] {
  if (timeZone === undefined || isTimeZone(timeZone)) return [];
  const at = { path: '/settings/timeZone', params: { timeZone } };
  return [error('time-zone.unknown', `There is no time zone "${timeZone}".`, at)];
}

function startIssues({ settings: { start }, nodes }: Flow): Issue[] {
  if (nodes.length === 0) return [error('flow.empty', 'The flow has no cards.', { path: '/nodes' })];
  if (start === undefined || nodes.some(({ id }) => id === start)) return [];
  return [
    error('flow.start-unknown', `The flow begins at "${start}", which is no card.`, {
      path: '/settings/start',
      params: { node: start },
      ...fixedBy('default-start', [
        { op: 'set', kind: 'flow', id: 'flow', path: ['settings', 'start'], before: start },
      ]),
    }),
  ];
}
