/** The languages of the interface, by their own names. The first is that of whoever wants none of them. */
export const languages = { es: 'Español', en: 'English', pt: 'Português' } as const;
export type Language = keyof typeof languages;

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

export const languageTags = Object.keys(languages).filter(isLanguage);

/** The language that somebody is shown, of those they read (BCP 47 tags, the best first). */
export const languageFor = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage) ?? 'es';
