import i18next from 'i18next';
import type { Issue } from '../../runtime/contract/index.ts';
import { languageName } from '../languages/names.ts';

/** The part of i18next that is needed. */
export type Words = (key: string, params?: { [name: string]: unknown }) => string;

/** What the check of a form and the reader of expressions say in English, and the key of its words. */
const reasons: readonly [RegExp, string][] = [
  [/^is missing$/, 'missing'],
  [/^is not known here$/, 'unknown'],
  [/^is none of the forms/, 'no-form'],
  [/^must be (?:array|boolean|integer|null|number|object|string)$/, 'type'],
  [/^must NOT have fewer than (?<count>\d+) characters$/, 'too-short'],
  [/^must NOT have more than (?<count>\d+) characters$/, 'too-long'],
  [/^must NOT have fewer than (?<count>\d+) items$/, 'too-few'],
  [/^must NOT have more than (?<count>\d+) items$/, 'too-many'],
  [/^must be >=? (?<value>\S+)$/, 'too-small'],
  [/^must be <=? (?<value>\S+)$/, 'too-large'],
  [/^must match /, 'pattern'],
  [/^must be "?(?<value>[^"]*)"?$/, 'value'],
  [/^Unexpected end of expression/, 'ends-early'],
  [/^Expected (?<wanted>.+) before end of expression/, 'expected-at-end'],
  [/^Expected (?<wanted>.+), got (?<found>.+)$/, 'expected'],
  [/^Syntax error: (?<found>.+)$/, 'unexpected'],
  [/^(?:Unexpected token|Unknown operator):? (?<found>.+)$/, 'unexpected'],
  [/^String literal must be terminated/, 'open-quote'],
  [/^A \{\{ is not closed/, 'open-braces'],
  [/^What is called is no function/, 'no-function'],
];

function reasonText(t: Words, reason: string): string {
  for (const [words, key] of reasons) {
    const found = words.exec(reason);
    if (found) return t(`issues.reasons.${key}`, { ...found.groups });
  }
  return reason;
}

/** What a problem of a flow says, in the language of the screen. */
export function issueText(
  t: Words,
  { code, message, params = {} }: Pick<Issue, 'code' | 'message' | 'params'>,
): string {
  const { label, literal, reason } = params;
  const language = typeof params['language'] === 'string' && languageName(params['language'], i18next.language);
  const words = t(`issues.${code}`, {
    ...params,
    ...(typeof label === 'string' && { label: labelText(t, label, literal === true) }),
    ...(language !== false && { language }),
    ...(code.startsWith('expression.') && kindTexts(t, params)),
    ...(typeof reason === 'string' && { reason: reasonText(t, reason) }),
    defaultValue: message,
  });
  // What is wrong in one of the flow's languages says in which.
  return language === false || words.includes(language) ? words : `${language}: ${words}`;
}

/** Kinds of values, which are named in English with spaces between. */
function kindTexts(t: Words, params: NonNullable<Issue['params']>): { [name: string]: string } {
  const named = ['expected', 'found'].flatMap((name): [string, string][] => {
    const kinds = params[name];
    if (typeof kinds !== 'string') return [];
    return [
      [
        name,
        (kinds || 'any')
          .split(' ')
          .map((kind) => t(`functions.kinds.${kind}`))
          .join(' / '),
      ],
    ];
  });
  return Object.fromEntries(named);
}

const labelText = (t: Words, label: string, isLiteral: boolean): string => {
  const text = isLiteral ? label : t(label);
  return text.trim() === '' ? t('canvas.port.unnamed') : text;
};

/** The same for the problems that share a line: the ways out of one card that lead nowhere. */
export function issuesText(t: Words, issues: readonly [Issue, ...Issue[]]): string {
  const [first] = issues;
  if (issues.length === 1) return issueText(t, first);
  const labels = issues.map(({ params: { label, literal } = {} }) =>
    labelText(t, typeof label === 'string' ? label : '', literal === true),
  );
  return t('editor.problems.openPorts', {
    count: issues.length,
    labels: labels.map((label) => t('editor.problems.way', { label })).join(', '),
  });
}
