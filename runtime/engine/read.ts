import { Flow, flowLimits, flowSchemaVersion, type Issue, type NodeTypes } from '../contract/index.ts';
import { pointerPart, schemaProblems } from './check-schema.ts';
import { upgradedFlow } from './migrate.ts';
import { isLongerThan } from './text.ts';

/** A flow, or why it cannot be read. With a flow `issues` holds warnings only. */
export type ParsedFlow = { flow?: Flow; issues: Issue[] };

/** Objects and lists within one another. A flow of ours has some 10. */
const deepest = 64;
const mostIssues = 100;

const unreadable = (code: string, message: string, more: Partial<Issue> = {}): ParsedFlow => ({
  issues: [{ code, severity: 'error', message, ...more }],
});

/**
 * Reads a flow document, as text or as parsed JSON. Files of an earlier format are brought up to date, and with `nodeTypes` so are
 * the configs of their nodes. Never throws and never changes what it is given.
 */
export function parseFlow(document: unknown, nodeTypes?: NodeTypes): ParsedFlow {
  let value = document;
  if (typeof document === 'string') {
    if (isLongerThan(document, flowLimits.bytes))
      return unreadable('flow.too-large', `A flow has at most ${flowLimits.bytes} bytes.`, {
        params: { max: flowLimits.bytes },
      });
    try {
      value = JSON.parse(document.replace(/^\uFEFF/, ''));
    } catch (error) {
      return notJson(document, error);
    }
  }
  const odd = oddPlace(value);
  if (odd) return odd;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadable('flow.schema-invalid', 'A flow is a JSON object.', { path: '' });

  const { schemaVersion } = value as { schemaVersion?: unknown };
  if (typeof schemaVersion === 'number' && schemaVersion > flowSchemaVersion)
    return unreadable('flow.newer-schema', 'The flow was written by a newer version of this program.', {
      path: '/schemaVersion',
      params: { found: schemaVersion, known: flowSchemaVersion },
    });
  const crowded = crowdedPlace(value as { [name: string]: unknown });
  if (crowded) return crowded;

  const problems = schemaProblems(Flow, value);
  if (problems.length > 0)
    return {
      issues: problems.slice(0, mostIssues).map(({ path, message }) => ({
        code: 'flow.schema-invalid',
        severity: 'error',
        message: `${path || 'The document'} ${message}`,
        path,
      })),
    };
  return nodeTypes ? { flow: upgradedFlow(value as Flow, nodeTypes), issues: [] } : { flow: value as Flow, issues: [] };
}

function notJson(text: string, error: unknown): ParsedFlow {
  if (error instanceof RangeError) return tooDeep('');
  const before = text.slice(0, placeIn(text, error)).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return unreadable('flow.json-invalid', `The text is not JSON: line ${line}, column ${column}.`, {
    params: { line, column },
  });
}

/** Where the parser stopped. It does not always say so: then the shortest beginning that nothing could complete ends there. */
function placeIn(text: string, error: unknown): number {
  const words = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(words)?.[1];
  if (position !== undefined) return Number(position);
  if (/end of/.test(words)) return text.length;
  let [sound, wrong] = [0, text.length];
  while (wrong - sound > 1) {
    const middle = Math.floor((sound + wrong) / 2);
    if (mayGoOn(text.slice(0, middle))) sound = middle;
    else wrong = middle;
  }
  return wrong - 1;
}

function mayGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    return /end of/.test(words) || Number(/position (\d+)/.exec(words)?.[1] ?? -1) === beginning.length;
  }
}

const tooDeep = (path: string): ParsedFlow =>
  unreadable('flow.too-deep', `A flow nests at most ${deepest} deep.`, { path, params: { max: deepest } });

/** Where the document nests too deep, or holds a name that would change what every object is. */
function oddPlace(root: unknown): ParsedFlow | undefined {
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) return tooDeep(path.split('/').slice(0, 8).join('/'));
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      if (name === '__proto__')
        return unreadable('flow.forbidden-key', 'A flow may not hold the key "__proto__".', { path });
      if (typeof inner === 'object')
        waiting.push({ value: inner, path: `${path}/${pointerPart(name)}`, depth: depth + 1 });
    }
  }
  return undefined;
}

/** Lists that are far too long are told of before each of their items is looked at. */
function crowdedPlace(value: { [name: string]: unknown }): ParsedFlow | undefined {
  for (const name of ['nodes', 'edges', 'triggers', 'notes'] as const) {
    const list = value[name];
    if (Array.isArray(list) && list.length > flowLimits[name])
      return unreadable(
        `flow.too-many-${name}`,
        `A flow has at most ${flowLimits[name]} ${name}, this one ${list.length}.`,
        {
          path: `/${name}`,
          params: { max: flowLimits[name], found: list.length },
        },
      );
  }
  return undefined;
}
