import { isError, type Issue } from '../../runtime/contract/index.ts';
import type { Path } from './form.ts';

/** A problem and the place inside the edited thing that it is about; empty is the whole. */
export type FieldIssue = { path: string[]; issue: Issue };

/** A JSON pointer as names. */
export const pointerParts = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));

/** A card's problems by their place in its config. What the whole card is about (a way out, its type) has an empty path. */
export const issuesOfNode = (issues: readonly Issue[], nodeId: string): FieldIssue[] =>
  issues
    .filter(({ node }) => node === nodeId)
    .map((issue) => {
      const [list, , part, ...path] = pointerParts(issue.path ?? '');
      return { path: list === 'nodes' && part === 'config' ? path : [], issue };
    });

/** The problems that stand under a place of the flow, such as `/triggers/2`; paths count from there. */
export function issuesUnder(issues: readonly Issue[], pointer: string): FieldIssue[] {
  const place = pointerParts(pointer);
  return issues.flatMap((issue) => {
    const path = pointerParts(issue.path ?? '');
    return place.every((part, index) => path[index] === part) ? [{ path: path.slice(place.length), issue }] : [];
  });
}

const begins = (path: readonly string[], place: Path): boolean =>
  place.every((part, index) => path[index] === String(part));

/** Those of a place itself and, with `within`, of all that it holds. */
export const issuesAt = (issues: readonly FieldIssue[], place: Path, within: boolean): Issue[] =>
  issues
    .filter(({ path }) => begins(path, place) && (within || path.length === place.length))
    .map(({ issue }) => issue);

/** What an expression's own field says already, and sooner: where it goes wrong. */
export const toldByField = ({ path, issue }: FieldIssue, isCard: boolean): boolean =>
  issue.code.startsWith('expression.') && (!isCard || path.at(-1) === 'expression');

/** Errors before warnings. */
export const worstFirst = (issues: readonly Issue[]): Issue[] =>
  issues.toSorted((one, other) => Number(isError(other)) - Number(isError(one)));

/** Ways out that lead nowhere, apart from all else: a new card has many of them. */
export function withoutOpenPorts(issues: readonly FieldIssue[]): { open: Issue[]; others: FieldIssue[] } {
  const isOpen = ({ issue }: FieldIssue) => issue.code === 'port.open';
  return { open: issues.filter(isOpen).map(({ issue }) => issue), others: issues.filter((each) => !isOpen(each)) };
}
