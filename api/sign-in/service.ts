import { hash, verify } from '@node-rs/argon2';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ProblemError } from '../../runtime/contract/index.ts';
import { permissionsOf, type Permission, type Principal } from '../http/access.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';
import type { SignInRepository } from '../store/sign-ins.ts';
import { emailKeyOf, type UserRecord, type UserRepository } from '../store/users.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';

/** Tries within a quarter of an hour: at one person from one address, from one address at all, at one person from everywhere. */
const tries = { here: 10, address: 100, person: 200, seconds: 15 * 60 } as const;

export type Me = {
  kind: Principal['kind'];
  id: string;
  name: string | null;
  email: string | null;
  language: string;
  role: string;
  permissions: Permission[];
  workspace: { id: string; name: string; botPaused: boolean };
};

export type SignInServiceDeps = {
  users: UserRepository;
  signIns: SignInRepository;
  workspaces: Pick<WorkspaceRepository, 'read'>;
  publicUrl?: string;
  announce?: Announce;
  /** Closes what a sign-in holds open. */
  signedOut?(token: string): void;
};

/** A password as it is kept: argon2id with the parameters that OWASP asks for (19 MiB, two passes). */
export const hashPassword = (password: string): Promise<string> => hash(password);

export class SignInService {
  readonly #users: UserRepository;
  readonly #signIns: SignInRepository;
  readonly #workspaces: SignInServiceDeps['workspaces'];
  readonly #here = new RateLimiterMemory({ points: tries.here, duration: tries.seconds });
  readonly #byAddress = new RateLimiterMemory({ points: tries.address, duration: tries.seconds });
  readonly #byPerson = new RateLimiterMemory({ points: tries.person, duration: tries.seconds });
  /** Hash of nothing anybody knows: an unknown address takes as long as a wrong password. */
  #decoy: Promise<string> | undefined;
  /** Whether the cookie may travel over https alone. */
  readonly secure: boolean;

  readonly #announce: Announce;
  readonly #signedOut: (token: string) => void;

  constructor({
    users,
    signIns,
    workspaces,
    publicUrl,
    announce = announceToNobody,
    signedOut = () => {},
  }: SignInServiceDeps) {
    this.#announce = announce;
    this.#signedOut = signedOut;
    this.#users = users;
    this.#signIns = signIns;
    this.#workspaces = workspaces;
    this.secure = publicUrl?.startsWith('https:') === true;
  }

  /** Returns what the cookie is to hold. Throws `access.wrong-credentials` and `request.too-many`. */
  async signIn(email: string, password: string, ip: string): Promise<{ token: string; user: UserRecord }> {
    const person = emailKeyOf(email);
    const here = `${ip} ${person}`;
    await this.#count(this.#byAddress, ip);
    await this.#count(this.#here, here);
    await this.#count(this.#byPerson, person);
    const accounts = await this.#users.byEmail(email);
    for (const { passwordHash, ...user } of accounts) {
      if (!(await verify(passwordHash, password))) continue;
      await Promise.all([this.#here.delete(here), this.#byPerson.delete(person)]);
      return { token: await this.#signIns.create(user.workspaceId, user.id), user };
    }
    if (accounts.length === 0) {
      this.#decoy ??= hashPassword(crypto.randomUUID());
      await verify(await this.#decoy, password);
    }
    throw new ProblemError('access.wrong-credentials');
  }

  /** Counts a try from this address. Throws `request.too-many`. */
  countTry(ip: string): Promise<void> {
    return this.#count(this.#byAddress, ip);
  }

  /** Signs a person in who has proven in another way who they are. */
  signInAs(user: Pick<UserRecord, 'workspaceId' | 'id'>): Promise<string> {
    return this.#signIns.create(user.workspaceId, user.id);
  }

  async signOut(token: string | undefined): Promise<void> {
    if (token === undefined) return;
    await this.#signIns.end(token);
    this.#signedOut(token);
  }

  async me(principal: Principal): Promise<Me> {
    const [workspace, user] = await Promise.all([
      this.#workspaces.read(principal.workspaceId),
      principal.userId === undefined ? undefined : this.#users.read(principal.workspaceId, principal.userId),
    ]);
    if (!workspace) throw new ProblemError('access.unauthenticated');
    return {
      kind: principal.kind,
      id: principal.id,
      name: user?.name ?? null,
      email: user?.email ?? null,
      language: user?.language ?? workspace.language,
      role: principal.role,
      permissions: permissionsOf(principal),
      workspace: { id: workspace.id, name: workspace.name, botPaused: workspace.botPaused },
    };
  }

  /** Throws `access.people-only` for an API key: nobody reads its screens. */
  async setLanguage(principal: Principal, language: string): Promise<Me> {
    const { workspaceId, userId } = principal;
    if (userId === undefined) throw new ProblemError('access.people-only');
    await this.#users.setLanguage(workspaceId, userId, language);
    this.#announce(workspaceId, 'me');
    return this.me(principal);
  }

  async #count(limiter: RateLimiterMemory, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      const { msBeforeNext } = refused as { msBeforeNext: number };
      throw new ProblemError('request.too-many', { retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)) });
    }
  }
}
