import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openApiOf } from '../../../api/http/openapi.ts';
import { routes } from '../../../api/http/routes.ts';

test('the OpenAPI document says what the routes say (npm run docs writes it)', () => {
  const written: unknown = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(openApiOf(routes))));
});
