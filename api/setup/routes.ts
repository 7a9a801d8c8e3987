import { Type } from '@sinclair/typebox';
import { Slug, type WorkspaceId } from '../../runtime/contract/index.ts';
import { created, route } from '../http/route.ts';
import { MeAnswer, signInCookieHeader } from '../sign-in/routes.ts';

const Name = Type.String({ minLength: 1, maxLength: 120 });

export const setupRoutes = [
  route({
    on: 'POST /setup',
    may: 'public',
    tag: 'Setting up',
    summary: 'Make the first workspace and its owner, with the code that start-up wrote to the log; signs the owner in',
    body: Type.Object(
      {
        code: Type.String({ minLength: 1, maxLength: 100 }),
        workspace: Type.Object(
          {
            id: Type.Unsafe<WorkspaceId>(Slug),
            name: Name,
            timeZone: Type.Optional(
              Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9_+/-]+$', description: 'IANA zone' }),
            ),
            language: Type.Optional(Type.Unsafe<'es' | 'en' | 'pt'>(Type.String({ enum: ['es', 'en', 'pt'] }))),
          },
          { additionalProperties: false },
        ),
        owner: Type.Object(
          {
            email: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' }),
            password: Type.String({ minLength: 12, maxLength: 256 }),
            name: Name,
          },
          { additionalProperties: false },
        ),
      },
      { additionalProperties: false },
    ),
    bodyLimit: 10_000,
    answers: { 201: MeAnswer },
    async handle({ body, ip }, { setup, signIns }) {
      await signIns.countTry(ip);
      const user = await setup.run(body);
      const me = await signIns.me({
        kind: 'user',
        id: user.id,
        workspaceId: user.workspaceId,
        role: user.role,
        userId: user.id,
      });
      return created(me, signInCookieHeader(await signIns.signInAs(user), signIns.secure));
    },
  }),
];
