import type { Diagnostic } from '@codemirror/lint';
import { hoverTooltip, type Tooltip } from '@codemirror/view';
import {
  checkExpressionIn,
  checkTemplateIn,
  type ScopeProblem,
  type TemplateOptions,
} from '../../../runtime/engine/index.ts';
import { issueText, type Words } from '../../flow/issue-text.ts';
import type { Scope } from '../scope.ts';
import { spotAt } from './chips.ts';
import { functionHelp, helpElement, nameHelp, wordAt } from './function-help.ts';

export type CodeWorld = { scope: Scope; t: Words; texts?: TemplateOptions | undefined };

const diagnostic = (problem: ScopeProblem, length: number, t: Words): Diagnostic => {
  const from = Math.max(0, Math.min(problem.position, length - 1));
  return {
    from,
    to: Math.max(from, Math.min(length, problem.position + problem.length)),
    severity: problem.severity,
    message: issueText(t, problem),
  };
};

/** What is wrong with an expression, each at its place and in words. */
export const expressionProblems = (source: string, { scope, t }: CodeWorld): Diagnostic[] =>
  checkExpressionIn(source, scope).map((problem) => diagnostic(problem, source.length, t));

/** The same for a text with `{{ }}`. */
export const templateProblems = (text: string, { scope, t, texts }: CodeWorld): Diagnostic[] =>
  checkTemplateIn(text, scope, texts).map((problem) => diagnostic(problem, text.length, t));

/** The worst that is wrong with one `{{ }}`; null when nothing is. */
export function placeholderProblem(expression: string, { scope, t, texts }: CodeWorld): Diagnostic | null {
  const found = templateProblems(`{{${expression}}}`, { scope, t, texts });
  return found.find(({ severity }) => severity === 'error') ?? found[0] ?? null;
}

/** Explains the function or name that is pointed at. */
export const hoverHelp = (world: () => CodeWorld, inBraces: boolean) =>
  hoverTooltip((view, at): Tooltip | null => {
    const text = view.state.doc.toString();
    if (inBraces && !spotAt(text, at)) return null;
    const found = wordAt(text, at);
    if (!found) return null;
    const { scope, t } = world();
    const help = found.word.startsWith('$')
      ? functionHelp(found.word.slice(1), t)
      : scope.ofBody
        ? null
        : nameHelp(found.word, scope, t);
    return help && { pos: found.from, end: found.to, above: true, create: () => ({ dom: helpElement(help) }) };
  });
