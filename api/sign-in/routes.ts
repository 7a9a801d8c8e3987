import { Type } from '@sinclair/typebox';
import { ProblemError, Slug } from '../../runtime/contract/index.ts';
import { signInCookie } from '../http/authenticate.ts';
import { noContent, ok, route } from '../http/route.ts';
import { signInIdleMs } from '../store/sign-ins.ts';

const tag = 'Signing in';

const SignIn = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' }),
    // Longer passwords cost us time and their owners nothing.
    password: Type.String({ minLength: 1, maxLength: 256 }),
  },
  { additionalProperties: false },
);
/** Who somebody is and what they may do. */
export const MeAnswer = Type.Object(
  {
    kind: Type.String(),
    id: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    email: Type.Union([Type.String(), Type.Null()]),
    language: Type.String(),
    role: Type.String(),
    permissions: Type.Array(Type.String()),
    workspace: Type.Object(
      { id: Slug, name: Type.String(), botPaused: Type.Boolean() },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const cookie = (value: string, seconds: number, secure: boolean): { 'set-cookie': string } => ({
  'set-cookie': `${signInCookie}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
});

/** The header that signs a person in, with what the cookie holds. */
export const signInCookieHeader = (token: string, secure: boolean) => cookie(token, signInIdleMs / 1_000, secure);

export const signInRoutes = [
  route({
    on: 'POST /sign-in',
    may: 'public',
    tag,
    summary: 'Sign in with e-mail and password; the answer sets an http-only cookie',
    body: SignIn,
    bodyLimit: 10_000,
    answers: { 200: MeAnswer },
    async handle({ body: { email, password }, ip, header }, { signIns }) {
      // A foreign page must not sign its visitors in as somebody else.
      if (header('sec-fetch-site') === 'cross-site') throw new ProblemError('access.forbidden');
      const { token, user } = await signIns.signIn(email, password, ip);
      const me = await signIns.me({
        kind: 'user',
        id: user.id,
        workspaceId: user.workspaceId,
        role: user.role,
        userId: user.id,
      });
      return ok(me, signInCookieHeader(token, signIns.secure));
    },
  }),
  route({
    on: 'DELETE /sign-in',
    may: 'signed-in',
    tag,
    summary: 'Sign out',
    answers: { 204: null },
    async handle({ header }, { signIns }) {
      const token = new RegExp(`(?:^|;)\\s*${signInCookie}=([^;]+)`).exec(header('cookie') ?? '')?.[1];
      await signIns.signOut(token?.trim());
      return noContent(cookie('', 0, signIns.secure));
    },
  }),
  route({
    on: 'GET /me',
    may: 'signed-in',
    tag,
    summary: 'Who I am and what I may do',
    answers: { 200: MeAnswer },
    async handle({ principal }, { signIns }) {
      return ok(await signIns.me(principal));
    },
  }),
  route({
    on: 'PATCH /me',
    may: 'signed-in',
    tag,
    summary: 'Choose the language of my screens; for people, not for keys',
    body: Type.Object(
      { language: Type.Unsafe<'es' | 'en' | 'pt'>(Type.String({ enum: ['es', 'en', 'pt'] })) },
      { additionalProperties: false },
    ),
    answers: { 200: MeAnswer },
    async handle({ principal, body }, { signIns }) {
      return ok(await signIns.setLanguage(principal, body.language));
    },
  }),
];
