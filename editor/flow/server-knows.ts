import type { Flow, Issue } from '../../runtime/contract/index.ts';

/** An issue that the page cannot find itself, and the part of the flow that it is of: it holds until that part is another. */
export type Told = { issue: Issue; list: Listed | null; part: unknown };

type Listed = 'nodes' | 'triggers';

/** What the server found in a flow that the flow itself does not show: it also asks the channels and knows the workspace. */
export function onlyFromServer(flow: Flow, own: readonly Issue[], found: readonly Issue[]): Told[] {
  const known = new Set(own.map(keyOf));
  return found
    .filter((issue) => !known.has(keyOf(issue)))
    .flatMap((issue): Told[] => {
      const { node } = issue;
      const trigger = /^\/triggers\/(\d+)/.exec(issue.path ?? '')?.[1];
      const list = node !== undefined ? 'nodes' : trigger !== undefined ? 'triggers' : null;
      const part =
        node !== undefined
          ? flow.nodes.find(({ id }) => id === node)
          : trigger !== undefined
            ? flow.triggers[Number(trigger)]
            : flow[topOf(issue)];
      return part === undefined ? [] : [{ issue, list, part }];
    });
}

/** What still holds of a flow that has changed since, at the places where its parts stand now. */
export function stillTold(flow: Flow, told: readonly Told[]): Issue[] {
  const places = new Map<unknown, number>();
  for (const list of ['nodes', 'triggers'] as const)
    for (const [index, part] of flow[list].entries()) places.set(part, index);
  return told.flatMap(({ issue, list, part }): Issue[] => {
    if (list === null) return flow[topOf(issue)] === part ? [issue] : [];
    const index = places.get(part);
    if (index === undefined) return [];
    return [
      { ...issue, ...(issue.path !== undefined && { path: issue.path.replace(/^\/(\w+)\/\d+/, `/$1/${index}`) }) },
    ];
  });
}

const keyOf = ({ code, node = '', path = '', params = {} }: Issue): string =>
  JSON.stringify([code, node, path, params]);

const tops = ['settings', 'variables', 'languages', 'translations', 'edges', 'tests'] as const;
const topOf = ({ path = '' }: Issue): (typeof tops)[number] | 'nodes' =>
  tops.find((top) => path === `/${top}` || path.startsWith(`/${top}/`)) ?? 'nodes';
