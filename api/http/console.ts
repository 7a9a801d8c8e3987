import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { policy } from './security.ts';

/** Where the build put the console: beside the compiled server, or in dist/ while the server runs from its sources. */
const folders = [new URL('../../console/', import.meta.url), new URL('../../dist/console/', import.meta.url)];

/** Addresses that programs ask for: what they do not find is a problem, never a page. */
const notPages = /^\/(api|hooks|webhooks|docs|assets|socket\.io)(\/|$)/;

/**
 * The console: its files, and its page for every address that people open. The page's styles made while it runs carry a nonce, new
 * with every answer. Without a build the page says how to make one.
 */
export function mountConsole(app: Express): void {
  const folder = folders.map((url) => fileURLToPath(url)).find((path) => existsSync(`${path}index.html`));
  const page = folder === undefined ? notBuilt : readFileSync(`${folder}index.html`, 'utf8');
  if (folder !== undefined) {
    // Names of assets hold their hash: what has changed has another name.
    app.use('/assets', express.static(`${folder}assets`, { immutable: true, maxAge: '1y', index: false }));
    app.use(express.static(folder, { index: false, maxAge: '1h' }));
  }
  app.get('/{*path}', (request, response, next) => {
    // A program that asks for anything is told what is not there; a browser asks for a page by name.
    const wantsPage = request.path === '/' || request.get('accept')?.includes('text/html') === true;
    if (notPages.test(request.path) || !wantsPage) return next();
    const nonce = randomBytes(16).toString('base64');
    helmet.contentSecurityPolicy({
      useDefaults: false,
      directives: { ...policy, styleSrc: ["'self'", `'nonce-${nonce}'`] },
    })(request, response, () => {
      response.set('cache-control', 'no-store').type('html').send(page.replace('{{nonce}}', nonce));
    });
  });
}

const notBuilt = '<!doctype html><title>Cauce</title><p>The console is not built yet: <code>npm run build</code>.';
