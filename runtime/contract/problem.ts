import { Type, type Static } from '@sinclair/typebox';
import { JsonValue, type Json } from './json.ts';

type ProblemRow = { status: number; title: string };

/**
 * Every problem a caller can meet: its stable code, HTTP status and title. Sent as `application/problem+json` (RFC 9457) with
 * `type` = `urn:cauce:problem:{code}`. The thirtieth row is added like the third.
 */
export const problems = {
  'request.malformed': { status: 400, title: 'The request is not valid JSON' },
  'request.invalid': { status: 422, title: 'The request does not have the form that this route takes' },
  'request.too-large': { status: 413, title: 'The request is larger than this route takes' },
  'request.unsupported-media-type': { status: 415, title: 'This route takes application/json' },
  'request.not-found': { status: 404, title: 'There is no such route' },
  'request.too-many': { status: 429, title: 'Too many requests; wait and try again' },
  'request.idempotency-conflict': { status: 409, title: 'This Idempotency-Key was used for another request' },
  'request.idempotency-running': { status: 409, title: 'A request with this Idempotency-Key is still running' },
  'access.unauthenticated': { status: 401, title: 'Sign in or send an API key' },
  'access.forbidden': { status: 403, title: 'You may not do this' },
  'access.people-only': { status: 403, title: 'Only a person who has signed in can do this' },
  'access.wrong-credentials': { status: 401, title: 'E-mail or password is wrong' },
  'flow.not-found': { status: 404, title: 'There is no such flow' },
  'flow.exists': { status: 409, title: 'A flow with this id exists already' },
  'flow.version-not-found': { status: 404, title: 'There is no such version of the flow' },
  'flow.unreadable': { status: 422, title: 'The flow cannot be read' },
  'flow.has-errors': { status: 422, title: 'The flow has errors that forbid publishing' },
  'flow.tests-failed': { status: 422, title: 'Tests of the flow fail' },
  'flow.test-unbuildable': { status: 422, title: 'No test can be made of this conversation' },
  'flow.translations-unreadable': { status: 422, title: 'The file of translations cannot be read' },
  'flow.stale-revision': { status: 412, title: 'The flow has changed meanwhile' },
  'flow.revision-required': { status: 428, title: 'Send If-Match with the revision you read' },
  'flow.policies-missing': { status: 409, title: 'People wait at cards that this version removes or changes' },
  'flow.policy-target-missing': {
    status: 422,
    title: 'A policy moves people to a card that the version does not have',
  },
  'flow.edit-conflict': { status: 409, title: 'Somebody else changed the same place' },
  'conversation.not-found': { status: 404, title: 'There is no such conversation' },
  'conversation.not-flagged': { status: 409, title: 'Nobody is asked to look at this conversation' },
  'message.not-found': { status: 404, title: 'There is no such message' },
  'message.not-uncertain': { status: 409, title: 'The outcome of this message is known' },
  'conversation.no-ticket': { status: 409, title: 'People do not have this conversation' },
  'definition.not-found': { status: 404, title: 'There is nothing with this id' },
  'definition.too-many': { status: 409, title: 'There are as many of this kind as there may be' },
  'definition.too-large': { status: 413, title: 'The constants of a workspace are too large together' },
  'secret.not-found': { status: 404, title: 'There is no such secret' },
  'alert.not-found': { status: 404, title: 'There is no such alert' },
  'contact.not-found': { status: 404, title: 'There is no such contact' },
  'channel.not-found': { status: 404, title: 'There is no such channel' },
  'channel.exists': { status: 409, title: 'This channel id is taken' },
  'channel.settings-invalid': { status: 422, title: 'The settings are not those of this kind of channel' },
  'channel.templates-unavailable': { status: 502, title: 'The provider does not give the templates of this number' },
  'test-phone.unavailable': { status: 409, title: 'The test phone needs the built-in stand-in for WhatsApp' },
  'test-phone.refused': { status: 409, title: 'The webhook of this channel did not take the message' },
  'key.not-found': { status: 404, title: 'There is no such API key' },
  'trigger.not-found': { status: 404, title: 'There is no such trigger' },
  'trigger.contact-missing': { status: 422, title: 'The body does not say which contact is meant' },
  'analytics.period': { status: 422, title: 'These days cannot be looked at together' },
  'input.not-found': { status: 404, title: 'There is no such input' },
  'file.not-found': { status: 404, title: 'There is no such file' },
  'store.unavailable': { status: 503, title: 'The store does not answer; try again' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof problems;

/** A failure that the caller can act on. Anything else that is thrown is a bug. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly params: { [name: string]: Json };
  constructor(code: ProblemCode, params: { [name: string]: Json } = {}) {
    super(`${code}: ${problems[code].title}`);
    this.name = 'ProblemError';
    this.code = code;
    this.params = params;
  }
}

/** A failure that time mends: tried again after `retryAfterMs`. */
export class TransientError extends Error {
  readonly retryAfterMs: number;
  constructor(message: string, { retryAfterMs, cause }: { retryAfterMs: number; cause?: unknown }) {
    super(message, { cause });
    this.name = 'TransientError';
    this.retryAfterMs = retryAfterMs;
  }
}

/** The body of an error answer. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String()),
  params: Type.Optional(Type.Record(Type.String(), JsonValue)),
});
export type Problem = Static<typeof Problem>;
