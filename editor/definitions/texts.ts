import { failureTexts } from '../../runtime/contract/index.ts';

/** What the bot says by itself, in the order in which it is shown. */
export const textNames = ['optedOut', 'optedIn', 'failed'] as const;
export type TextName = (typeof textNames)[number];

export type Words = { readonly [language: string]: string };
export type TextsOf = { readonly [text in TextName]?: Words };

/** The languages that fields are shown for: the workspace's own, those of the console, and all that have words already. */
export const languagesOf = (own: string, texts: TextsOf): string[] => [
  ...new Set([own.slice(0, 2), 'es', 'en', 'pt', ...textNames.flatMap((text) => Object.keys(texts[text] ?? {}))]),
];

/** What is kept of what was typed: languages without words are left out. */
export const givenWords = (typed: Words): Words =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([language, words]) => (words.trim() === '' ? [] : [[language, words.trim()]])),
  );

export const sameWords = (a: Words, b: Words): boolean => {
  const [one, other] = [givenWords(a), givenWords(b)];
  const languages = Object.keys(one);
  return languages.length === Object.keys(other).length && languages.every((key) => one[key] === other[key]);
};

/** What is said in a language that has no words: those of the workspace's language, or those that Cauce brings for a failure. */
export function saidInstead(text: TextName, language: string, typed: Words, own: string): string | undefined {
  const given = givenWords(typed);
  if (text === 'failed') return failureTexts[language] ?? given[own] ?? failureTexts[own] ?? failureTexts['es'];
  return given[own] ?? Object.values(given)[0];
}
