import { isError, type Flow, type Issue } from '../../runtime/contract/index.ts';

/** Where a problem is mended: a card, a trigger or the flow's settings, with the place inside as a JSON pointer. */
export type Target =
  | { kind: 'node'; id: string; path: string }
  | { kind: 'trigger'; id: string; path: string }
  | { kind: 'settings'; path: string }
  | { kind: 'canvas' };

/** A line of the problems panel; ways out of one card that lead nowhere share a line. */
export type ProblemRow = {
  key: string;
  issues: [Issue, ...Issue[]];
  isError: boolean;
  target: Target;
};

/** What a channel says of a place that its card's own check has named already says nothing new: a text that is missing. */
export function withoutRepeats(issues: readonly Issue[]): Issue[] {
  const own = issues.filter((issue) => !isOfChannel(issue)).map(placeOf);
  const isToldAlready = (issue: Issue): boolean =>
    isOfChannel(issue) &&
    sayMissing.test(issue.code) &&
    own.some((place) => `${place}/`.startsWith(`${placeOf(issue)}/`));
  return issues.filter((issue) => !isToldAlready(issue));
}

/** The channels' codes begin with their name: `whatsapp.body-too-long`. */
export const isOfChannel = ({ code }: Issue): boolean => code.startsWith('whatsapp.');

const sayMissing = /-(?:empty|none|missing)$|link-invalid$/;
const placeOf = ({ node = '', path = '' }: Issue): string => `${node} ${path}`;

/** The problems of a flow, errors first, else in the document's order. */
export function problemRows(flow: Flow, found: readonly Issue[]): ProblemRow[] {
  const issues = withoutRepeats(found);
  const rows: ProblemRow[] = [];
  const open = new Map<string, ProblemRow>();
  for (const [index, issue] of issues.entries()) {
    const together = issue.code === 'port.open' && issue.node !== undefined ? open.get(issue.node) : undefined;
    if (together) {
      together.issues.push(issue);
      continue;
    }
    const row: ProblemRow = {
      key: `${index} ${issue.code}`,
      issues: [issue],
      isError: isError(issue),
      target: targetOf(flow, issue),
    };
    if (issue.code === 'port.open' && issue.node !== undefined) open.set(issue.node, row);
    rows.push(row);
  }
  return rows.toSorted((one, other) => Number(other.isError) - Number(one.isError));
}

/** The index and the rest of a pointer such as `/nodes/3/config/body`. */
function listPlace({ path = '' }: Issue, list: string): { index: number; rest: string } | undefined {
  const found = new RegExp(`^/${list}/(\\d+)(/.*)?$`).exec(path);
  return found ? { index: Number(found[1]), rest: found[2] ?? '' } : undefined;
}

function targetOf(flow: Flow, issue: Issue): Target {
  const inNode = listPlace(issue, 'nodes');
  const node = issue.node ?? flow.nodes[inNode?.index ?? -1]?.id;
  if (node !== undefined) return { kind: 'node', id: node, path: inNode?.rest ?? '' };
  const inTrigger = listPlace(issue, 'triggers');
  const trigger = flow.triggers[inTrigger?.index ?? -1];
  if (inTrigger && trigger) return { kind: 'trigger', id: trigger.id, path: inTrigger.rest };
  const { path = '' } = issue;
  if (/^\/(settings|variables|languages|name)\b/.test(path)) return { kind: 'settings', path };
  const edge = flow.edges[listPlace(issue, 'edges')?.index ?? -1];
  const end = flow.nodes.find(({ id }) => id === edge?.from.node || id === edge?.to);
  return end ? { kind: 'node', id: end.id, path: '' } : { kind: 'canvas' };
}
