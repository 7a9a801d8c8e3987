import { createHash } from 'node:crypto';
import type { DeliveryState, InboundMessage, Instant, Json } from '../../contract/index.ts';
import { describeMessage } from '../describe.ts';
import type { Alias, ChannelEvent } from '../channel.ts';
import { aliasesOf, phoneAlias } from './aliases.ts';
import { readContent } from './content.ts';
import { deliveryErrorOf } from './errors.ts';
import { compact, dict, firstText, isDict, list, number, text, type Dict } from './json-readers.ts';
import { errorSummary, summaryOf } from './notices.ts';

/** Where an update stood: what its own envelope is made of. */
type Place = { object: unknown; entry: Dict; field: string; value: Dict; people: People; receivedAt: Instant };
/** The contacts of a change; a batch may have a thousand, so they are found by their ids. */
type People = { only?: Dict | undefined; byId: Map<unknown, Dict> };

const states: { readonly [status: string]: DeliveryState } = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'played',
  failed: 'failed',
};

/**
 * Splits a webhook of the Cloud API into its updates (Meta: "Webhooks"; up to 1,000 in a body, over four levels). Each keeps itself in
 * an envelope of its own, with nobody else's names in it. Never throws, and every body yields at least one event: what is not
 * known, or names nobody, is a notice.
 */
export function parseWebhook(body: unknown, receivedAt: Instant): ChannelEvent[] {
  const events: ChannelEvent[] = [];
  if (isDict(body)) {
    for (const entry of list(body['entry']).map(dict)) {
      for (const change of list(entry['changes']).map(dict)) {
        const field = firstText(change['field'], entry['field']) ?? 'unknown';
        const value = dict(change['value']);
        const people = peopleOf(value);
        readChange({ object: body['object'], entry, field, value, people, receivedAt }, change, events);
      }
    }
  }
  if (events.length === 0) {
    events.push(unreadableEvent(jsonOf(body), receivedAt));
  }
  return events;
}

function readChange(place: Place, change: Dict, events: ChannelEvent[]): void {
  const { field, value } = place;
  const parts = Object.hasOwn(fields, field) ? fields[field]! : {};
  const before = events.length;
  for (const name of Object.keys(parts)) {
    for (const item of name === 'history' ? list(value[name]).flatMap(byThread) : list(value[name])) {
      const part = { ...head(value), contacts: contactsOf(place, item), [name]: [item] };
      try {
        events.push(inEnvelope(place, { value: part }, parts[name]!(dict(item), place)));
      } catch {
        // Nothing that the provider may send should come here; should it, one update must not cost the others.
        events.push(
          inEnvelope(place, { value: part }, { ...noticeOf(field, `An update of ${field} that could not be read`) }),
        );
      }
    }
  }
  const rest = Object.keys(value).filter((name) => !shared.has(name) && !Object.hasOwn(parts, name));
  if (events.length > before && rest.length === 0) return;
  // One update as a whole, or what stands beside the lists that are known.
  const left = Object.fromEntries([...shared, ...rest].flatMap((name) => (name in value ? [[name, value[name]]] : [])));
  const whole = isDict(change['value']) ? { ...change, value: left } : change;
  const summary = safely(() => summaryOf(field, { rejection_info: change['rejection_info'], ...value }));
  events.push(inEnvelope(place, whole, noticeOf(field, summary)));
}

/** What all updates of a change have in common. */
const shared = new Set(['messaging_product', 'metadata', 'contacts']);

/** What a reader makes of one update: its event without envelope. The id is the update's hash where the reader gives none. */
type Read = EventBody & { id?: string; at?: Instant };
type EventBody = ChannelEvent extends infer Event
  ? Event extends ChannelEvent
    ? Omit<Event, 'id' | 'raw' | 'at'>
    : never
  : never;
type Reader = (item: Dict, place: Place) => Read;

/** The lists of each field that hold updates of their own. Any other field is one update. */
const fields: { readonly [field: string]: { readonly [list: string]: Reader } } = {
  messages: { messages: readMessage, statuses: readStatus, errors: (error) => noticeOf('errors', errorSummary(error)) },
  // Another bot of the account answers these; they are shown, never answered.
  standby: { messages: (item, place) => aside(item, place, 'Message that another app of the account answers') },
  smb_message_echoes: { message_echoes: readEcho },
  user_preferences: { user_preferences: readPreference },
  history: {
    history: readHistory,
    errors: (error) => noticeOf('history', `History is not shared. ${errorSummary(error)}`),
  },
  smb_app_state_sync: { state_sync: readContactSync },
  calls: { calls: readCall },
};

function readMessage(item: Dict, place: Place): Read {
  const aliases = sendersOf(item, place);
  const group = text(item['group_id']);
  if (group !== undefined) return aside(item, place, `Message in group ${group}`);
  if (aliases.length === 0) return aside(item, place, 'Message without a sender');
  const profile = dict(contactOf(place, item)?.['profile']);
  const message = readInbound(item, place);
  return compact({
    kind: 'message' as const,
    id: text(item['id']),
    at: message.at,
    aliases,
    profileName: text(profile['name']),
    message,
  });
}

/** A message that no flow may answer: told in words. */
function aside(item: Dict, place: Place, what: string): Read {
  const message = readInbound(item, place);
  return compact({
    ...noticeOf(place.field, `${what}: ${describeMessage(message.content, 'en')}`, sendersOf(item, place)),
    id: text(item['id']),
    at: message.at,
  });
}

function readInbound(item: Dict, place: Place): InboundMessage {
  const id = text(item['id']);
  const context = dict(item['context']);
  const messageId = text(context['id']);
  const forwarded = context['forwarded'] === true || context['frequently_forwarded'] === true;
  const referral = item['referral'];
  return compact({
    id: id ?? hashOf(jsonOf(item)),
    at: instantOf(item['timestamp'], place.receivedAt),
    content: readContent(item),
    context:
      messageId !== undefined || forwarded
        ? { ...(messageId && { messageId }), ...(forwarded && { forwarded }) }
        : undefined,
    referral: isDict(referral) ? (referral as { [key: string]: Json }) : undefined,
  });
}

function readStatus(item: Dict, place: Place): Read {
  const status = text(item['status']) ?? 'unknown';
  const providerMessageId = text(item['id']);
  const participant = firstText(item['recipient_participant_id'], item['recipient_participant_user_id']);
  const id = providerMessageId && [providerMessageId, status, participant].filter(Boolean).join(':');
  const at = instantOf(item['timestamp'], place.receivedAt);
  const error = list(item['errors'])[0];
  const state = Object.hasOwn(states, status) ? states[status] : undefined;
  const aliases = recipientsOf(item, place);
  if (!state || providerMessageId === undefined) {
    return compact({
      ...noticeOf('statuses', `Status "${status}" of message ${providerMessageId ?? '?'}`, aliases),
      id,
      at,
    });
  }
  return compact({
    kind: 'status' as const,
    id,
    at,
    providerMessageId,
    state,
    effectId: text(item['biz_opaque_callback_data']),
    error: isDict(error) ? deliveryErrorOf(error) : undefined,
    pricing: isDict(item['pricing']) ? readPricing(item['pricing']) : undefined,
    aliases,
  });
}

const readPricing = ({ billable, pricing_model, type, category }: Dict) =>
  compact({
    billable: typeof billable === 'boolean' ? billable : undefined,
    model: text(pricing_model),
    type: text(type),
    // Written with a dash in places (`authentication-international`).
    category: text(category)?.replaceAll('-', '_'),
  });

function readEcho(item: Dict, place: Place): Read {
  const ownNumber = text(dict(place.value['metadata'])['display_phone_number'])?.replace(/\D/g, '');
  const toSelf = text(item['to']) !== undefined && text(item['to']) === ownNumber;
  const ids = toSelf ? [item['from']] : [item['to'], item['to_user_id']];
  const aliases = namesOf(ids, place, item);
  const message = readInbound(item, place);
  if (aliases.length === 0) return aside(item, place, "Message written in the phone's own app, recipient unknown");
  return compact({ kind: 'echo' as const, id: text(item['id']), at: message.at, aliases, message });
}

function readPreference(item: Dict, place: Place): Read {
  const aliases = namesOf([item['wa_id'], item['user_id']], place, item);
  const at = instantOf(item['timestamp'], place.receivedAt);
  const state = item['value'] === 'stop' ? 'withdrawn' : item['value'] === 'resume' ? 'granted' : undefined;
  if (state && aliases.length > 0 && item['category'] === 'marketing_messages') {
    return { kind: 'preference', at, aliases, category: 'marketing', state };
  }
  return { ...noticeOf(place.field, text(item['detail']) ?? summaryOf(place.field, item), aliases), at };
}

/** A piece of history with one person's conversation each, so that one can be erased without the others. */
function byThread(item: unknown): unknown[] {
  const threads = list(dict(item)['threads']);
  return threads.length > 1 ? threads.map((thread) => ({ ...dict(item), threads: [thread] })) : [item];
}

/** Old messages of the phone's own app: to be kept, never answered. */
function readHistory(item: Dict): Read {
  const error = list(item['errors'])[0];
  if (isDict(error)) return noticeOf('history', `History is not shared. ${errorSummary(error)}`);
  const threads = list(item['threads']).map(dict);
  const messages = threads.reduce((sum, thread) => sum + list(thread['messages']).length, 0);
  const progress = text(dict(item['metadata'])['progress']);
  const summary = `History of a conversation, ${messages} ${messages === 1 ? 'message' : 'messages'}${progress === undefined ? '' : ` (${progress} %)`}`;
  return noticeOf('history', summary, aliasesOf(threads.map((thread) => thread['id'])));
}

function readContactSync(item: Dict, place: Place): Read {
  const contact = dict(item['contact']);
  const name = firstText(contact['full_name'], contact['first_name'], contact['phone_number']) ?? '?';
  const verb = item['action'] === 'remove' ? 'removed from' : 'saved in';
  return {
    ...noticeOf(place.field, `Contact ${name} ${verb} the phone's address book`, aliasesOf([contact['phone_number']])),
    at: instantOf(dict(item['metadata'])['timestamp'], place.receivedAt),
  };
}

function readCall(item: Dict, place: Place): Read {
  const outgoing = item['direction'] === 'BUSINESS_INITIATED';
  const aliases = namesOf([outgoing ? item['to'] : item['from'], item['from_user_id']], place, item);
  const [event, status] = [item['event'], list(item['status'])[0] ?? item['status']].map((word) =>
    (text(word) ?? '').toLowerCase(),
  );
  const id = [text(item['id']), event].filter(Boolean).join(':');
  const at = instantOf(item['timestamp'], place.receivedAt);
  const missed = event === 'terminate' && status !== 'completed' && !((number(item['duration']) ?? 0) > 0);
  if (missed && !outgoing && aliases.length > 0)
    return compact({ kind: 'missed-call' as const, id: id || undefined, at, aliases });
  const told = [event, status].filter(Boolean).join(', ') || 'unknown';
  return {
    ...noticeOf('calls', `Call ${outgoing ? 'to' : 'from'} ${aliases[0]?.value ?? 'somebody'}: ${told}`, aliases),
    at,
  };
}

/** A changed number comes first: it is where the person can be reached now. */
function sendersOf(item: Dict, place: Place): Alias[] {
  const system = dict(item['system']);
  const now = [system['wa_id'], system['new_wa_id'], system['user_id']];
  return namesOf([...now, item['from'], item['from_user_id'], system['previous_user_id']], place, item);
}

const recipientsOf = (item: Dict, place: Place): Alias[] =>
  item['recipient_type'] === 'group'
    ? aliasesOf([item['recipient_participant_id'], item['recipient_participant_user_id']])
    : namesOf([item['recipient_id'], item['recipient_user_id']], place, item);

function namesOf(ids: readonly unknown[], place: Place, item: Dict): Alias[] {
  const contact = contactOf(place, item);
  if (!contact) return aliasesOf(ids);
  return aliasesOf([...ids, contact['wa_id'], contact['user_id']], dict(contact['profile'])['username']);
}

const personFields = [
  'from',
  'from_user_id',
  'to',
  'to_user_id',
  'recipient_id',
  'recipient_user_id',
  'wa_id',
  'user_id',
];

function peopleOf(value: Dict): People {
  const contacts = list(value['contacts']).filter(isDict);
  const byId = new Map<unknown, Dict>();
  for (const contact of contacts) {
    if (contact['wa_id'] !== undefined) byId.set(contact['wa_id'], contact);
    if (contact['user_id'] !== undefined) byId.set(contact['user_id'], contact);
  }
  return { only: contacts.length === 1 ? contacts[0] : undefined, byId };
}

/** The contact that belongs to an update: found by its ids, or the only one there, where nothing speaks against it. */
function contactOf({ people: { only, byId } }: Place, item: unknown): Dict | undefined {
  if (!isDict(item)) return undefined;
  for (const name of personFields) {
    const found = item[name] === undefined ? undefined : byId.get(item[name]);
    if (found) return found;
  }
  if (!only) return undefined;
  // A number of its own that is another one: the contact is somebody else's.
  const phone = phoneAlias(only['wa_id']);
  if (!phone) return only;
  const others = personFields.flatMap((name) => phoneAlias(item[name]) ?? []);
  return others.length > 0 && !others.some(({ key }) => key === phone.key) ? undefined : only;
}

const contactsOf = (place: Place, item: unknown): Dict[] | undefined => {
  const contact = contactOf(place, item);
  return contact && [contact];
};

const head = ({ messaging_product, metadata }: Dict): Dict => ({ messaging_product, metadata });

function noticeOf(field: string, summary: string, aliases: Alias[] = []): Extract<EventBody, { kind: 'notice' }> {
  return { kind: 'notice', field, summary, ...(aliases.length > 0 && { aliases }) };
}

/** Puts an update into an envelope of its own, from which it can be read again and yields the same event. */
function inEnvelope(place: Place, change: Dict, { id, at, ...event }: Read): ChannelEvent {
  const { id: account, time } = place.entry;
  const raw = jsonOf({
    object: place.object,
    entry: [{ id: account, time, changes: [{ ...change, field: place.field }] }],
  });
  if (raw === tooDeep) return unreadableEvent(raw, place.receivedAt);
  return {
    // Ids become keys of the store, which are short.
    id: id !== undefined && id.length <= 300 ? id : hashOf(raw),
    raw,
    at: at ?? instantOf(time, place.receivedAt),
    ...event,
  } as ChannelEvent;
}

const unreadableEvent = (raw: string, at: Instant): ChannelEvent => ({
  ...noticeOf('unknown', 'A webhook of unknown shape'),
  id: hashOf(raw),
  raw,
  at,
});

const day = 86_400_000;
/** Before WhatsApp there were no messages. */
const earliest = Date.UTC(2009, 0, 1);

/** Unix seconds as string or number (some senders write milliseconds); the time of receipt where there is no sound one. */
function instantOf(timestamp: unknown, receivedAt: Instant): Instant {
  const read = number(timestamp);
  if (read === undefined) return receivedAt;
  const ms = read > 100_000_000_000 ? read : read * 1_000;
  return ms >= earliest && ms <= Date.parse(receivedAt) + day ? new Date(ms).toISOString() : receivedAt;
}

const hashOf = (raw: string): string => createHash('sha256').update(raw).digest('hex');

const tooDeep = '"[nested too deeply]"';

/** JSON that came through a parser can be nested deeper than it can be written again. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return tooDeep;
  }
}

function safely(summary: () => string): string {
  try {
    return summary();
  } catch {
    return 'An update that could not be read';
  }
}
