import type { Header } from '../../../contract/index.ts';

export type Payload = { [key: string]: unknown };

/** Only the fields with something in them: Meta refuses empty ones. */
export const said = (fields: { [name: string]: string | undefined }): { [name: string]: string } =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1])));

export const headerOf = (header: Header): Payload =>
  header.kind === 'text'
    ? { type: 'text', text: header.text }
    : { type: header.kind, [header.kind]: { link: header.link } };

type Parts = { header?: Payload | undefined; body?: string | undefined; footer?: string | undefined; action: Payload };

/** What all interactive messages have in common. */
export const interactive = (type: string, { header, body, footer, action }: Parts): Payload => ({
  type: 'interactive',
  interactive: {
    type,
    ...(header && { header }),
    ...(body && { body: { text: body } }),
    ...(footer && { footer: { text: footer } }),
    action,
  },
});

/** A list of products of one catalogue, in the sections of a message or of a template's button. */
export const productSections = (sections: readonly { title?: string; productIds: readonly string[] }[]): Payload[] =>
  sections.map(({ title, productIds }) => ({
    ...said({ title }),
    product_items: productIds.map((id) => ({ product_retailer_id: id })),
  }));

/** The one button of a message, or of a card, that opens a web page. */
export const linkAction = (title: string, url: string): Payload => ({
  name: 'cta_url',
  parameters: { display_text: title, url },
});
