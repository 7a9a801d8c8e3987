import { readFileSync } from 'node:fs';
import {
  expressionLimits,
  functionGroups,
  functionSignature,
  toldFunctions,
  type FunctionExample,
  type FunctionGroup,
} from '../../runtime/engine/index.ts';

type Words = {
  groups: { [group in FunctionGroup]: string };
  params: { [param: string]: string | undefined };
  about: { [name: string]: string | undefined };
};

const languages = [
  { code: 'es', title: 'Funciones' },
  { code: 'en', title: 'Functions' },
  { code: 'pt', title: 'Funções' },
] as const;

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/**
 * The page about texts and expressions, as Markdown: what can be read and how it is shown, from `expressions.head.md`, and every function
 * in three languages with its examples, from the library. Must be run from the sources.
 */
export function expressionReference(): string {
  return [
    '<!-- Written by `npm run docs` from api/cli/expressions.head.md and runtime/engine/functions; change it there. -->',
    '',
    read('api/cli/expressions.head.md')
      .trim()
      .replace('{characters}', figure(expressionLimits.sourceLength))
      .replace('{brackets}', figure(expressionLimits.brackets))
      .replace('{steps}', figure(expressionLimits.steps))
      .replace('{items}', figure(expressionLimits.items))
      .replace('{kilobytes}', figure(expressionLimits.textLength / 1024)),
    '',
    ...languages.flatMap(({ code, title }) => {
      const words = JSON.parse(read(`editor/texts/${code}/functions.json`)) as Words;
      return [`# ${title}`, '', ...functionGroups.flatMap((group) => groupLines(group, words))];
    }),
  ].join('\n');
}

const figure = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');

function groupLines(group: FunctionGroup, words: Words): string[] {
  return [
    `## ${words.groups[group]}`,
    '',
    ...toldFunctions
      .filter((told) => told.group === group)
      .flatMap(({ name, params, examples }) => [
        `### \`${call(name, params, words)}\``,
        '',
        words.about[name] ?? '',
        '',
        '```',
        ...examples.map(exampleLine),
        '```',
        '',
      ]),
  ];
}

function call(name: string, params: readonly string[], { params: said }: Words): string {
  const { parameters = [] } = functionSignature(name) ?? {};
  const shown = params.map((param, index) => {
    const word = said[param.replace('?', '')] ?? param;
    return parameters[index]?.optional === true ? `[${word}]` : word;
  });
  return `$${name}(${shown.join(', ')})`;
}

/** What an example needs to yield what it does: data, the clock, the zone, the language. */
function exampleLine({ expression, data, now, timeZone, language, result }: FunctionExample): string {
  const about = [
    ...(data ? Object.entries(data).map(([name, value]) => `${name} = ${JSON.stringify(value)}`) : []),
    ...(now === undefined ? [] : [now]),
    ...(timeZone === undefined ? [] : [timeZone]),
    ...(language === undefined ? [] : [language]),
  ];
  const yields = result === undefined ? '∅' : JSON.stringify(result);
  return `${expression} → ${yields}${about.length > 0 ? `   (${about.join('; ')})` : ''}`;
}
