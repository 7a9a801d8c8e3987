import { languageFor, type Language } from '../texts/languages.ts';

const languageKey = 'cauce.language';

/** Before anybody has signed in: what was chosen in this browser, else what the browser asks for. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(languageKey);
  return languageFor(chosen ? [chosen] : navigator.languages);
}

export const rememberLanguage = (language: Language): void => localStorage.setItem(languageKey, language);
