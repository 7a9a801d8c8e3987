import type { Tone } from '../ui/Status.tsx';
import { healthOf, pressing } from '../channels/health.ts';
import type { Channel, Finding } from '../channels/queries.ts';
import type { FlowAlert } from '../flow-alerts/queries.ts';
import type { ConversationRow, FlowRow } from './queries.ts';

/** Something that a person should look at. `what` and `why` are keys of texts (or plain words in `params`). */
export type Attention = {
  id: string;
  tone: Tone;
  what: string;
  params: { [name: string]: string };
  /** A second thing to say: the text of a key, or these words where there is none. */
  why?: { key?: string; words: string };
  at?: string;
  to: string;
  action: string;
  /** The alert that it is, where it can be dismissed. */
  alert?: string;
};

type Known = {
  botPaused: boolean;
  channels: readonly Channel[];
  findings: { [channelId: string]: readonly Finding[] | undefined };
  flagged: readonly ConversationRow[];
  uncertain: readonly ConversationRow[];
  pausedFlows: readonly FlowRow[];
  stopped?: readonly (FlowAlert & { name: string })[];
};

const nameOf = ({ contact }: ConversationRow): string => contact.name ?? contact.phone ?? contact.id;

/** All that asks for attention, what stops everything first. */
export function attentionOf(
  { botPaused, channels, findings, flagged, uncertain, pausedFlows, stopped = [] }: Known,
  now: number,
) {
  const found: Attention[] = [];
  if (botPaused) found.push({ id: 'bot', tone: 'wait', what: 'botPaused', params: {}, to: '/channels', action: 'see' });
  for (const channel of channels) found.push(...ofChannel(channel, findings[channel.id] ?? [], now));
  for (const { id, flowId, name, code, message, node, lastAt } of stopped)
    found.push({
      id: `stopped ${id}`,
      tone: 'bad',
      what: 'flowStopped',
      params: { name },
      why: { key: `failures.${code}`, words: message },
      at: lastAt,
      to: `/flows/${flowId}${node === undefined ? '' : `?card=${encodeURIComponent(node)}`}`,
      action: 'see',
      alert: id,
    });
  for (const row of flagged)
    found.push({
      id: `flagged ${row.id}`,
      tone: 'people',
      what: 'flagged',
      params: { name: nameOf(row) },
      ...(row.flagged && { why: { words: row.flagged.note }, at: row.flagged.at }),
      to: `/conversations/${row.id}`,
      action: 'attend',
    });
  for (const row of uncertain)
    found.push({
      id: `uncertain ${row.id}`,
      tone: 'wait',
      what: 'uncertain',
      params: { name: nameOf(row) },
      to: `/conversations/${row.id}`,
      action: 'decide',
    });
  for (const { id, name } of pausedFlows)
    found.push({
      id: `paused ${id}`,
      tone: 'wait',
      what: 'flowPaused',
      params: { name },
      to: `/flows/${id}`,
      action: 'see',
    });
  return found;
}

function ofChannel(channel: Channel, findings: readonly Finding[], now: number): Attention[] {
  const { id, name, lastError } = channel;
  const shared = { params: { name }, to: `/channels/${id}`, action: 'mend' };
  if (channel.paused) return [{ ...shared, id: `channel ${id}`, tone: 'wait', what: 'channelPaused', action: 'see' }];
  const [worst] = pressing(findings);
  if (worst)
    return [
      {
        ...shared,
        id: `channel ${id}`,
        tone: worst.severity === 'error' ? 'bad' : 'wait',
        what: 'channel',
        why: { key: `channelPage.mend.${worst.code}`, words: worst.detail ?? worst.code },
      },
    ];
  if (lastError && healthOf(channel, undefined, now) === 'check')
    return [
      {
        ...shared,
        id: `channel ${id}`,
        tone: 'wait',
        what: 'channelError',
        why: { key: `failures.${lastError.code}`, words: lastError.message },
        at: lastError.at,
      },
    ];
  return [];
}
