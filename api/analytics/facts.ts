import type { DomainEvent, Instant, Json, TraceEntry, WorkspaceId } from '../../runtime/contract/index.ts';
import type { EventLot } from '../../runtime/ports.ts';

/**
 * What one save of a conversation adds to the figures of one version of a flow. `counts` are kept under `countKey`; `sessions` by how
 * they began and ended.
 */
export type FlowFact = {
  workspaceId: WorkspaceId;
  flowId: string;
  version: number;
  /** Of the workspace's zone. */
  day: string;
  conversationId: string;
  contactId: string;
  /** The conversation's revision that it was saved with: applied once, in this order. */
  revision: number;
  counts: { [key: string]: number };
  sessions: { [how in SessionCount]?: number };
};
export const sessionCounts = ['started', 'ended', 'failed', 'expired', 'left', 'replaced'] as const;
export type SessionCount = (typeof sessionCounts)[number];

/** A result as a person last gave it. */
export type ResultFact = {
  workspaceId: WorkspaceId;
  flowId: string;
  name: string;
  contactId: string;
  /** Later ones are greater, also within one save. */
  order: string;
  at: Instant;
  day: string;
  /** Its category, else its value in a few words. */
  answer: string;
  isCategory: boolean;
  number?: number;
};

/**
 * What is counted, by names that outlive edits: a way out is its card and its port, so that a line drawn anew goes on counting.
 * - pass: a session left the card by the port; visit: it entered the card; the others: it ended at the card.
 */
export type Counted =
  { kind: 'pass'; node: string; port: string } | { kind: 'visit' | 'expired' | 'failed' | 'left'; node: string };

const letters = { pass: 'p', visit: 'v', expired: 'x', failed: 'f', left: 'l' } as const;
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as Counted['kind']]));

/** The name of a count as a field of a document: no dots and no dollars. */
export const countKey = (counted: Counted): string =>
  [letters[counted.kind], counted.node, ...(counted.kind === 'pass' ? [counted.port] : [])].map(escaped).join(':');

export function countedOf(key: string): Counted | undefined {
  const [letter = '', node, port] = key.split(':').map(unescaped);
  const kind = kinds.get(letter as never);
  if (kind === undefined || node === undefined) return undefined;
  if (kind !== 'pass') return { kind, node };
  return port === undefined ? undefined : { kind, node, port };
}

const escaped = (part: string): string =>
  part.replace(/[%.$:\0]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
const unescaped = (part: string): string =>
  part.replace(/%([0-9a-f]{2})/g, (_whole, code: string) => String.fromCharCode(parseInt(code, 16)));

/** What a lot of a conversation adds, a fact for each version of a flow that it passed through. */
export function flowFactsOf(lot: EventLot): FlowFact[] {
  const { workspaceId, conversationId, contactId, revision } = lot;
  if (revision === undefined || contactId === null) return [];
  const facts = new Map<string, FlowFact>();
  const of = (flowId: string, version: number): FlowFact => {
    const key = `${flowId}:${version}`;
    const found = facts.get(key);
    if (found) return found;
    const fact = {
      workspaceId,
      flowId,
      version,
      day: dayOf(lot),
      conversationId,
      contactId,
      revision,
      counts: {},
      sessions: {},
    };
    facts.set(key, fact);
    return fact;
  };
  for (const { flowId, flowVersion, entries } of lot.traces)
    for (const entry of entries) {
      const { id, version } = entry.flow ?? { id: flowId, version: flowVersion };
      countEntry(of(id, version).counts, entry);
    }
  for (const event of lot.events) countSession(of, event);
  return [...facts.values()];
}

/** The day that a save falls on; of before days were saved, that of UTC. */
const dayOf = ({ day, at }: EventLot): string => day ?? at.slice(0, 10);

function add<Key extends string>(counts: { [key in Key]?: number }, key: Key): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function countEntry(counts: FlowFact['counts'], { node, port, action, values }: TraceEntry): void {
  if (action === 'enter') add(counts, countKey({ kind: 'visit', node }));
  if (port !== undefined) add(counts, countKey({ kind: 'pass', node, port }));
  if (values?.['exitWord'] !== undefined) add(counts, countKey({ kind: 'left', node }));
}

function countSession(of: (flowId: string, version: number) => FlowFact, event: DomainEvent): void {
  if (event.type === 'session.started') add(of(event.flowId, event.flowVersion).sessions, 'started');
  if (event.type === 'session.failed') {
    const { counts, sessions } = of(event.flowId, event.flowVersion);
    add(sessions, 'failed');
    if (event.node !== undefined) add(counts, countKey({ kind: 'failed', node: event.node }));
  }
  if (event.type === 'session.ended') {
    const { counts, sessions } = of(event.flowId, event.flowVersion);
    const { reason, node } = event;
    add(sessions, reason === 'expired' || reason === 'left' || reason === 'replaced' ? reason : 'ended');
    if (reason === 'expired' && node !== undefined) add(counts, countKey({ kind: 'expired', node }));
  }
}

/** Longer answers are told apart by their beginning. */
const answerLength = 120;

/** Results as a lot leaves them: of one name the last. */
export function resultFactsOf(lot: EventLot): ResultFact[] {
  const { workspaceId, contactId, revision, at, events } = lot;
  if (revision === undefined || contactId === null) return [];
  const facts = new Map<string, ResultFact>();
  for (const [index, event] of events.entries()) {
    if (event.type !== 'result.saved') continue;
    const { flowId, name, value, category } = event;
    facts.set(`${flowId}:${name}`, {
      workspaceId,
      flowId,
      name,
      contactId,
      at,
      day: dayOf(lot),
      order: [at, String(revision).padStart(9, '0'), String(index).padStart(4, '0')].join(' '),
      answer: (category ?? answerText(value)).slice(0, answerLength),
      isCategory: category !== undefined,
      ...(typeof value === 'number' && { number: value }),
    });
  }
  return [...facts.values()];
}

const answerText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
