import { Type } from '@sinclair/typebox';
import { InstantSchema } from '../../runtime/contract/index.ts';
import { access, roles, type Permission, type Role } from '../http/access.ts';
import { pageAnswer, PageOf } from '../http/paging.ts';
import { created, noContent, ok, route } from '../http/route.ts';

const tag = 'API keys';

const RoleName = Type.Unsafe<Role>(Type.String({ enum: [...roles] }));
const Scopes = Type.Array(Type.Unsafe<Permission>(Type.String({ enum: Object.keys(access) })), {
  maxItems: 100,
  uniqueItems: true,
  description: 'Narrows what the role allows',
});

export const apiKeyRoutes = [
  route({
    on: 'GET /api-keys',
    may: 'keys.manage',
    tag,
    summary: 'API keys in force; the keys themselves are kept nowhere',
    answers: {
      200: PageOf(
        Type.Object(
          {
            id: Type.String(),
            name: Type.String(),
            role: RoleName,
            scopes: Type.Optional(Scopes),
            createdAt: InstantSchema,
          },
          { additionalProperties: false },
        ),
      ),
    },
    async handle({ principal }, { apiKeys }) {
      // There are few: all of them are one page.
      return ok(pageAnswer({ rows: await apiKeys.list(principal) }));
    },
  }),
  route({
    on: 'POST /api-keys',
    may: 'keys.manage',
    tag,
    summary: 'Make an API key; it is shown this once',
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 120 }),
        role: RoleName,
        scopes: Type.Optional(Scopes),
      },
      { additionalProperties: false },
    ),
    answers: { 201: Type.Object({ id: Type.String(), key: Type.String() }, { additionalProperties: false }) },
    async handle({ principal, body }, { apiKeys }) {
      return created(await apiKeys.create(principal, body));
    },
  }),
  route({
    on: 'DELETE /api-keys/:keyId',
    may: 'keys.manage',
    tag,
    summary: 'Revoke an API key, at once',
    params: Type.Object({ keyId: Type.String({ pattern: '^key_[0-9a-f]{16}$' }) }),
    answers: { 204: null },
    async handle({ principal, params }, { apiKeys }) {
      await apiKeys.revoke(principal, params.keyId);
      return noContent();
    },
  }),
];
