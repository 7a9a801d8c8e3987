import express, { type Request, type RequestHandler } from 'express';
import { ProblemError } from '../../runtime/contract/index.ts';

/** Deeper JSON is refused: no form of ours is nearly as deep, and what walks it recursively stays safe. */
export const deepestBody = 64;
export const defaultBodyLimit = 1_000_000;

const rawBodies = new WeakMap<Request, Buffer>();
/** The bytes as they came, for a signature over them. */
export const rawBodyOf = (request: Request): Buffer => rawBodies.get(request) ?? Buffer.alloc(0);

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Reads a JSON body of at most `limit` bytes. Refuses other media types (415), what is no JSON (400), what is too large (413), and
 * what is too deep or names `__proto__` (422). Without a body, `request.body` is undefined.
 */
export function readJson(limit: number): RequestHandler {
  const parse = express.json({
    limit,
    strict: false,
    inflate: false,
    type: () => true,
    verify: (request, _response, raw) => {
      rawBodies.set(request as Request, raw);
    },
  });
  return (request, response, next) => {
    if (!hasBody(request)) {
      request.body = undefined;
      next();
      return;
    }
    if (!request.is('application/json')) throw new ProblemError('request.unsupported-media-type');
    parse(request, response, (error?: unknown) => {
      if (error !== undefined) {
        next(error);
        return;
      }
      const fault = unsafePartOf(request.body);
      next(fault === undefined ? undefined : new ProblemError('request.invalid', { issues: [fault] }));
    });
  };
}

/** What no body of ours contains, whichever route takes it. Walks without recursion: the body may be hostile. */
export function unsafePartOf(body: unknown): { path: string; message: string } | undefined {
  const open: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }];
  for (let item = open.pop(); item; item = open.pop()) {
    const { value, depth } = item;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= deepestBody) return { path: '', message: `is nested deeper than ${deepestBody} levels` };
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') return { path: '', message: 'must not contain __proto__' };
      open.push({ value: inner, depth: depth + 1 });
    }
  }
  return undefined;
}
