import {
  checkExpressionIn,
  functionSignature,
  kindsOf,
  mayBeAbsent,
  toldFunctions,
  typeOfExpression,
  type FunctionExample,
  type FunctionGroup,
} from '../../../runtime/engine/index.ts';
import { labelOf, type Scope } from '../scope.ts';

type Words = (key: string) => string;

/** A function as it is offered and explained. */
export type FunctionHelp = {
  name: string;
  group: FunctionGroup;
  /** `$truncate(texto, máximo, [final])`. */
  call: string;
  about: string;
  /** An example and what it yields. */
  example: { expression: string; result: string };
};

const known = new Map(toldFunctions.map((definition) => [definition.name, definition]));

/** What there is to say of a function; null for one that nothing tells of. */
export function functionHelp(name: string, t: Words): FunctionHelp | null {
  const told = known.get(name);
  if (!told) return null;
  const { parameters = [] } = functionSignature(name) ?? {};
  const params = told.params.map((param, index) => {
    const word = t(`functions.params.${param.replace('?', '')}`);
    return parameters[index]?.optional === true ? `[${word}]` : word;
  });
  return {
    name,
    group: told.group,
    call: `$${name}(${params.join(', ')})`,
    about: t(`functions.about.${name}`),
    example: { expression: told.examples[0].expression, result: resultText(told.examples[0]) },
  };
}

const resultText = ({ result }: FunctionExample): string => (result === undefined ? '∅' : JSON.stringify(result));

/** The word at a place: a function with its `$`, or names with dots between. */
export function wordAt(text: string, at: number): { from: number; to: number; word: string } | null {
  for (const { 0: word, index } of text.matchAll(/\$?[A-Za-z_][\w.]*/g))
    if (at >= index && at <= index + word.length) return { from: index, to: index + word.length, word };
  return null;
}

/** What a name holds: how it is called and the kinds of value; null when nothing is known of it. */
export function nameHelp(word: string, scope: Scope, t: Words): { name: string; holds: string } | null {
  if (!/^(?:contact|variables|results|message|trigger|webhook|channel|conversation|flow|globals|subflow)\b/.test(word))
    return null;
  const type = checkExpressionIn(word, scope).length > 0 ? null : typeOfExpression(word, scope);
  const kinds = type ? kindsOf(type) : [];
  if (!type || kinds.length === 0) return null;
  const words = kinds.length > 4 ? [t('functions.kinds.any')] : kinds.map((kind) => t(`functions.kinds.${kind}`));
  const missing = mayBeAbsent(type) ? ` · ${t('inspector.expression.mayBeMissing')}` : '';
  return { name: labelOf(word, t), holds: words.join(' / ') + missing };
}

const line = (className: string, text: string): HTMLElement => {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = text;
  return element;
};

/** The same as a piece of the page, for completion and hovering. */
export function helpElement(help: FunctionHelp | { name: string; holds: string }): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cm-help';
  if ('holds' in help) element.append(line('cm-help-call', help.name), line('', help.holds));
  else
    element.append(
      line('cm-help-call', help.call),
      line('', help.about),
      line('cm-help-example', `${help.example.expression} → ${help.example.result}`),
    );
  return element;
}
