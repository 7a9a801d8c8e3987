import type { ApiRoute } from '../../api/http/routes.ts';
import type { Json } from '../../runtime/contract/index.ts';

type RouteOf<On extends ApiRoute['on']> = Extract<ApiRoute, { on: On }>;

/** A route of the API, as `GET /flows/:flowId`. */
export type On = ApiRoute['on'];
/** What a route answers with when all is well. */
export type AnswerOf<Key extends On> = RouteOf<Key>['answers'];
export type BodyOf<Key extends On> = RouteOf<Key>['body'];

type IfAny<Part, Name extends string> = keyof Part extends never ? { [name in Name]?: Part } : { [name in Name]: Part };
type Given<Key extends On> = IfAny<RouteOf<Key>['params'], 'params'> & {
  query?: RouteOf<Key>['query'];
  body?: RouteOf<Key>['body'];
  headers?: { [name: string]: string };
  signal?: AbortSignal;
};

/** The same, whatever the route. */
type Loose = {
  params?: object;
  query?: object | undefined;
  body?: unknown;
  headers?: { [name: string]: string };
  signal?: AbortSignal;
};

/** What the server refused, or that it could not be reached (`code` is then `client.unreachable`). `problems.{code}` is its text. */
export class ApiProblem extends Error {
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly params: { [name: string]: Json };

  constructor(code: string, status: number, params: { [name: string]: Json } = {}) {
    super(code);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.params = params;
  }

  /** Time mends it: the same may be asked again. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const unreachable = new Set<() => void>();
/** Calls back when a request finds nobody answering, so that one place shows it. Returns how to stop. */
export function onUnreachable(listener: () => void): () => void {
  unreachable.add(listener);
  return () => unreachable.delete(listener);
}

/** An answer later than this is none. */
const patienceMs = 20_000;

/** Asks the API; typed by the route itself. Throws `ApiProblem`. */
export async function call<Key extends On>(on: Key, given: Given<Key>): Promise<AnswerOf<Key>> {
  const { answer } = await request(on, given);
  return answer;
}

/** The same with the answer's entity tag, for documents that people edit. */
export async function request<Key extends On>(
  on: Key,
  given: Given<Key>,
): Promise<{ answer: AnswerOf<Key>; etag: string | null }> {
  const { params = {}, query = {}, body, headers = {}, signal }: Loose = given;
  const [method, path] = on.split(' ') as [string, string];
  const address = new URL(`/api/v1${fill(path, params)}`, location.origin);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])]),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    for (const listener of unreachable) listener();
    throw new ApiProblem('client.unreachable', 0);
  }
  if (!response.ok) throw await problemOf(response);
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const answer = response.status === 204 ? undefined : isJson ? await response.json() : await response.blob();
  return { answer: answer as AnswerOf<Key>, etag: response.headers.get('etag') };
}

const fill = (path: string, params: object): string =>
  path.replace(/:([A-Za-z]+)/g, (_whole, name: string) =>
    encodeURIComponent(String((params as { [name: string]: unknown })[name])),
  );

async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const { code, params } = (await response.json()) as { code: string; params?: { [name: string]: Json } };
    return new ApiProblem(code, response.status, params);
  } catch {
    return new ApiProblem('internal', response.status);
  }
}
