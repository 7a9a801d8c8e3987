import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { WorkspaceId } from '../../runtime/contract/index.ts';
import type { Permission, Principal } from './access.ts';
import type { Services } from './services.ts';

/** What a handler answers with. */
export type Answer = {
  status: number;
  /** JSON, or bytes with their own `content-type` among the headers. */
  body?: unknown;
  headers?: { [name: string]: string };
};

export const ok = (body: unknown, headers: { [name: string]: string } = {}): Answer => ({ status: 200, body, headers });
export const created = (body: unknown, headers: { [name: string]: string } = {}): Answer => ({
  status: 201,
  body,
  headers,
});
export const accepted = (body: unknown): Answer => ({ status: 202, body });
export const noContent = (headers: { [name: string]: string } = {}): Answer => ({ status: 204, headers });

/** A document's revision as an entity tag. */
export const etagOf = (revision: number): { etag: string } => ({ etag: `"${revision}"` });

/**
 * Who may use a route: those with a permission; `signed-in`, whoever is known; `public`, everybody; `trigger`, whoever proves to
 * know the trigger's secret, or may fire triggers.
 */
export type May = Permission | 'signed-in' | 'public' | 'trigger';

type Call<Params, Query, Body> = {
  params: Params;
  query: Query;
  body: Body;
  /** Header of the request, or undefined. */
  header: (name: string) => string | undefined;
  ip: string;
  /** What this very request is called in logs and problems. */
  requestId: string;
};
export type PublicRequest<Params, Query, Body> = Call<Params, Query, Body> & { principal: Principal | undefined };
export type KnownRequest<Params, Query, Body> = Call<Params, Query, Body> & {
  principal: Principal;
  workspaceId: WorkspaceId;
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type RouteDefinition<
  On extends `${Method} /${string}`,
  Who extends May,
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Answers extends { [status: number]: TSchema | string | null },
> = {
  on: On;
  may: Who;
  /** A line of English for the documentation. */
  summary: string;
  /** Heading in the documentation. */
  tag: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The body may be left out. */
  bodyOptional?: boolean;
  /** Bytes; 1 MB without it. */
  bodyLimit?: number;
  /** Request headers that mean something here, for the documentation. */
  headers?: { [name: string]: string };
  /** The answers that are no problem, by status; null has no body, a string is the media type of bytes. */
  answers: Answers;
  handle(
    request: Who extends 'public'
      ? PublicRequest<Static<Params>, Static<Query>, Static<Body>>
      : KnownRequest<Static<Params>, Static<Query>, Static<Body>>,
    services: Services,
  ): Promise<Answer>;
};

/** A route as the application mounts it. */
export type Route = Omit<
  RouteDefinition<
    `${Method} /${string}`,
    May,
    TObject,
    TObject,
    TSchema,
    { [status: number]: TSchema | string | null }
  >,
  'handle'
> & {
  method: Method;
  /** With `:names`, from the root. */
  path: string;
  handle(request: KnownRequest<unknown, unknown, unknown>, services: Services): Promise<Answer>;
};

/** Everything but `/hooks` lies below this. */
export const apiBase = '/api/v1';

/**
 * What a route takes and answers, as types alone: the console's client is typed by the routes themselves (`editor/client/http.ts`).
 * Nothing of it exists at run time.
 */
export type Typed<On, Params, Query, Body, Answers> = {
  readonly typed?: { on: On; params: Params; query: Query; body: Body; answers: Answers };
};

/** What stands in an answer: JSON, nothing, or bytes. */
type AnswerOf<Answers> = {
  [Status in keyof Answers]: Answers[Status] extends TSchema
    ? Static<Answers[Status]>
    : Answers[Status] extends string
      ? Blob
      : undefined;
}[keyof Answers];

/** A query as a caller writes it: what has a default may be left out. */
type GivenQuery<Query extends TObject> = Partial<Static<Query>>;

/** One route: who may, what is accepted and answered, and a handler typed by that. Said once, it feeds checks, OpenAPI and the console. */
export function route<
  const On extends `${Method} /${string}`,
  Who extends May,
  Params extends TObject = TObject<Record<never, never>>,
  Query extends TObject = TObject<Record<never, never>>,
  Body extends TSchema = TObject<Record<never, never>>,
  Answers extends { [status: number]: TSchema | string | null } = { [status: number]: null },
>(
  definition: RouteDefinition<On, Who, Params, Query, Body, Answers>,
): Route & Typed<On, Static<Params>, GivenQuery<Query>, Static<Body>, AnswerOf<Answers>> {
  const [method, path] = definition.on.split(' ') as [Method, string];
  const named = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name);
  const described = Object.keys(definition.params?.properties ?? {});
  if (named.length !== described.length || named.some((name) => !described.includes(name ?? '')))
    throw new Error(`${definition.on}: the address and its params do not agree`);
  return {
    ...definition,
    method,
    path: path.startsWith('/hooks/') ? path : `${apiBase}${path}`,
  } as unknown as Route & Typed<On, Static<Params>, GivenQuery<Query>, Static<Body>, AnswerOf<Answers>>;
}
