import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { ProblemError, problems } from '../../runtime/contract/index.ts';
import type { IdempotencyRepository, StoredAnswer } from '../store/idempotency.ts';
import type { Principal } from './access.ts';
import { rawBodyOf } from './body.ts';
import { problemOf, toldAs } from './problems.ts';
import type { Answer } from './route.ts';

const keyForm = /^[\x20-\x7e]{1,255}$/;

/** The key of a request that changes something once; undefined without one. Throws when it is none. */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined || request.method !== 'POST') return undefined;
  if (!keyForm.test(key))
    throw new ProblemError('request.invalid', {
      issues: [{ path: '/Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }],
    });
  return key;
}

/**
 * Runs a request at most once per workspace, caller and key within a day: a repeat gets the same answer. What failed on our side
 * is forgotten, so that it can be tried again; a refusal is an answer like any other.
 */
export async function once(
  store: IdempotencyRepository,
  principal: Principal,
  key: string,
  request: Request,
  requestId: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { workspaceId } = principal;
  const callersKey = `${principal.id}:${key}`;
  const hash = createHash('sha256')
    .update(`${request.method} ${request.originalUrl}\n${request.get('if-match') ?? ''}\n`)
    .update(rawBodyOf(request))
    .digest('hex');
  const begun = await store.begin(workspaceId, callersKey, hash);
  if (begun.kind === 'other-request') throw new ProblemError('request.idempotency-conflict');
  if (begun.kind === 'running') throw new ProblemError('request.idempotency-running');
  if (begun.kind === 'answered') return replayed(begun.answer);
  let answer: Answer;
  try {
    answer = await run();
  } catch (error) {
    const told = toldAs(error);
    if (!told || problems[told.code].status >= 500) {
      await store.release(workspaceId, callersKey);
      throw error;
    }
    const { status } = problems[told.code];
    await store.finish(workspaceId, callersKey, {
      status,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify(problemOf(told.code, told.params, requestId)),
    });
    throw error;
  }
  await store.finish(workspaceId, callersKey, {
    status: answer.status,
    headers: answer.headers ?? {},
    body: answer.body === undefined ? '' : JSON.stringify(answer.body),
  });
  return answer;
}

const replayed = ({ status, headers, body }: StoredAnswer): Answer => ({
  status,
  headers: { ...headers, 'idempotency-replayed': 'true' },
  ...(body !== '' && { body: JSON.parse(body) as unknown }),
});
