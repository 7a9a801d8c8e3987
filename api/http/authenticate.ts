import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { ProblemError } from '../../runtime/contract/index.ts';
import type { ApiKeyRepository } from '../store/api-keys.ts';
import type { SignInRepository } from '../store/sign-ins.ts';
import type { UserRepository } from '../store/users.ts';
import { triggerSecretPrefix, type WorkspaceSecretRepository } from '../store/workspace-secrets.ts';
import { mayDo, type Principal } from './access.ts';
import { rawBodyOf } from './body.ts';
import type { May } from './route.ts';
import { cookieOf, isSameOrigin } from './security.ts';

/** The cookie of a signed-in person. */
export const signInCookie = 'cauce_sign_in';

export type AuthenticateDeps = {
  apiKeys: Pick<ApiKeyRepository, 'byKey'>;
  signIns: Pick<SignInRepository, 'use'>;
  users: Pick<UserRepository, 'read'>;
  secrets: Pick<WorkspaceSecretRepository, 'triggerSecrets'>;
  /** Origin of PUBLIC_URL, where it is set. */
  publicOrigin: string | undefined;
};

const changes = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);
/** What nobody's key or cookie is as long as; longer ones are not looked up. */
const longestToken = 512;

const bearerOf = (request: Request): string | undefined => {
  const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(request.get('authorization') ?? '')?.[1];
  return token !== undefined && token.length <= longestToken ? token : undefined;
};

/** Who has signed in with the cookie of a request, and what it holds. Throws `access.forbidden` for a request of another site. */
export type CookieReader = (
  request: IncomingMessage,
  options: { sameOriginOnly: boolean },
) => Promise<{ principal: Principal; token: string } | undefined>;

export function createCookieReader({
  signIns,
  users,
  publicOrigin,
}: Pick<AuthenticateDeps, 'signIns' | 'users' | 'publicOrigin'>): CookieReader {
  return async (request, { sameOriginOnly }) => {
    const token = cookieOf(request, signInCookie);
    if (token === undefined || token === '' || token.length > longestToken) return undefined;
    const signIn = await signIns.use(token);
    const user = signIn && (await users.read(signIn.workspaceId, signIn.userId));
    if (!user) return undefined;
    if (sameOriginOnly && !isSameOrigin(request, publicOrigin))
      throw new ProblemError('access.forbidden', { detail: 'A request of another site may not use this sign-in.' });
    const { id, workspaceId, role } = user;
    return { token, principal: { kind: 'user', id, workspaceId, role, userId: id } };
  };
}

/** Finds out who calls. A bearer key counts before a cookie; a wrong one is not made up for by a cookie. */
export function createAuthenticator({ apiKeys, signIns, users, secrets, publicOrigin }: AuthenticateDeps) {
  async function byKey(key: string): Promise<Principal | undefined> {
    const found = await apiKeys.byKey(key);
    if (!found) return undefined;
    const { id, workspaceId, role, scopes } = found;
    return { kind: 'key', id, workspaceId, role, ...(scopes && { scopes }) };
  }

  const readCookie = createCookieReader({ signIns, users, publicOrigin });

  async function known(request: Request): Promise<Principal | undefined> {
    if (request.get('authorization') !== undefined) {
      const key = bearerOf(request);
      return key === undefined ? undefined : byKey(key);
    }
    return (await readCookie(request, { sameOriginOnly: changes(request.method) }))?.principal;
  }

  /** The trigger's own secret, as bearer or as key of a signature over the body; else an API key that may fire triggers. */
  async function caller(request: Request, triggerId: string): Promise<Principal | undefined> {
    const bearer = bearerOf(request);
    const signature = request.get('x-cauce-signature') ?? request.get('x-hub-signature-256');
    if (bearer === undefined && signature === undefined) return undefined;
    if (bearer !== undefined && !bearer.startsWith(triggerSecretPrefix)) return byKey(bearer);
    const signed = signedBytes(request);
    if (bearer === undefined && signed === undefined) return undefined;
    for (const { workspaceId, secret } of await secrets.triggerSecrets(triggerId)) {
      const proven =
        bearer === undefined
          ? equal(
              signature ?? '',
              `sha256=${createHmac('sha256', secret)
                .update(signed ?? '')
                .digest('hex')}`,
            )
          : equal(bearer, secret);
      if (proven)
        return {
          kind: 'trigger',
          id: `trigger_${triggerId}`,
          workspaceId,
          role: 'designer',
          scopes: ['triggers.fire'],
        };
    }
    return undefined;
  }

  return {
    /** Who calls, if that is known. Throws for a sign-in used by another site. */
    known,
    /** Who calls and may. Throws `access.unauthenticated` and `access.forbidden`. */
    async require(request: Request, may: Exclude<May, 'public'>): Promise<Principal> {
      const triggerId = request.params['triggerId'];
      const principal =
        may === 'trigger' && typeof triggerId === 'string' ? await caller(request, triggerId) : await known(request);
      if (!principal) throw new ProblemError('access.unauthenticated');
      const permission = may === 'trigger' ? 'triggers.fire' : may;
      if (permission !== 'signed-in' && !mayDo(principal, permission))
        throw new ProblemError('access.forbidden', { permission });
      return principal;
    },
  };
}
export type Authenticator = ReturnType<typeof createAuthenticator>;

/** A signed call that says when it was made is not taken later than this, so that whoever overheard it cannot repeat it for ever. */
const signatureAgeMs = 5 * 60 * 1_000;

/** What the signature of a trigger's call covers; undefined when its time has passed or is none. */
function signedBytes(request: Request): Buffer | undefined {
  const timestamp = request.get('x-cauce-timestamp');
  if (timestamp === undefined) return rawBodyOf(request);
  const age = Math.abs(Date.now() - Number(timestamp) * 1_000);
  if (!/^\d{1,12}$/.test(timestamp) || age > signatureAgeMs) return undefined;
  return Buffer.concat([Buffer.from(`${timestamp}.`), rawBodyOf(request)]);
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
