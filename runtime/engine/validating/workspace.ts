import type { Flow, Issue, Reference, Trigger } from '../../contract/index.ts';
import type { WorkspaceNames } from '../expressions/scope.ts';
import { fold } from '../text.ts';
import { error, warning, type Inspected } from './issue.ts';

/** What a workspace has beside this flow, as far as it is known: what is not given is not looked at. */
export type WorkspaceView = WorkspaceNames & {
  groups?: readonly string[];
  labels?: readonly string[];
  queues?: readonly string[];
  /** The other flows: whether they answer people, how they begin, and which flows they go on to. */
  flows?: readonly OtherFlow[];
};

export type OtherFlow = {
  id: string;
  name: string;
  published: boolean;
  triggers: readonly Trigger[];
  calls: readonly string[];
};

/** What the flow needs of its workspace and does not find there, and where it gets in another flow's way. */
export function workspaceIssues(flow: Flow, nodes: readonly Inspected[], workspace: WorkspaceView): Issue[] {
  return [
    ...nodes.flatMap((inspected) => referenceIssues(flow, inspected, workspace)),
    ...flow.triggers.flatMap((trigger, index) => triggerGroups(trigger, index, workspace)),
    ...circleIssues(flow, nodes, workspace),
    ...clashes(flow, workspace),
  ];
}

/** The ids of what flows may name, by kind; undefined when nobody knows. */
function known(kind: Reference['kind'], workspace: WorkspaceView): readonly string[] | undefined {
  switch (kind) {
    case 'group':
      return workspace.groups;
    case 'label':
      return workspace.labels;
    case 'queue':
      return workspace.queues;
    case 'secret':
      return workspace.secrets;
    case 'field':
      return workspace.fields;
    default:
      return undefined;
  }
}

function referenceIssues(flow: Flow, { node, path, nodeType, config }: Inspected, workspace: WorkspaceView): Issue[] {
  if (!nodeType || !config) return [];
  return (nodeType.references?.(config) ?? []).flatMap(({ kind, id, path: place }): Issue[] => {
    const at = { node: node.id, path: `${path}/config${place}`, params: { kind, id } };
    if (kind === 'flow') return id === flow.id ? [] : flowIssues(id, at, workspace);
    const ids = known(kind, workspace);
    if (!ids || ids.includes(id)) return [];
    return [warning(`reference.${kind}-unknown`, `There is no ${kind} "${id}" in this workspace.`, at)];
  });
}

function flowIssues(id: string, at: Partial<Issue>, { flows }: WorkspaceView): Issue[] {
  if (!flows) return [];
  const found = flows.find((other) => other.id === id);
  if (!found) return [error('reference.flow-unknown', `There is no flow "${id}".`, at)];
  if (found.published) return [];
  return [warning('reference.flow-unpublished', `The flow "${found.name}" does not answer anybody yet.`, at)];
}

function triggerGroups({ id: trigger, groups }: Trigger, index: number, workspace: WorkspaceView): Issue[] {
  return (['only', 'never'] as const).flatMap((list) =>
    (groups?.[list] ?? []).flatMap((id, place) =>
      !workspace.groups || workspace.groups.includes(id)
        ? []
        : [
            warning('reference.group-unknown', `There is no group "${id}" in this workspace.`, {
              path: `/triggers/${index}/groups/${list}/${place}`,
              params: { kind: 'group', id, trigger },
            }),
          ],
    ),
  );
}

/** Flows that begin one another in a circle: they would go as deep as is allowed, and fail there. */
function circleIssues(flow: Flow, nodes: readonly Inspected[], { flows = [] }: WorkspaceView): Issue[] {
  const calls = new Map(flows.map(({ id, calls: others }) => [id, others]));
  return nodes.flatMap(({ node, path, nodeType, config }) =>
    (config ? (nodeType?.references?.(config) ?? []) : [])
      .filter(({ kind, id }) => kind === 'flow' && nodeType?.resume && leadsTo(flow.id, id, calls))
      .map(({ id }) =>
        warning('subflow.circle', `The flow "${id}" leads back to this one.`, {
          node: node.id,
          path: `${path}/config`,
          params: { id },
        }),
      ),
  );
}

function leadsTo(wanted: string, from: string, calls: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === wanted) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(calls.get(id) ?? []));
  }
  return false;
}

/** Keywords that a published flow answers to as well, for some of the same people: only one of the two will. */
function clashes(flow: Flow, { flows = [] }: WorkspaceView): Issue[] {
  const others = flows.filter(({ id, published }) => published && id !== flow.id);
  return flow.triggers.flatMap((trigger, index) => {
    if (trigger.kind !== 'keyword') return [];
    return trigger.words.flatMap((word, place) =>
      others
        .filter(({ triggers }) => triggers.some((other) => saysSame(trigger, word, other)))
        .map(({ id, name }) =>
          warning('trigger.clash', `The flow "${name}" answers to "${word}" as well.`, {
            path: `/triggers/${index}/words/${place}`,
            params: { trigger: trigger.id, word, flow: id, name },
          }),
        ),
    );
  });
}

type Keyword = Extract<Trigger, { kind: 'keyword' }>;

function saysSame(one: Keyword, word: string, other: Trigger): boolean {
  if (other.kind !== 'keyword' || other.match !== one.match) return false;
  if ((other.priority ?? 0) !== (one.priority ?? 0)) return false;
  const said = (text: string) => (one.match === 'pattern' ? text : fold(text));
  if (!other.words.some((candidate) => said(candidate) === said(word))) return false;
  if (!overlap(one.channels, other.channels)) return false;
  const apart = (only: Keyword, never: Keyword) =>
    only.groups?.only?.length && only.groups.only.every((group) => never.groups?.never?.includes(group));
  return !apart(one, other) && !apart(other, one);
}

/** Lists without which all are meant. */
const overlap = (one: readonly string[] | undefined, other: readonly string[] | undefined): boolean =>
  !one?.length || !other?.length || one.some((item) => other.includes(item));
