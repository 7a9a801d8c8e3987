import type { TObject, TSchema } from '@sinclair/typebox';
import { Flow, problems, type Json, type ProblemCode } from '../../runtime/contract/index.ts';
import { defaultBodyLimit } from './body.ts';
import { ProblemAnswer } from './problems.ts';
import type { Route } from './route.ts';

type JsonObject = { [key: string]: Json };

/** The symbols of TypeBox fall away, and what is left is JSON Schema. */
const plain = (schema: TSchema): JsonObject => JSON.parse(JSON.stringify(schema)) as JsonObject;

/** The same, with documents that have a schema of their own told by its name. */
const referring = (schema: TSchema): JsonObject =>
  JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'title' in value && value.title === 'Flow'
      ? { $ref: '#/components/schemas/Flow' }
      : value,
  ) as JsonObject;

/** Problems that any route may answer with, given what it takes. */
function problemsOf({ may, body, method, params, path }: Route): ProblemCode[] {
  return [
    'request.invalid',
    'store.unavailable',
    'internal',
    ...(method === 'GET'
      ? []
      : (['request.malformed', 'request.too-large', 'request.unsupported-media-type'] as const)),
    ...(may === 'public' ? [] : (['access.unauthenticated', 'access.forbidden'] as const)),
    ...(method === 'POST' && may !== 'public'
      ? (['request.idempotency-conflict', 'request.idempotency-running'] as const)
      : []),
    ...(params ? notFoundOf(path) : []),
    ...(body && path.endsWith('/sign-in') ? (['access.wrong-credentials', 'request.too-many'] as const) : []),
  ];
}

const notFoundOf = (path: string): ProblemCode[] =>
  (Object.keys(problems) as ProblemCode[]).filter(
    (code) => problems[code].status === 404 && path.includes(`:${code.split('.')[0]}Id`),
  );

/** What OpenAPI calls a route's place: `{name}` instead of `:name`. */
export const openApiPathOf = (path: string): string => path.replace(/:([A-Za-z]+)/g, '{$1}');

const parametersOf = (where: 'path' | 'query', schema: TObject | undefined): JsonObject[] =>
  Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (schema?.required?.includes(name) === true && !('default' in property)),
    ...(typeof property.description === 'string' && { description: property.description }),
    schema: plain(property),
  }));

function operationOf(route: Route): JsonObject {
  const { may, params, query, body, bodyOptional, answers, summary, tag, headers = {}, method } = route;
  const told = problemsOf(route);
  const refused = [...new Set(told.map((code) => problems[code].status))].sort((a, b) => a - b);
  return {
    summary,
    tags: [tag],
    operationId: `${method.toLowerCase()}${openApiPathOf(route.path)
      .replace(/^\/api\/v1/, '')
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('')}`,
    description: may === 'public' ? 'Open to everybody.' : `Needs: \`${may}\`.`,
    security:
      may === 'public'
        ? []
        : may === 'trigger'
          ? [{ triggerSecret: [] }, { apiKey: [] }]
          : [{ apiKey: [] }, { signIn: [] }],
    parameters: [
      ...parametersOf('path', params),
      ...parametersOf('query', query),
      ...Object.entries(headers).map(([name, description]) => ({
        name,
        in: 'header',
        required: false,
        description,
        schema: { type: 'string' },
      })),
      ...(method === 'POST' && may !== 'public'
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              description:
                'A repeat with the same key and body within 24 hours gets the first answer and changes nothing.',
              schema: { type: 'string', minLength: 1, maxLength: 255 },
            },
          ]
        : []),
    ],
    ...(body && {
      requestBody: {
        required: bodyOptional !== true,
        description: `JSON of at most ${route.bodyLimit ?? defaultBodyLimit} bytes.`,
        content: { 'application/json': { schema: referring(body) } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          {
            description: status === '201' ? 'Made' : status === '202' ? 'Taken' : 'Done',
            ...(schema !== null && {
              content:
                typeof schema === 'string'
                  ? { [schema]: { schema: {} } }
                  : { 'application/json': { schema: referring(schema) } },
            }),
          },
        ]),
      ),
      ...Object.fromEntries(
        refused.map((status) => [
          String(status),
          {
            description: told
              .filter((code) => problems[code].status === status)
              .map((code) => `\`${code}\`: ${problems[code].title}`)
              .join('; '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

/** The OpenAPI 3.1 document of these routes. */
export function openApiOf(routes: readonly Route[], publicUrl?: string): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const route of routes) {
    const path = openApiPathOf(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cauce',
      version: '1',
      summary: 'Self-hosted WhatsApp conversations',
      description:
        'Errors are `application/problem+json` (RFC 9457) with a stable `code`. Lists are paged: pass `nextCursor` as `cursor`. Instants are ISO 8601 in UTC, phone numbers E.164.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: plain(ProblemAnswer), Flow: plain(Flow) },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        signIn: {
          type: 'apiKey',
          in: 'cookie',
          name: 'cauce_sign_in',
          description: 'The cookie of a signed-in person.',
        },
        triggerSecret: {
          type: 'http',
          scheme: 'bearer',
          description:
            "The trigger's secret; or, instead of it, `X-Cauce-Signature: sha256=` and the HMAC-SHA-256 of the body under that secret, in hexadecimal; with `X-Cauce-Timestamp`, of that number, a full stop and the body.",
        },
      },
    },
  };
}
