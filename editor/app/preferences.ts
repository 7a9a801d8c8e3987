import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { speak } from '../texts/i18n.ts';
import { languageFor, type Language } from '../texts/languages.ts';

const languageKey = 'cauce.language';

/** Before anybody has signed in: what was chosen in this browser, else what the browser asks for. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(languageKey);
  return languageFor(chosen ? [chosen] : navigator.languages);
}

/** The language of the screens, and how to change it in this browser. */
export function useLanguage(): { language: Language; show: (language: Language) => void } {
  const { i18n } = useTranslation();
  const show = useCallback((language: Language) => {
    localStorage.setItem(languageKey, language);
    void speak(language);
  }, []);
  return { language: languageFor([i18n.language]), show };
}
