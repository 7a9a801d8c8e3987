import type { ContactCard, OutboundContent, ProviderTemplate } from '../../../contract/index.ts';
import { bsuidAlias, phoneKey } from '../aliases.ts';
import { checkContent } from '../check.ts';
import { compact, dict, isDict, list, number, text, type Dict } from '../json-readers.ts';
import { graphErrors, type GraphError } from './errors.ts';
import { readInteractive } from './read-interactive.ts';
import { readTemplateSend, statusProblem, templateTexts } from './template-rules.ts';

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
  template(name: string, language: string): ProviderTemplate | undefined;
};

type Reader = (node: Dict, payload: Dict, world: World) => OutboundContent | GraphError | undefined;

const isError = (value: OutboundContent | GraphError): value is GraphError => 'code' in value;

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
    const named = cards.every((card) => text(dict(card['name'])['formatted_name']) !== undefined);
    return named
      ? { kind: 'contact-cards', contacts: cards.map(cardOf) }
      : graphErrors.value("name['formatted_name'] is required");
  },
  reaction: ({ message_id, emoji }) =>
    text(message_id) !== undefined && typeof emoji === 'string' ? undefined : graphErrors.value('reaction'),
  interactive: readInteractive,
  template: (node, _, world) => {
    const name = text(node['name']) ?? '';
    const language = text(dict(node['language'])['code']) ?? '';
    const template = world.template(name, language);
    const problem = statusProblem(name, language, template);
    return template && !problem ? readTemplateSend(node, template) : problem;
  },
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
  if (!issue) return undefined;
  const details = `${issue.message} (${issue.path ?? ''})`;
  return content.kind === 'template'
    ? templateTexts(issue.code.endsWith('-too-long'), details)
    : graphErrors.value(details);
}

const cardOf = (card: Dict): ContactCard => ({
  name: text(dict(card['name'])['formatted_name']) ?? '',
  phones: list(card['phones']).map((phone) => ({ phone: text(dict(phone)['phone']) ?? '' })),
  emails: list(card['emails']).map((email) => ({ email: text(dict(email)['email']) ?? '' })),
});
