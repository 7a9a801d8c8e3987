import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { type Express } from 'express';
import { apiBase } from './route.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Cauce: API</title>
    <link rel="stylesheet" href="/docs/files/swagger-ui.css" />
    <link rel="icon" href="/docs/files/favicon-32x32.png" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/files/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: '${apiBase}/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
`;

/** The API's description to browse and try: everything from this machine, nothing from elsewhere. */
export function mountDocs(app: Express): void {
  const files = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/docs', (_request, response) => {
    response.type('html').send(page);
  });
  app.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  app.use(
    '/docs/files',
    express.static(files, { index: false, dotfiles: 'ignore', extensions: false, maxAge: '1 day', redirect: false }),
  );
}
