import { Type, type Static } from '@sinclair/typebox';
import { InstantSchema, JsonValue } from './json.ts';

const Text = (maxLength: number) => Type.String({ maxLength });

/** The kinds of file a message can carry. A voice note is audio that was recorded in the chat. */
export const MediaKind = Type.Union([
  Type.Literal('image'),
  Type.Literal('video'),
  Type.Literal('audio'),
  Type.Literal('voice'),
  Type.Literal('document'),
  Type.Literal('sticker'),
]);
export type MediaKind = Static<typeof MediaKind>;

/** A reply button or list row; `id` comes back when it is tapped. */
export const Choice = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200 }),
  title: Text(1_000),
  description: Type.Optional(Text(1_000)),
});
export type Choice = Static<typeof Choice>;

const Header = Type.Union([
  Type.Object({ kind: Type.Literal('text'), text: Text(1_000) }),
  Type.Object({
    kind: Type.Union([Type.Literal('image'), Type.Literal('video'), Type.Literal('document')]),
    link: Text(2_000),
  }),
]);

export type Header = Static<typeof Header>;

/** An address card. */
export const ContactCard = Type.Object({
  name: Text(200),
  phones: Type.Optional(Type.Array(Type.Object({ phone: Text(40), label: Type.Optional(Text(40)) }), { maxItems: 20 })),
  emails: Type.Optional(
    Type.Array(Type.Object({ email: Text(320), label: Type.Optional(Text(40)) }), { maxItems: 20 }),
  ),
  organisation: Type.Optional(Text(200)),
  title: Type.Optional(Text(200)),
});
export type ContactCard = Static<typeof ContactCard>;

/** What fills one place of a template. `name` is the place's, in templates whose places have names. */
export const TemplateValue = Type.Union([
  Type.Object({ kind: Type.Literal('text'), text: Text(10_000), name: Type.Optional(Text(100)) }),
  Type.Object({
    kind: Type.Union([Type.Literal('image'), Type.Literal('video'), Type.Literal('document')]),
    link: Text(2_000),
    filename: Type.Optional(Text(240)),
  }),
  Type.Object({
    kind: Type.Literal('location'),
    latitude: Type.Number(),
    longitude: Type.Number(),
    name: Type.Optional(Text(1_000)),
    address: Type.Optional(Text(1_000)),
  }),
  Type.Object({ kind: Type.Literal('product'), productId: Text(200), catalogId: Text(200) }),
]);
export type TemplateValue = Static<typeof TemplateValue>;

/** What fills a button of a template; `index` counts all its buttons from 0. */
export const TemplateButtonValue = Type.Union([
  /** The variable end of a link. */
  Type.Object({ index: Type.Integer(), kind: Type.Literal('url'), text: Text(2_000) }),
  /** What comes back when it is tapped. */
  Type.Object({ index: Type.Integer(), kind: Type.Literal('quick-reply'), payload: Text(200) }),
  Type.Object({ index: Type.Integer(), kind: Type.Literal('copy-code'), code: Text(100) }),
  Type.Object({
    index: Type.Integer(),
    kind: Type.Literal('form'),
    token: Text(200),
    data: Type.Optional(Type.Record(Type.String(), JsonValue)),
  }),
  Type.Object({ index: Type.Integer(), kind: Type.Literal('catalogue'), thumbnailProductId: Type.Optional(Text(200)) }),
  Type.Object({
    index: Type.Integer(),
    kind: Type.Literal('products'),
    thumbnailProductId: Text(200),
    sections: Type.Array(Type.Object({ title: Text(1_000), productIds: Type.Array(Text(200)) })),
  }),
]);
export type TemplateButtonValue = Static<typeof TemplateButtonValue>;

const templateParts = {
  header: Type.Optional(Type.Array(TemplateValue)),
  body: Type.Optional(Type.Array(TemplateValue)),
  buttons: Type.Optional(Type.Array(TemplateButtonValue)),
};
export const TemplateParameters = Type.Object({
  ...templateParts,
  /** When a limited-time offer ends. */
  offerEndsAt: Type.Optional(InstantSchema),
  cards: Type.Optional(Type.Array(Type.Object(templateParts))),
});
export type TemplateParameters = Static<typeof TemplateParameters>;

/** What a button of a template does. */
export const TemplateButtonKind = Type.Union([
  Type.Literal('quick-reply'),
  Type.Literal('url'),
  Type.Literal('phone'),
  Type.Literal('copy-code'),
  Type.Literal('form'),
  Type.Literal('catalogue'),
  Type.Literal('products'),
  Type.Literal('other'),
]);
export type TemplateButtonKind = Static<typeof TemplateButtonKind>;

const shownParts = {
  header: Type.Optional(Header),
  body: Type.Optional(Text(100_000)),
  footer: Type.Optional(Text(1_000)),
  /** A quick reply for which no payload is given comes back as its own title. */
  buttons: Type.Optional(Type.Array(Type.Object({ title: Text(1_000), kind: Type.Optional(TemplateButtonKind) }))),
};
/** A template as the person sees it, for screens and previews. */
export const ShownTemplate = Type.Object({ ...shownParts, cards: Type.Optional(Type.Array(Type.Object(shownParts))) });
export type ShownTemplate = Static<typeof ShownTemplate>;

/** What a card of a carousel offers: a link, or replies. All cards of a carousel offer the same kind and number. */
export const CarouselCard = Type.Object({
  header: Type.Object({ kind: Type.Union([Type.Literal('image'), Type.Literal('video')]), link: Text(2_000) }),
  body: Type.Optional(Text(1_000)),
  link: Type.Optional(Type.Object({ title: Text(1_000), url: Text(2_000) })),
  buttons: Type.Optional(Type.Array(Choice)),
});
export type CarouselCard = Static<typeof CarouselCard>;

/**
 * What a bot, an agent or a campaign says. Texts are final here: no `{{ }}` is left.
 * The channel's own limits (characters, buttons, sizes) are checked by its adapter, not by this schema.
 */
export const OutboundContent = Type.Union([
  Type.Object({ kind: Type.Literal('text'), body: Text(100_000), previewUrl: Type.Optional(Type.Boolean()) }),
  Type.Object({
    kind: Type.Literal('media'),
    media: MediaKind,
    /** Where the file is: a public https address, or a file of ours (`fileId`). Exactly one. */
    link: Type.Optional(Text(2_000)),
    fileId: Type.Optional(Text(100)),
    caption: Type.Optional(Text(100_000)),
    filename: Type.Optional(Text(240)),
  }),
  Type.Object({
    kind: Type.Literal('location'),
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
    name: Type.Optional(Text(1_000)),
    address: Type.Optional(Text(1_000)),
  }),
  Type.Object({
    kind: Type.Literal('buttons'),
    header: Type.Optional(Header),
    body: Text(100_000),
    footer: Type.Optional(Text(1_000)),
    buttons: Type.Array(Choice),
  }),
  Type.Object({
    kind: Type.Literal('list'),
    header: Type.Optional(Text(1_000)),
    body: Text(100_000),
    footer: Type.Optional(Text(1_000)),
    /** The label of the button that opens the list. */
    button: Text(1_000),
    sections: Type.Array(Type.Object({ title: Type.Optional(Text(1_000)), rows: Type.Array(Choice) })),
  }),
  /** One button that opens a web page. */
  Type.Object({
    kind: Type.Literal('link-button'),
    header: Type.Optional(Header),
    body: Text(100_000),
    footer: Type.Optional(Text(1_000)),
    title: Text(1_000),
    url: Text(2_000),
  }),
  /** One button that sends where the person is. */
  Type.Object({ kind: Type.Literal('location-request'), body: Text(100_000) }),
  Type.Object({ kind: Type.Literal('contact-cards'), contacts: Type.Array(ContactCard, { minItems: 1 }) }),
  Type.Object({
    kind: Type.Literal('product'),
    catalogId: Text(200),
    productId: Text(200),
    body: Type.Optional(Text(100_000)),
    footer: Type.Optional(Text(1_000)),
  }),
  Type.Object({
    kind: Type.Literal('product-list'),
    catalogId: Text(200),
    header: Text(1_000),
    body: Text(100_000),
    footer: Type.Optional(Text(1_000)),
    sections: Type.Array(Type.Object({ title: Type.Optional(Text(1_000)), productIds: Type.Array(Text(200)) })),
  }),
  Type.Object({
    kind: Type.Literal('catalogue'),
    body: Text(100_000),
    footer: Type.Optional(Text(1_000)),
    thumbnailProductId: Type.Optional(Text(200)),
  }),
  /** A provider-approved template: what may be sent when the person has not written for a day. */
  Type.Object({
    kind: Type.Literal('template'),
    name: Text(512),
    language: Text(20),
    category: Type.Optional(
      Type.Union([Type.Literal('marketing'), Type.Literal('utility'), Type.Literal('authentication')]),
    ),
    parameters: TemplateParameters,
    shown: ShownTemplate,
  }),
  Type.Object({ kind: Type.Literal('carousel'), body: Text(100_000), cards: Type.Array(CarouselCard) }),
  /** A form (WhatsApp Flow) to fill in. `token` comes back with the answer. */
  Type.Object({
    kind: Type.Literal('form-request'),
    header: Type.Optional(Header),
    body: Text(100_000),
    footer: Type.Optional(Text(1_000)),
    /** The label of the button that opens it. */
    button: Text(1_000),
    formId: Text(200),
    token: Text(200),
    /** The first screen and what it begins with. */
    screen: Type.Optional(Text(200)),
    data: Type.Optional(Type.Record(Type.String(), JsonValue)),
    draft: Type.Optional(Type.Boolean()),
  }),
]);
export type OutboundContent = Static<typeof OutboundContent>;

/** A file that came in. `fileId` is set once it has been fetched and stored; the provider's address dies in minutes. */
const InboundMedia = Type.Object({
  kind: Type.Literal('media'),
  media: MediaKind,
  providerMediaId: Type.String(),
  url: Type.Optional(Type.String()),
  mimeType: Type.Optional(Type.String()),
  /** Its size, where the provider tells it with the message. */
  bytes: Type.Optional(Type.Integer()),
  sha256: Type.Optional(Type.String()),
  caption: Type.Optional(Type.String()),
  filename: Type.Optional(Type.String()),
  animated: Type.Optional(Type.Boolean()),
  fileId: Type.Optional(Type.String()),
  /** Why the file could not be had, when it could not. */
  problem: Type.Optional(Type.String()),
});

/** What a person sent. Whatever a channel does not know yet is `unknown` and kept whole. */
export const InboundContent = Type.Union([
  Type.Object({ kind: Type.Literal('text'), body: Type.String() }),
  InboundMedia,
  Type.Object({
    kind: Type.Literal('location'),
    latitude: Type.Number(),
    longitude: Type.Number(),
    name: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    url: Type.Optional(Type.String()),
  }),
  Type.Object({
    kind: Type.Literal('contacts'),
    contacts: Type.Array(
      Type.Object({ name: Type.String(), phones: Type.Array(Type.String()), vcard: Type.Optional(Type.String()) }),
    ),
  }),
  Type.Object({ kind: Type.Literal('reaction'), messageId: Type.String(), emoji: Type.Optional(Type.String()) }),
  /** A tap on a reply button, a list row or a template's quick reply. */
  Type.Object({
    kind: Type.Literal('choice'),
    source: Type.Union([Type.Literal('button'), Type.Literal('list'), Type.Literal('template')]),
    id: Type.String(),
    title: Type.String(),
    description: Type.Optional(Type.String()),
  }),
  /** A form (WhatsApp Flow) sent back. `fields` is what could be read of it, `raw` what could not. */
  Type.Object({
    kind: Type.Literal('form'),
    name: Type.Optional(Type.String()),
    fields: Type.Record(Type.String(), JsonValue),
    raw: Type.Optional(Type.String()),
  }),
  Type.Object({
    kind: Type.Literal('order'),
    catalogId: Type.String(),
    text: Type.Optional(Type.String()),
    items: Type.Array(
      Type.Object({
        productId: Type.String(),
        quantity: Type.Number(),
        price: Type.Optional(Type.Number()),
        currency: Type.Optional(Type.String()),
      }),
    ),
  }),
  Type.Object({ kind: Type.Literal('call-permission'), response: Type.String() }),
  /** The person opened the chat for the first time, without writing. */
  Type.Object({ kind: Type.Literal('welcome') }),
  Type.Object({ kind: Type.Literal('edit'), messageId: Type.String(), body: Type.Optional(Type.String()) }),
  Type.Object({ kind: Type.Literal('revoke'), messageId: Type.String() }),
  /** The provider tells of a change, for example a new phone number. */
  Type.Object({ kind: Type.Literal('system'), change: Type.String(), body: Type.Optional(Type.String()) }),
  /** The provider could not pass on what the person sent. */
  Type.Object({
    kind: Type.Literal('unsupported'),
    type: Type.Optional(Type.String()),
    code: Type.Optional(Type.Number()),
    reason: Type.Optional(Type.String()),
  }),
  Type.Object({ kind: Type.Literal('unknown'), type: Type.String(), raw: JsonValue }),
]);
export type InboundContent = Static<typeof InboundContent>;

export const InboundMessage = Type.Object({
  /** The provider's id, unique within the channel. */
  id: Type.String(),
  /** When the person sent it, by the provider's clock. The 24-hour window counts from here. */
  at: InstantSchema,
  content: InboundContent,
  /** The message this one answers, reacts to or was forwarded from. */
  context: Type.Optional(
    Type.Object({ messageId: Type.Optional(Type.String()), forwarded: Type.Optional(Type.Boolean()) }),
  ),
  /** The ad or link the person came from; only on the first message. */
  referral: Type.Optional(Type.Record(Type.String(), JsonValue)),
});
export type InboundMessage = Static<typeof InboundMessage>;

/**
 * What a message says as one line of plain text: the words typed, the title tapped, the caption.
 * Rules, keywords and list previews read it. Empty when there is nothing to read.
 */
export function textOf(content: InboundContent | OutboundContent): string {
  switch (content.kind) {
    case 'text':
    case 'buttons':
    case 'list':
    case 'link-button':
    case 'location-request':
    case 'product-list':
    case 'catalogue':
    case 'carousel':
    case 'form-request':
      return content.body;
    case 'product':
      return content.body ?? '';
    case 'template':
      return content.shown.body ?? '';

    case 'media':
      return content.caption ?? '';
    case 'choice':
      return content.title;
    case 'location':
      return content.name ?? content.address ?? '';
    case 'contacts':
    case 'contact-cards':
      return content.contacts.map((contact) => contact.name).join(', ');
    case 'reaction':
      return content.emoji ?? '';
    case 'order':
      return content.text ?? '';
    case 'edit':
    case 'system':
      return content.body ?? '';
    case 'unsupported':
      return content.reason ?? '';
    default:
      return '';
  }
}
