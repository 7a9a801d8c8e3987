const hourMs = 3_600_000;
/** WhatsApp: free-form answers may leave for 24 hours after the person's last message. */
const wholeMs = 24 * hourMs;
/** From here on time is short. */
const shortMs = 3 * hourMs;

/** How long anything may still be written to a person. `share` is the part of the 24 hours that is left. */
export type OpenWindow = { state: 'open' | 'ending' | 'shut'; share: number; hours: number; minutes: number };

export function windowLeft(openUntil: string | null, now: number): OpenWindow {
  const leftMs = openUntil === null ? 0 : Date.parse(openUntil) - now;
  if (leftMs <= 0) return { state: 'shut', share: 0, hours: 0, minutes: 0 };
  const allMinutes = Math.max(1, Math.floor(leftMs / 60_000));
  return {
    state: leftMs < shortMs ? 'ending' : 'open',
    share: Math.min(1, leftMs / wholeMs),
    hours: Math.floor(allMinutes / 60),
    minutes: allMinutes % 60,
  };
}

/** The key of the words for what is left, and their values. */
export function windowWords({ state, hours, minutes }: OpenWindow): {
  key: string;
  values: { [name: string]: number };
} {
  if (state === 'shut') return { key: 'conversations.window.shut', values: {} };
  if (hours === 0) return { key: 'conversations.window.minutes', values: { minutes } };
  // With hours to go, minutes are noise.
  if (state === 'open' || minutes === 0) return { key: 'conversations.window.hours', values: { hours } };
  return { key: 'conversations.window.hoursMinutes', values: { hours, minutes } };
}
