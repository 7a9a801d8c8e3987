import { fail, type Json, type Outcome, type ResumeInput } from '../contract/index.ts';

/** The answer to the effect that a card waits for, or how the card goes on without one. */
export function answerIn(input: ResumeInput): { value: Json | undefined } | { failure: Outcome } {
  if (input.kind === 'delivery-failed') return { failure: fail(input.error.code, input.error.message) };
  if (input.kind !== 'done') return { failure: fail('input.unexpected', `Something else came: "${input.kind}".`) };
  const { outcome } = input;
  return outcome.ok ? { value: outcome.value } : { failure: fail(outcome.code, outcome.message) };
}
