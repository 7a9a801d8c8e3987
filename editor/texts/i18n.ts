import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from './languages.ts';

const catalogues: { [language in Language]: () => Promise<{ texts: object }> } = {
  es: () => import('./es.ts'),
  en: () => import('./en.ts'),
  pt: () => import('./pt.ts'),
};

/** Makes the texts of a language ready. Placeholders are written `{name}`; plural forms are keys with `_one`, `_many`, `_other`. */
export async function startTexts(language: Language): Promise<void> {
  const { texts } = await catalogues[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: texts } },
    // React escapes what it shows.
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Changes the language of all that is on the screen. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { texts } = await catalogues[language]();
    i18next.addResourceBundle(language, 'translation', texts);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
