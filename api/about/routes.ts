import { Type } from '@sinclair/typebox';
import { ok, route } from '../http/route.ts';

export const aboutRoutes = [
  route({
    on: 'GET /about',
    may: 'public',
    tag: 'Setting up',
    summary: 'What this installation is, for the sign-in page',
    answers: {
      200: Type.Object(
        {
          demo: Type.Boolean({ description: 'The demo workspace is here' }),
          needsSetup: Type.Boolean({ description: 'Nobody has set it up yet: `POST /setup`' }),
          demoSignIn: Type.Optional(
            Type.Object({ email: Type.String(), password: Type.String() }, { additionalProperties: false }),
          ),
          version: Type.String(),
        },
        { additionalProperties: false },
      ),
    },
    async handle(_request, { about }) {
      return ok(await about.read());
    },
  }),
];
