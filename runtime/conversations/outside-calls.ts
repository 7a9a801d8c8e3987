import type { DoneOutcome, Effect, HttpOutcome } from '../contract/index.ts';
import type { TurnInput } from './turn.ts';

/** Effects that ask another system something and whose answer comes back as an input. */
export type CallEffect = Extract<Effect, { kind: 'http.request' | 'email.send' | 'ai.ask' }>;
export type CallAnswer = Extract<TurnInput, { kind: 'http' | 'done' }>;

export const isCall = (effect: Effect): effect is CallEffect =>
  effect.kind === 'http.request' || effect.kind === 'email.send' || effect.kind === 'ai.ask';

/** Further tries of a question to a model that was not answered. */
const modelRetries = 1;

/** True when a call whose outcome is unknown may be made again: a letter never, a question always. */
export function mayRepeat(effect: CallEffect): boolean {
  switch (effect.kind) {
    case 'email.send':
      return false;
    case 'ai.ask':
      return true;
    case 'http.request': {
      const { method, safeToRepeat } = effect.request;
      return safeToRepeat || ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method);
    }
  }
}

/** How long to wait before the call is tried once more, in milliseconds; null when it is not. `attempts` counts those made. */
export function retryInMs(effect: CallEffect, answer: CallAnswer, attempts: number): number | null {
  const delay = Math.min(10_000, 500 * 2 ** (attempts - 1));
  if (effect.kind === 'http.request' && answer.kind === 'http')
    return isWorthRepeating(effect, answer.outcome) && attempts <= effect.request.retries ? delay : null;
  if (effect.kind === 'ai.ask' && answer.kind === 'done')
    return !answer.outcome.ok && answer.outcome.code === 'ai.unavailable' && attempts <= modelRetries ? delay : null;
  return null;
}

function isWorthRepeating(effect: CallEffect, outcome: HttpOutcome): boolean {
  if (outcome.ok) return [429, 503].includes(outcome.status) || (outcome.status >= 500 && mayRepeat(effect));
  if (outcome.code === 'http.refused') return true;
  return ['http.timeout', 'http.outcome-unknown'].includes(outcome.code) && mayRepeat(effect);
}

/** The answer as the session gets it: a timeout of what may have been done all the same is an unknown outcome. */
export function knownAnswer(effect: CallEffect, answer: CallAnswer): CallAnswer {
  if (answer.kind !== 'http' || answer.outcome.ok || answer.outcome.code !== 'http.timeout' || mayRepeat(effect))
    return answer;
  const message = 'No answer in time; the other side may have done it.';
  return { ...answer, outcome: { ok: false, code: 'http.outcome-unknown', message } };
}

/** For a call whose process died before the answer, and that must not be made again. */
export function lostAnswer({ kind, id: effectId }: CallEffect): CallAnswer {
  const message = 'The process that called died before the answer.';
  return kind === 'http.request'
    ? { kind: 'http', effectId, outcome: { ok: false, code: 'http.outcome-unknown', message } }
    : { kind: 'done', effectId, outcome: unknownOutcome(message) };
}

/** The other side may have done it, or not. */
export const unknownOutcome = (message: string): DoneOutcome & { ok: false } => ({
  ok: false,
  code: 'call.outcome-unknown',
  message,
});
