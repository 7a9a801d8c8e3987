import type { InboundContent, Json, MediaKind } from '../../contract/index.ts';
import { compact, dict, firstText, isDict, list, number, text, type Dict } from './json-readers.ts';

type Reader = (message: Dict, node: Dict) => InboundContent | undefined;

/** Answers undefined when the message does not hold what its type promises; then it is kept as unknown. */
const readers: { readonly [type: string]: Reader } = {
  text: (_, { body }) => (typeof body === 'string' ? { kind: 'text', body } : undefined),
  image: (_, node) => readMedia('image', node),
  video: (_, node) => readMedia('video', node),
  audio: (_, node) => readMedia(node['voice'] === true ? 'voice' : 'audio', node),
  voice: (_, node) => readMedia('voice', node),
  document: (_, node) => readMedia('document', node),
  sticker: (_, node) => readMedia('sticker', node),
  location: (_, node) => readLocation(node),
  contacts: ({ contacts }) => readContacts(contacts),
  reaction: (_, { message_id, emoji }) => {
    const messageId = text(message_id);
    return messageId === undefined
      ? undefined
      : compact<InboundContent>({ kind: 'reaction', messageId, emoji: text(emoji) });
  },
  interactive: (_, node) => readInteractive(node),
  button: (_, { payload, text: title }) => {
    const id = firstText(payload, title);
    return id === undefined ? undefined : { kind: 'choice', source: 'template', id, title: text(title) ?? id };
  },
  order: (_, node) => readOrder(node),
  system: (_, { type, body }) =>
    compact<InboundContent>({ kind: 'system', change: text(type) ?? 'unknown', body: text(body) }),
  request_welcome: () => ({ kind: 'welcome' }),
  edit: (_, { original_message_id, message }) => {
    const messageId = text(original_message_id);
    return messageId === undefined
      ? undefined
      : compact<InboundContent>({ kind: 'edit', messageId, body: wordsOf(dict(message)) });
  },
  revoke: (_, { original_message_id }) => {
    const messageId = text(original_message_id);
    return messageId === undefined ? undefined : { kind: 'revoke', messageId };
  },
  unsupported: readUnsupported,
  unknown: readUnsupported,
};

/**
 * What a message of the Cloud API says (Meta: "messages webhook reference"). Never throws: a type or shape that is not known is
 * kept whole as `unknown`, and a message that came as an error is `unsupported` with its reason.
 */
export function readContent(message: Dict): InboundContent {
  const type = text(message['type']) ?? 'unknown';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  const read = reader?.(message, dict(message[type]));
  if (read) return read;
  if (list(message['errors']).length > 0) return { ...readUnsupported(message, dict(undefined)), type };
  // What stands here was parsed from JSON.
  const kind = type === 'interactive' ? text(dict(message['interactive'])['type']) : undefined;
  return { kind: 'unknown', type: kind === undefined ? type : `${type}: ${kind}`, raw: message as Json };
}

function readMedia(media: MediaKind, node: Dict): InboundContent | undefined {
  const providerMediaId = text(node['id']);
  if (providerMediaId === undefined) return undefined;
  return compact<InboundContent>({
    kind: 'media',
    media,
    providerMediaId,
    url: text(node['url']),
    mimeType: text(node['mime_type']),
    sha256: text(node['sha256']),
    caption: text(node['caption']),
    filename: text(node['filename']),
    animated: typeof node['animated'] === 'boolean' ? node['animated'] : undefined,
  });
}

function readLocation(node: Dict): InboundContent | undefined {
  const latitude = number(node['latitude']);
  const longitude = number(node['longitude']);
  if (latitude === undefined || longitude === undefined) return undefined;
  return compact<InboundContent>({
    kind: 'location',
    latitude,
    longitude,
    name: text(node['name']),
    address: text(node['address']),
    url: text(node['url']),
  });
}

function readContacts(contacts: unknown): InboundContent | undefined {
  const cards = list(contacts).filter(isDict);
  if (cards.length === 0) return undefined;
  return {
    kind: 'contacts',
    contacts: cards.map((card) => {
      const name = dict(card['name']);
      const phones = list(card['phones']).flatMap(
        (phone) => firstText(dict(phone)['phone'], dict(phone)['wa_id']) ?? [],
      );
      const joined = [name['first_name'], name['last_name']].flatMap((part) => text(part) ?? []).join(' ');
      return compact({
        name: firstText(name['formatted_name'], joined, phones[0]) ?? '',
        phones,
        vcard: text(card['vcard']),
      });
    }),
  };
}

function readInteractive(node: Dict): InboundContent | undefined {
  const type = text(node['type']);
  const reply = dict(node[type ?? '']);
  switch (type) {
    case 'button_reply':
    case 'list_reply': {
      const id = firstText(reply['id'], reply['title']);
      if (id === undefined) return undefined;
      const title = text(reply['title']) ?? id;
      const source = type === 'button_reply' ? 'button' : 'list';
      return compact<InboundContent>({ kind: 'choice', source, id, title, description: text(reply['description']) });
    }
    case 'nfm_reply':
      return readForm(reply);
    case 'call_permission_reply':
      return { kind: 'call-permission', response: text(reply['response']) ?? 'unknown' };
    default:
      return undefined;
  }
}

/** `response_json` is a string that may hold anything; only an object of it becomes fields. */
function readForm({ name, response_json: response }: Dict): InboundContent {
  let parsed: unknown = response;
  if (typeof response === 'string') {
    try {
      parsed = JSON.parse(response);
    } catch {
      parsed = undefined;
    }
  }
  if (isDict(parsed))
    return compact<InboundContent>({ kind: 'form', name: text(name), fields: parsed as { [key: string]: Json } });
  const raw = typeof response === 'string' ? response : response === undefined ? undefined : JSON.stringify(response);
  return compact<InboundContent>({ kind: 'form', name: text(name), fields: {}, raw });
}

function readOrder(node: Dict): InboundContent | undefined {
  const items = list(node['product_items']).filter(isDict);
  if (items.length === 0 && text(node['catalog_id']) === undefined) return undefined;
  return compact<InboundContent>({
    kind: 'order',
    catalogId: text(node['catalog_id']) ?? '',
    text: text(node['text']),
    items: items.map((item) =>
      compact({
        productId: text(item['product_retailer_id']) ?? '',
        quantity: number(item['quantity']) ?? 0,
        price: number(item['item_price']),
        currency: text(item['currency']),
      }),
    ),
  });
}

function readUnsupported(message: Dict, node: Dict): InboundContent & { kind: 'unsupported' } {
  const error = dict(list(message['errors'])[0]);
  return compact({
    kind: 'unsupported' as const,
    type: text(node['type']),
    code: number(error['code']),
    reason: firstText(dict(error['error_data'])['details'], error['message'], error['title']),
  });
}

/** The words of an edited message: its text or its caption. */
function wordsOf(message: Dict): string | undefined {
  const node = dict(message[text(message['type']) ?? '']);
  return firstText(node['body'], node['caption']);
}
