import { readFileSync } from 'node:fs';
import type { Express, Request } from 'express';

const languages = ['es', 'en', 'pt'] as const;
type Texts = { [key: string]: string };

const read = (name: string): string => readFileSync(new URL(`../../editor/${name}`, import.meta.url), 'utf8');

const escapes: { [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** The address in the page's examples, in place of which the reader's own is put. */
const standInAddress = 'http://127.0.0.1:3000';

/** Where the reader has reached us, as far as that is a plain host and port. */
function addressOf(request: Request): string {
  const host = request.get('host') ?? '';
  return /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/.test(host)
    ? `${request.protocol}://${host}`
    : standInAddress;
}

/** `/`: says that it runs and what to try, in the reader's language. The page is made once per language. */
export function mountWelcome(app: Express, { demo }: { demo: boolean }): void {
  const template = read('welcome.html');
  const style = read('welcome.css');
  const texts = JSON.parse(read('welcome.texts.json')) as { [language: string]: Texts | undefined };
  const pages = new Map(
    languages.map((language) => [language, render(template, language, texts[language] ?? {}, demo)]),
  );

  app.get('/', (request, response) => {
    const language = request.acceptsLanguages(...languages) || 'en';
    response
      .set({ 'content-language': language, vary: 'accept-language', 'cache-control': 'no-cache' })
      .type('html')
      .send((pages.get(language as (typeof languages)[number]) ?? '').replaceAll(standInAddress, addressOf(request)));
  });
  app.get('/welcome.css', (_request, response) => {
    response.set('cache-control', 'public, max-age=3600').type('css').send(style);
  });
}

/** Fills `{{key}}`; what stands between `<!-- demo -->` and `<!-- /demo -->` is shown in the demo alone. */
function render(template: string, language: string, texts: Texts, demo: boolean): string {
  return template
    .replace(/<!-- demo -->([\s\S]*?)<!-- \/demo -->/g, demo ? '$1' : '')
    .replace(/\{\{([a-zA-Z]+)\}\}/g, (_whole, key: string) =>
      key === 'language' ? language : escapeHtml(texts[key] ?? key),
    );
}
