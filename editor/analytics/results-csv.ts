import type { Figures } from './analytics.ts';

/** A table program takes what begins with these for a formula: people's answers are words. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: string | number): string => {
  const text = String(value);
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Results as CSV with a mark that makes table programs read it as UTF-8; shares from 0 to 1. */
export const resultsCsv = (heads: readonly string[], results: Figures['results']): string =>
  `\uFEFF${[
    heads,
    ...results.flatMap(({ name, people, answers }) =>
      answers.map(({ answer, people: count }) => [name, answer, count, (count / people).toFixed(4)]),
    ),
  ]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('')}`;
