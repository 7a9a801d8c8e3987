import type { Channel, Finding } from './queries.ts';

export type Health = 'works' | 'check' | 'broken' | 'paused' | 'silent';

/** An error older than this is history. */
const freshErrorMs = 24 * 60 * 60_000;

/** How a channel does, in one word. `findings` only when the provider has been asked. */
export function healthOf(
  { paused, lastWebhookAt, lastError }: Pick<Channel, 'paused' | 'lastWebhookAt' | 'lastError'>,
  findings: readonly Finding[] | undefined,
  now: number,
): Health {
  if (paused) return 'paused';
  if (findings?.some(({ severity }) => severity === 'error')) return 'broken';
  const hasFreshError = lastError !== null && now - Date.parse(lastError.at) < freshErrorMs;
  if (hasFreshError || findings?.some(({ code, severity }) => severity === 'warning' && !silences.has(code)))
    return 'check';
  return lastWebhookAt === null ? 'silent' : 'works';
}

/** Said by the word itself. */
const silences = new Set(['paused', 'no-webhook-yet']);

/** What somebody has to do something about, the worst first. */
export const toMend = (findings: readonly Finding[]): Finding[] => [
  ...findings.filter(({ severity }) => severity === 'error'),
  ...findings.filter(({ severity }) => severity === 'warning'),
];
