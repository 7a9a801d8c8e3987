import type { OutboundContent } from '../../../contract/index.ts';
import { bsuidAlias, phoneKey } from '../aliases.ts';
import { checkContent } from '../check.ts';
import { compact, dict, isDict, list, number, text, type Dict } from '../json-readers.ts';
import { limitAt } from '../limits.ts';

/** An error as Graph answers it. */
export type GraphError = { status: number; code: number; message: string; details?: string; subcode?: number };

export const graphErrors = {
  token: {
    status: 401,
    code: 190,
    message: 'Error validating access token: The session is invalid.',
    subcode: 467,
  },
  object: (id: string): GraphError => ({
    status: 400,
    code: 100,
    subcode: 33,
    message: `Unsupported request. Object with ID '${id}' does not exist or cannot be loaded`,
  }),
  parameter: (message: string): GraphError => ({ status: 400, code: 100, message: `(#100) ${message}` }),
  value: (details: string): GraphError => ({
    status: 400,
    code: 131009,
    message: '(#131009) Parameter value is not valid',
    details,
  }),
  notRegistered: { status: 400, code: 133010, message: '(#133010) Account not registered' },
  window: {
    status: 400,
    code: 131047,
    message: '(#131047) Re-engagement message',
    details: 'Message failed to send because more than 24 hours have passed since the customer last replied.',
  },
  pair: {
    status: 400,
    code: 131056,
    message: '(#131056) (Business Account, Consumer Account) pair rate limit hit',
    details: 'Too many messages sent to this person in a short time.',
  },
  throughput: {
    status: 429,
    code: 130429,
    message: '(#130429) Rate limit hit',
    details: 'Cloud API message throughput has been reached.',
  },
  somethingWentWrong: { status: 500, code: 131000, message: '(#131000) Something went wrong' },
  unknownPath: { status: 400, code: 2500, message: 'Unknown path components' },
} as const;

/** Magic recipients by the end of their number: what happens to a message that was accepted. */
export const magicFailures: { readonly [suffix: string]: GraphError } = {
  '131026': { status: 400, code: 131026, message: 'Message undeliverable', details: 'Message undeliverable.' },
  '131049': {
    status: 400,
    code: 131049,
    message: 'This message was not delivered to maintain healthy ecosystem engagement.',
    details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  },
  '131050': {
    status: 400,
    code: 131050,
    message: 'User stopped marketing',
    details: 'The person chose to stop marketing messages from this business.',
  },
};

/** With a 9 before it (`…9131026`) the failure is the answer itself; without, the message is accepted and fails later. */
export function magicOf(digits: string): { error: GraphError; atOnce: boolean } | undefined {
  const error = magicFailures[digits.slice(-6)];
  return error && { error, atOnce: digits.at(-7) === '9' };
}

/** Whom a send is for: the digits of a number, or a business-scoped id. */
export type Recipient = { kind: 'phone'; input: string; digits: string } | { kind: 'bsuid'; input: string };

export function recipientOf(payload: Dict): Recipient | GraphError {
  const { to, recipient } = payload;
  const input = text(to);
  if (input !== undefined) {
    const digits = input.replace(/[\s()+-]/g, '');
    if (/^[1-9][0-9]{3,14}$/.test(digits)) return { kind: 'phone', input, digits };
    return graphErrors.value(`The recipient '${input.slice(0, 40)}' is no phone number`);
  }
  const user = text(recipient);
  if (user === undefined) return graphErrors.parameter('The parameter to is required.');
  return bsuidAlias(user) ? { kind: 'bsuid', input: user } : graphErrors.value('The recipient is no user id');
}

/**
 * The id by which WhatsApp knows a number; it differs from the dialled one in Mexico, Argentina and, for the area codes from 31 on,
 * Brazil.
 */
export function waIdOf(digits: string): string {
  const key = phoneKey(digits);
  if (/^52\d{10}$/.test(key)) return `521${key.slice(2)}`;
  if (/^54\d{10}$/.test(key)) return `549${key.slice(2)}`;
  if (/^55\d{2}9?\d{8}$/.test(digits) && Number(digits.slice(2, 4)) >= 31) return key;
  return digits;
}

export type World = {
  hasMedia(id: string): boolean;
  template(name: string, language: string): FakeTemplate | undefined;
};
export type FakeTemplate = { name: string; language: string; status: string; category: string; bodyParameters: number };

type Reader = (node: Dict, payload: Dict, world: World) => OutboundContent | GraphError | undefined;

const isError = (value: OutboundContent | GraphError | undefined): value is GraphError =>
  value !== undefined && 'code' in value;

const media =
  (kind: 'image' | 'video' | 'audio' | 'document' | 'sticker'): Reader =>
  (node, _, world) => {
    const id = text(node['id']);
    if (id !== undefined && !world.hasMedia(id)) {
      return graphErrors.parameter(`Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`);
    }
    return compact<OutboundContent>({
      kind: 'media',
      media: node['voice'] === true ? 'voice' : kind,
      link: text(node['link']),
      fileId: id,
      caption: text(node['caption']),
      filename: text(node['filename']),
    });
  };

/** The parts of a payload as the contract says them, so that one set of rules judges both sides. */
const readers: { readonly [type: string]: Reader } = {
  text: ({ body }) =>
    typeof body === 'string'
      ? { kind: 'text', body }
      : graphErrors.parameter("The parameter text['body'] is required."),
  image: media('image'),
  video: media('video'),
  audio: media('audio'),
  document: media('document'),
  sticker: media('sticker'),
  location: (node) => {
    const latitude = number(node['latitude']);
    const longitude = number(node['longitude']);
    if (latitude === undefined || longitude === undefined)
      return graphErrors.value('latitude and longitude are required');
    return { kind: 'location', latitude, longitude };
  },
  contacts: (_, { contacts }) => {
    const cards = list(contacts).map(dict);
    if (cards.length === 0 || cards.length > limitAt('contact-cards.count', now()))
      return graphErrors.value('contacts');
    const named = cards.every((card) => text(dict(card['name'])['formatted_name']) !== undefined);
    return named ? undefined : graphErrors.value("name['formatted_name'] is required");
  },
  reaction: ({ message_id, emoji }) =>
    text(message_id) !== undefined && typeof emoji === 'string' ? undefined : graphErrors.value('reaction'),
  interactive: (node) => readInteractive(node),
  template: (node, _, world) => checkTemplate(node, world),
};

const now = () => new Date().toISOString();

/** What is wrong with the content of a send; undefined when the real API would take it. */
export function problemOf(payload: Dict, world: World): GraphError | undefined {
  if (payload['messaging_product'] !== 'whatsapp') {
    return graphErrors.parameter('The parameter messaging_product is required.');
  }
  const type = text(payload['type']) ?? 'text';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader) return graphErrors.parameter(`Param type must be one of {${Object.keys(readers).join(', ')}}`);
  const node = payload[type];
  if (type !== 'contacts' && !isDict(node)) return graphErrors.parameter(`The parameter ${type} is required.`);
  const callback = payload['biz_opaque_callback_data'];
  if (typeof callback === 'string' && callback.length > 512) {
    return graphErrors.value('biz_opaque_callback_data is longer than 512 characters');
  }
  const content = reader(dict(node), payload, world);
  if (content === undefined || isError(content)) return content;
  // The commonest message is judged without the machinery.
  if (content.kind === 'text' && content.body.length <= 1_000 && content.body.trim() !== '') return undefined;
  const issue = checkContent(content, now()).find(({ severity }) => severity === 'error');
  return issue && graphErrors.value(`${issue.message} (${issue.path ?? ''})`);
}

function readInteractive(node: Dict): OutboundContent | GraphError | undefined {
  const body = text(dict(node['body'])['text']);
  const action = dict(node['action']);
  const header = dict(node['header']);
  const footer = text(dict(node['footer'])['text']);
  switch (node['type']) {
    case 'button': {
      const kind = text(header['type']);
      const link = kind === undefined ? undefined : text(dict(header[kind])['link']);
      return compact<OutboundContent>({
        kind: 'buttons',
        header:
          kind === 'text'
            ? { kind, text: text(header['text']) ?? '' }
            : (kind === 'image' || kind === 'video' || kind === 'document') && link !== undefined
              ? { kind, link }
              : undefined,
        body: body ?? '',
        footer,
        buttons: list(action['buttons']).map((button) => choiceOf(dict(dict(button)['reply']))),
      });
    }
    case 'list':
      return compact<OutboundContent>({
        kind: 'list',
        header: text(header['text']),
        body: body ?? '',
        footer,
        button: text(action['button']) ?? '',
        sections: list(action['sections']).map((section) => {
          const { title, rows } = dict(section);
          return compact({ title: text(title), rows: list(rows).map((choice) => choiceOf(dict(choice))) });
        }),
      });
    case 'cta_url': {
      const { display_text, url } = dict(action['parameters']);
      const label = text(display_text) ?? '';
      if (label === '' || label.length > limitAt('link-button.title.characters', now())) {
        return graphErrors.value('display_text must have 1 to 20 characters');
      }
      return typeof url === 'string' && /^https?:\/\//.test(url) ? ofBody(body) : graphErrors.value('url');
    }
    case 'location_request_message':
      return action['name'] === 'send_location' ? ofBody(body) : graphErrors.value("action['name']");
    case 'product':
    case 'product_list':
    case 'catalog_message':
    case 'flow':
    case 'carousel':
    case 'address_message':
    case 'call_permission_request':
    case 'voice_call':
      return undefined;
    default:
      return graphErrors.value("interactive['type']");
  }
}

function ofBody(body: string | undefined): GraphError | undefined {
  const max = limitAt('interactive.body.characters', now());
  return body !== undefined && body.length <= max
    ? undefined
    : graphErrors.value(`body must have 1 to ${max} characters`);
}

const choiceOf = ({ id, title, description }: Dict) =>
  compact({ id: text(id) ?? '', title: text(title) ?? '', description: text(description) });

function checkTemplate(node: Dict, world: World): GraphError | undefined {
  const name = text(node['name']) ?? '';
  const language = text(dict(node['language'])['code']) ?? '';
  const template = world.template(name, language);
  if (!template || template.status !== 'APPROVED') {
    if (template?.status === 'PAUSED') return { status: 400, code: 132015, message: '(#132015) Template is paused' };
    const details = `template name (${name}) does not exist in ${language}`;
    return { status: 404, code: 132001, message: '(#132001) Template name does not exist in the translation', details };
  }
  const body = list(node['components'])
    .map(dict)
    .find(({ type }) => text(type)?.toLowerCase() === 'body');
  const given = list(body?.['parameters']).length;
  if (given === template.bodyParameters) return undefined;
  const details = `body: number of localizable_params (${given}) does not match the expected number of params (${template.bodyParameters})`;
  return { status: 400, code: 132000, message: '(#132000) Number of parameters does not match', details };
}
