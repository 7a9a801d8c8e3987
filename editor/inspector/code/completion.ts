import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { functionGroups, toldFunctions } from '../../../runtime/engine/index.ts';
import { labelOf, placeholderGroups, placeholdersOf, type Placeholder, type Scope } from '../scope.ts';
import { spotAt } from './chips.ts';
import { functionHelp, helpElement } from './function-help.ts';

export type CompletionWorld = { scope: Scope; t(key: string): string; secrets?: boolean };

/** The names and functions an expression can use, for what is typed of one of them. */
export function optionsFor({ scope, t, secrets = false }: CompletionWorld): {
  names: Completion[];
  functions: Completion[];
} {
  const own = secrets ? (scope.secrets ?? []) : [];
  const places: Placeholder[] = [
    ...placeholdersOf(scope),
    ...own.map((name): Placeholder => ({ expression: `secrets.${name}`, group: 'secrets' })),
  ];
  return {
    names: places.map(({ expression, group }, index) => ({
      label: expression,
      displayLabel: labelOf(expression, t),
      detail: expression,
      section: { name: t(`inspector.groups.${group}`), rank: placeholderGroups.indexOf(group) },
      boost: -index / 100,
    })),
    functions: toldFunctions.flatMap(({ name, group }): Completion[] => {
      const help = functionHelp(name, t);
      if (!help) return [];
      return [
        {
          label: `$${name}`,
          detail: help.call.slice(name.length + 1),
          info: () => helpElement(help),
          section: { name: t(`functions.groups.${group}`), rank: 20 + functionGroups.indexOf(group) },
          type: 'function',
        },
      ];
    }),
  };
}

const applyFunction = (view: EditorView, completion: Completion, from: number, to: number): void => {
  const insert = `${completion.label}()`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length - 1 } });
};

/** Completes within an expression field. */
export const expressionCompletion =
  (world: () => CompletionWorld): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[$\w.]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const options = optionsFor(world());
    return {
      from: word.from,
      options: [...options.names, ...options.functions.map((option) => ({ ...option, apply: applyFunction }))],
      validFor: /^[$\w.]*$/,
    };
  };

/** Completes within the `{{ }}` of a text. A name alone closes its `{{ }}`, so that it becomes a chip at once. */
export const templateCompletion =
  (world: () => CompletionWorld): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const spot = spotAt(text, context.pos);
    const word = context.matchBefore(/[$\w.]*/);
    if (!spot || !word) return null;
    if (word.from === word.to && !context.explicit && spot.expression.trim() !== '') return null;
    const rest = spot.expression.replace(text.slice(word.from, context.pos), '');
    const alone = rest.trim() === '';
    const options = optionsFor(world());
    const applyName = (view: EditorView, { label }: Completion, from: number, to: number): void => {
      const [start, end, insert] = alone ? [spot.from, spotEnd(view, spot.from), `{{ ${label} }}`] : [from, to, label];
      view.dispatch({ changes: { from: start, to: end, insert }, selection: { anchor: start + insert.length } });
    };
    return {
      from: word.from,
      options: [
        ...options.names.map((option) => ({ ...option, apply: applyName })),
        ...options.functions.map((option) => ({ ...option, apply: applyFunction })),
      ],
      validFor: /^[$\w.]*$/,
    };
  };

/** Where the expression that begins at a place ends now; an open one takes only the word that was typed. */
function spotEnd(view: EditorView, from: number): number {
  const text = view.state.doc.toString();
  const { head } = view.state.selection.main;
  const spot = spotAt(text, head);
  return spot && spot.from === from && spot.closed ? spot.to : head;
}
