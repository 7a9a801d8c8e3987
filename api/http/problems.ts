import type { ErrorRequestHandler, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { MongooseError } from 'mongoose';
import { MongoError, MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError } from 'mongodb';
import { Type, type Static } from '@sinclair/typebox';
import {
  Problem,
  ProblemError,
  problems,
  TransientError,
  type Json,
  type ProblemCode,
} from '../../runtime/contract/index.ts';
import type { Logger } from '../../runtime/ports.ts';

/** A problem as this interface sends it. */
export const ProblemAnswer = Type.Composite([Problem, Type.Object({ requestId: Type.String() })]);
export type ProblemAnswer = Static<typeof ProblemAnswer>;

export function problemOf(code: ProblemCode, params: { [name: string]: Json }, requestId: string): ProblemAnswer {
  const { status, title } = problems[code];
  return {
    type: `urn:cauce:problem:${code}`,
    title,
    status,
    code,
    ...(typeof params['detail'] === 'string' && { detail: params['detail'] }),
    instance: `urn:cauce:request:${requestId}`,
    ...(Object.keys(params).length > 0 && { params }),
    requestId,
  };
}

export function sendProblem(
  response: Response,
  code: ProblemCode,
  params: { [name: string]: Json } = {},
  requestId: string = requestIdOf(response),
): void {
  const problem = problemOf(code, params, requestId);
  if (code === 'access.unauthenticated') response.setHeader('www-authenticate', 'Bearer realm="cauce"');
  if (problem.status === 429 || problem.status === 503)
    response.setHeader(
      'retry-after',
      String(typeof params['retryAfterSeconds'] === 'number' ? params['retryAfterSeconds'] : 1),
    );
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

export const requestIdOf = (response: Response): string => String(response.locals['requestId'] ?? 'unknown');

/** What the body reader says, by its own type. */
const bodyProblems: { [type: string]: ProblemCode } = {
  'entity.parse.failed': 'request.malformed',
  'entity.too.large': 'request.too-large',
  'encoding.unsupported': 'request.unsupported-media-type',
  'charset.unsupported': 'request.unsupported-media-type',
  'request.size.invalid': 'request.malformed',
  'request.aborted': 'request.malformed',
};

/** Whether the store, and not the program, is at fault: time mends it. */
const isStoreAway = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  error instanceof MongoNotConnectedError ||
  (error instanceof MongoError && error.hasErrorLabel('RetryableWriteError')) ||
  (error instanceof MongooseError && /buffer|not connected|before initial connection/i.test(error.message));

/** The code and the particulars that a failure is told with; undefined for a bug. */
export function toldAs(error: unknown): { code: ProblemCode; params: { [name: string]: Json } } | undefined {
  if (error instanceof ProblemError) return { code: error.code, params: error.params };
  if (error instanceof TransientError)
    return {
      code: 'store.unavailable',
      params: { retryAfterSeconds: Math.max(1, Math.ceil(error.retryAfterMs / 1_000)) },
    };
  if (isStoreAway(error)) return { code: 'store.unavailable', params: {} };
  if (typeof error === 'object' && error !== null) {
    const { type, status } = error as { type?: unknown; status?: unknown };
    if (typeof type === 'string' && bodyProblems[type]) return { code: bodyProblems[type], params: {} };
    // Express: an address that cannot be decoded.
    if (error instanceof URIError || status === 400)
      return { code: 'request.invalid', params: { detail: STATUS_CODES[400] ?? '' } };
  }
  return undefined;
}

/** The last in the chain: every failure leaves as problem+json, and a bug is logged with its cause. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const requestId = requestIdOf(response);
    if (response.headersSent) {
      log.error({ requestId, error }, 'a request failed while it was being answered');
      response.destroy();
      return;
    }
    const told = toldAs(error);
    if (!told || told.code === 'internal')
      log.error({ requestId, method: request.method, path: request.path, error }, 'a request failed');
    else if (told.code === 'store.unavailable') log.warn({ requestId, error }, 'the store did not answer');
    sendProblem(response, told?.code ?? 'internal', told?.params ?? {});
  };
}
