import type { SendRequest, TakenMessage } from './graph-stub.ts';

/** A message a person wrote: `ping {sequence}`, which the demo's echo flow answers `pong #{sequence} v{count of this person}`. */
export type WrittenMessage = {
  /** Digits. */
  contact: string;
  /** 1, 2, 3 … of this contact, in the order in which the program acknowledged them. */
  sequence: number;
  /** True once its webhook was answered 200. */
  acknowledged: boolean;
};

/** An outbound message whose outcome the program says it does not know. */
export type UncertainMessage = { to: string; text: string };

export type Evidence = {
  written: WrittenMessage[];
  /** What the provider saw: the only witness of what people received. */
  taken: TakenMessage[];
  requests: SendRequest[];
  /** Effects whose delivery status the program acknowledged: it knows that these were taken. */
  statusKnown: ReadonlySet<string>;
  /** What the program shows in its conversations. */
  shownUncertain: UncertainMessage[];
  /** `cauce_messages_uncertain`. */
  uncertainMetric: number;
};

export type Check = { name: string; passed: boolean; detail: string };

const answerPattern = /^pong #(\d+) v(\d+)$/;
const keyOf = (contact: string, sequence: number): string => `${contact} #${sequence}`;
const textOf = (sequence: number): string => `pong #${sequence} v${sequence}`;

/**
 * Judges a run from the outside. Each check names what it found wrong, at most ten cases. Nothing here trusts the program's own
 * account except for messages it shows as uncertain, and these must be exactly the ones the provider's side cannot vouch for.
 */
export function judge({ written, taken, requests, statusKnown, shownUncertain, uncertainMetric }: Evidence): Check[] {
  const checks: Check[] = [];
  const check = (name: string, wrong: string[], proof: string): void => {
    checks.push({ name, passed: wrong.length === 0, detail: wrong.length === 0 ? proof : some(wrong) });
  };

  const acknowledged = written.filter((message) => message.acknowledged);
  check(
    'every webhook was acknowledged in the end',
    written.filter((message) => !message.acknowledged).map((message) => keyOf(message.contact, message.sequence)),
    `${written.length} webhooks`,
  );

  const expected = new Set(acknowledged.map((message) => keyOf(message.contact, message.sequence)));
  const answers = new Map<string, TakenMessage[]>();
  const strange: string[] = [];
  const disorder: string[] = [];
  const lastSequence = new Map<string, number>();
  for (const message of taken) {
    const match = answerPattern.exec(message.text);
    const sequence = Number(match?.[1]);
    const key = keyOf(message.to, sequence);
    if (!match || !expected.has(key)) {
      strange.push(`${message.to}: ${message.text}`);
      continue;
    }
    answers.set(key, [...(answers.get(key) ?? []), message]);
    const last = lastSequence.get(message.to) ?? 0;
    if (message.text !== textOf(sequence)) disorder.push(`${message.to}: ${message.text}`);
    else if (sequence < last) disorder.push(`${message.to}: #${sequence} after #${last}`);
    lastSequence.set(message.to, Math.max(last, sequence));
  }
  check('every answer belongs to a message that was written', strange, `${taken.length} answers`);

  const twice = [...answers]
    .filter(([, given]) => given.length > 1)
    .map(([key, given]) => `${key} ${given.length} times`);
  const byEffect = new Map<string, number>();
  for (const { effectId } of taken) byEffect.set(effectId, (byEffect.get(effectId) ?? 0) + 1);
  for (const [effectId, times] of byEffect) if (times > 1) twice.push(`effect ${effectId} ${times} times`);
  if (byEffect.has('')) twice.push('an answer without an effect id');
  check('nobody was answered twice', twice, `${answers.size} messages answered`);

  check('counters run from v1 on without skip or repeat, in order', disorder, `${lastSequence.size} contacts`);

  const settled = new Map<string, SendRequest>();
  const again: string[] = [];
  for (const request of requests) {
    const before = settled.get(request.effectId);
    if (before) again.push(`${request.effectId} (${before.outcome}) to ${request.to}: ${request.text}`);
    if (request.outcome !== 'refused') settled.set(request.effectId, request);
  }
  check('nothing was sent again after its outcome was taken or unknown', again, `${requests.length} requests`);

  /** Nobody can know of these: never taken, though perhaps asked for, or taken without the sender ever hearing of it. */
  const unknowable = new Set<string>();
  for (const key of expected) {
    const [answer] = answers.get(key) ?? [];
    if (!answer || (!answer.confirmed && !statusKnown.has(answer.effectId))) unknowable.add(key);
  }
  const shown = new Set<string>();
  const oddlyShown: string[] = [];
  for (const { to, text } of shownUncertain) {
    const match = answerPattern.exec(text);
    if (match) shown.add(keyOf(to, Number(match[1])));
    else oddlyShown.push(`${to}: ${text}`);
  }
  check(
    'every message was answered or is shown as uncertain',
    [...expected].filter((key) => !answers.has(key) && !shown.has(key)),
    `${answers.size} answered, ${[...expected].filter((key) => !answers.has(key)).length} not known to be`,
  );
  check(
    'shown as uncertain is what nobody can know, and nothing else',
    [
      ...[...unknowable].filter((key) => !shown.has(key)).map((key) => `${key} is not shown`),
      ...[...shown].filter((key) => !unknowable.has(key)).map((key) => `${key} is shown, yet known`),
      ...oddlyShown,
    ],
    `${shown.size} shown`,
  );
  check(
    'cauce_messages_uncertain is the number of these',
    uncertainMetric === unknowable.size ? [] : [`${uncertainMetric}, not ${unknowable.size}`],
    `${uncertainMetric}`,
  );
  return checks;
}

const some = (cases: string[]): string =>
  cases.length > 10 ? `${cases.length} wrong: ${cases.slice(0, 10).join('; ')}; …` : cases.join('; ');

/** A table for people; the last line is `N passed, N failed`. */
export function reportOf(checks: Check[]): string {
  const width = Math.max(...checks.map((check) => check.name.length));
  const rows = checks.map(
    ({ name, passed, detail }) => `${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${detail}`,
  );
  const failed = checks.filter((check) => !check.passed).length;
  return [...rows, '', `${checks.length - failed} passed, ${failed} failed`].join('\n');
}
