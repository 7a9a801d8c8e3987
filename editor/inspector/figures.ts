import i18next from 'i18next';

/** How the texts' language writes numbers: the browser's own regional form of it, else the one most of its readers use. */
function localeOf(language: string): string {
  const own = navigator.languages.find((tag) => tag.split('-')[0] === language && tag !== language);
  return own ?? { es: 'es-419', pt: 'pt-BR' }[language] ?? language;
}

export const figure = (value: number): string => new Intl.NumberFormat(localeOf(i18next.language)).format(value);
