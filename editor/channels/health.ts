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
  const [worst] = pressing(findings ?? []);
  if (worst?.severity === 'error') return 'broken';
  const hasFreshError = lastError !== null && !lastError.mended && now - Date.parse(lastError.at) < freshErrorMs;
  if (hasFreshError || worst) return 'check';
  return lastWebhookAt === null ? 'silent' : 'works';
}

/** What somebody has to do something about, the worst first. */
export const toMend = (findings: readonly Finding[]): Finding[] => [
  ...findings.filter(({ severity }) => severity === 'error'),
  ...findings.filter(({ severity }) => severity === 'warning'),
];

/** Of these the channel's page alone speaks: silence and pause are said by other words, and a secret that looks odd may be right. */
const unpressing = new Set(['paused', 'no-webhook-yet', 'app-secret-implausible']);

/** What somebody has to do something about now. */
export const pressing = (findings: readonly Finding[]): Finding[] =>
  toMend(findings).filter(({ code }) => !unpressing.has(code));
