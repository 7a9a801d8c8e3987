import type { CarouselCard, Choice, Header, OutboundContent } from '../../../contract/index.ts';
import { compact, dict, isDict, list, text, type Dict } from '../json-readers.ts';
import { graphErrors, type GraphError } from './errors.ts';

type Read = OutboundContent | GraphError | undefined;

/**
 * An interactive message as the contract says it, or what of its shape the real API would refuse; undefined for kinds that are taken
 * without being looked at.
 */
export function readInteractive(node: Dict): Read {
  const type = text(node['type']) ?? '';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (reader) return reader(node, dict(node['action']));
  return unread.has(type) ? undefined : graphErrors.value("interactive['type']");
}

const unread = new Set(['address_message', 'call_permission_request', 'voice_call', 'order_details', 'order_status']);

const bodyOf = (node: Dict): string => text(dict(node['body'])['text']) ?? '';
const footerOf = (node: Dict): string | undefined => text(dict(node['footer'])['text']);

function headerOf(node: Dict): Header | undefined {
  const header = dict(node['header']);
  const kind = text(header['type']);
  if (kind === 'text') return { kind, text: text(header['text']) ?? '' };
  if (kind !== 'image' && kind !== 'video' && kind !== 'document') return undefined;
  const link = text(dict(header[kind])['link']);
  return link === undefined ? undefined : { kind, link };
}

const readers: { readonly [type: string]: (node: Dict, action: Dict) => Read } = {
  button: (node, action) =>
    compact<OutboundContent>({
      kind: 'buttons',
      header: headerOf(node),
      body: bodyOf(node),
      footer: footerOf(node),
      buttons: list(action['buttons']).map((button) => choiceOf(dict(dict(button)['reply']))),
    }),
  list: (node, action) =>
    compact<OutboundContent>({
      kind: 'list',
      header: text(dict(node['header'])['text']),
      body: bodyOf(node),
      footer: footerOf(node),
      button: text(action['button']) ?? '',
      sections: list(action['sections']).map((section) => {
        const { title, rows } = dict(section);
        return compact({ title: text(title), rows: list(rows).map((row) => choiceOf(dict(row))) });
      }),
    }),
  cta_url: (node, action) => {
    if (action['name'] !== 'cta_url') return graphErrors.value("action['name']");
    return compact<OutboundContent>({
      kind: 'link-button',
      header: headerOf(node),
      body: bodyOf(node),
      footer: footerOf(node),
      ...linkOf(action),
    });
  },
  location_request_message: (node, action) =>
    action['name'] === 'send_location'
      ? { kind: 'location-request', body: bodyOf(node) }
      : graphErrors.value("action['name']"),
  product: (node, action) => {
    if (isDict(node['header'])) return graphErrors.value('A message with one product takes no header');
    return compact<OutboundContent>({
      kind: 'product',
      catalogId: text(action['catalog_id']) ?? '',
      productId: text(action['product_retailer_id']) ?? '',
      body: text(dict(node['body'])['text']),
      footer: footerOf(node),
    });
  },
  product_list: (node, action) =>
    compact<OutboundContent>({
      kind: 'product-list',
      catalogId: text(action['catalog_id']) ?? '',
      header: text(dict(node['header'])['text']) ?? '',
      body: bodyOf(node),
      footer: footerOf(node),
      sections: list(action['sections']).map((section) => {
        const { title, product_items: items } = dict(section);
        const productIds = list(items).map((item) => text(dict(item)['product_retailer_id']) ?? '');
        return compact({ title: text(title), productIds });
      }),
    }),
  catalog_message: (node, action) =>
    action['name'] === 'catalog_message'
      ? compact<OutboundContent>({ kind: 'catalogue', body: bodyOf(node), footer: footerOf(node) })
      : graphErrors.value("action['name']"),
  flow: readForm,
  carousel: readCarousel,
};

function readForm(node: Dict, action: Dict): Read {
  const given = dict(action['parameters']);
  if (action['name'] !== 'flow') return graphErrors.value("action['name']");
  if (given['flow_message_version'] !== '3') return graphErrors.value('flow_message_version must be 3');
  const mode = text(given['mode']) ?? 'published';
  if (mode !== 'draft' && mode !== 'published') return graphErrors.value('mode must be draft or published');
  const payload = dict(given['flow_action_payload']);
  if (isDict(payload['data']) && Object.keys(payload['data']).length === 0) {
    return graphErrors.value('flow_action_payload.data must not be empty');
  }
  return compact<OutboundContent>({
    kind: 'form-request',
    header: headerOf(node),
    body: bodyOf(node),
    footer: footerOf(node),
    button: text(given['flow_cta']) ?? '',
    formId: text(given['flow_id']) ?? text(given['flow_name']) ?? '',
    token: text(given['flow_token']) ?? 'unused',
    screen: text(payload['screen']),
  });
}

function readCarousel(node: Dict, action: Dict): Read {
  if (isDict(node['header']) || isDict(node['footer'])) {
    return graphErrors.value('A carousel takes neither header nor footer');
  }
  const cards = list(action['cards']).map(dict);
  if (cards.some((card, index) => card['card_index'] !== index)) return graphErrors.value('card_index');
  // Cards of a catalogue's products are another kind, which is not looked at.
  if (cards.length > 0 && cards.every(({ type }) => type === 'product')) return undefined;
  const read = cards.map(cardOf);
  const odd = read.findIndex((card) => card === undefined);
  if (odd !== -1) return graphErrors.value(`cards[${odd}] needs a picture or a video`);
  return { kind: 'carousel', body: bodyOf(node), cards: read.filter((card) => card !== undefined) };
}

function cardOf(card: Dict): CarouselCard | undefined {
  const header = headerOf(card);
  if (header?.kind !== 'image' && header?.kind !== 'video') return undefined;
  const action = dict(card['action']);
  const isLink = action['name'] === 'cta_url';
  return compact<CarouselCard>({
    header: { kind: header.kind, link: header.link },
    body: text(dict(card['body'])['text']),
    link: isLink ? linkOf(action) : undefined,
    buttons: isLink ? undefined : list(action['buttons']).map((button) => choiceOf(dict(dict(button)['quick_reply']))),
  });
}

function linkOf(action: Dict): { title: string; url: string } {
  const { display_text: title, url } = dict(action['parameters']);
  return { title: text(title) ?? '', url: text(url) ?? '' };
}

const choiceOf = ({ id, title, description }: Dict): Choice =>
  compact({ id: text(id) ?? '', title: text(title) ?? '', description: text(description) });
