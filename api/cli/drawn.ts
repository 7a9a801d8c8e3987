import type { ContactCard, Header, InboundContent, OutboundContent } from '../../runtime/contract/index.ts';

/** What a tap on something in the messages on screen sends, in the order of their numbers. */
export type Tap = Extract<InboundContent, { kind: 'choice' | 'location' | 'order' | 'form' }>;

type Choice = { id: string; title: string; description?: string };
type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

/** Where "send location" is, for somebody who has no phone in the hand. */
const somewhere = { kind: 'location', latitude: 4.60971, longitude: -74.08175 } as const;

/** A message as lines; adds what can be tapped to `taps`. */
export function drawn(content: OutboundContent, taps: Tap[]): string[] {
  const button = (title: string, tap: Tap): string => `  [${taps.push(tap)}] ${title}`;
  const choice = (source: 'button' | 'list' | 'template', { id, title, description }: Choice): string =>
    button(`${title}${description ? ` · ${description}` : ''}`, {
      kind: 'choice',
      source,
      id,
      title,
      ...(description !== undefined && { description }),
    });
  const product = (catalogId: string, productId: string): string =>
    button(productId, { kind: 'order', catalogId, items: [{ productId, quantity: 1 }] });

  switch (content.kind) {
    case 'text':
      return lines(content.body);
    case 'media':
      return [
        `[${content.media}] ${content.filename ?? content.link ?? content.fileId ?? ''}`.trim(),
        ...lines(content.caption),
      ];
    case 'location':
      return [`[${content.latitude}, ${content.longitude}]`, ...lines(content.name), ...lines(content.address)];
    case 'buttons':
      return [...words(content), ...content.buttons.map((each) => choice('button', each))];
    case 'list':
      return [
        ...lines(content.header),
        ...lines(content.body),
        ...lines(content.footer),
        `  ${content.button}:`,
        ...content.sections.flatMap(({ title, rows }) => [
          ...(title ? [`  ${title}`] : []),
          ...rows.map((row) => choice('list', row)),
        ]),
      ];
    case 'link-button':
      return [...words(content), `  ${content.title}: ${content.url}`];
    case 'location-request':
      return [...lines(content.body), button('📍', somewhere)];
    case 'contact-cards':
      return content.contacts.flatMap(card);
    case 'product':
      return [...lines(content.body), ...lines(content.footer), product(content.catalogId, content.productId)];
    case 'product-list':
      return [
        ...lines(content.header),
        ...lines(content.body),
        ...lines(content.footer),
        ...content.sections.flatMap(({ title, productIds }) => [
          ...(title ? [`  ${title}`] : []),
          ...productIds.map((id) => product(content.catalogId, id)),
        ]),
      ];
    case 'catalogue':
      return [...lines(content.body), ...lines(content.footer), `  🛍️ ${content.thumbnailProductId ?? ''}`.trimEnd()];
    case 'template':
      return template(content, (each) => choice('template', each));
    case 'carousel':
      return [
        ...lines(content.body),
        ...content.cards.flatMap(({ header, body, link, buttons }, index) => [
          `  ${index + 1}. [${header.kind}] ${header.link}`,
          ...lines(body).map((line) => `     ${line}`),
          ...(link ? [`     ${link.title}: ${link.url}`] : []),
          ...(buttons ?? []).map((each) => choice('button', each)),
        ]),
      ];
    case 'form-request': {
      const { button: label, token, data = {} } = content;
      return [...words(content), button(label, { kind: 'form', fields: { ...data, flow_token: token } })];
    }
  }
}

const lines = (text: string | undefined): string[] => (text ? text.split('\n') : []);

const headerLines = (header: Header | undefined): string[] =>
  header ? lines(header.kind === 'text' ? header.text : `[${header.kind}] ${header.link}`) : [];

const words = ({ header, body, footer }: { header?: Header; body?: string; footer?: string }): string[] => [
  ...headerLines(header),
  ...lines(body),
  ...lines(footer),
];

const card = ({ name, phones = [], emails = [], organisation, title }: ContactCard): string[] => [
  `👤 ${name}`,
  ...[[title, organisation].filter(Boolean).join(', ')].filter(Boolean).map((line) => `  ${line}`),
  ...phones.map(({ phone, label }) => `  ${phone}${label ? ` (${label})` : ''}`),
  ...emails.map(({ email, label }) => `  ${email}${label ? ` (${label})` : ''}`),
];

/** A template's parts as the person sees them; a reply without a payload sends its title. */
function template({ shown, parameters }: Of<'template'>, tap: (choice: Choice) => string): string[] {
  const part = (
    { header, body, footer, buttons = [] }: Of<'template'>['shown'],
    values: Of<'template'>['parameters']['buttons'],
  ) => [
    ...words({ ...(header && { header }), ...(body && { body }), ...(footer && { footer }) }),
    ...buttons.map(({ title, kind }, index) => {
      const value = values?.find((each) => each.index === index);
      if ((value?.kind ?? kind) !== 'quick-reply') return `  ${title}`;
      return tap({ id: value?.kind === 'quick-reply' ? value.payload : title, title });
    }),
  ];
  return [
    ...part(shown, parameters.buttons),
    ...(shown.cards ?? []).flatMap((each, index) => [
      `  ${index + 1}.`,
      ...part(each, parameters.cards?.[index]?.buttons).map((line) => `  ${line}`),
    ]),
  ];
}

/** What a typed number taps. A form takes its answers behind the number: `1 name=Ana, age=30`. */
export function tapped(text: string, taps: readonly Tap[]): Tap | undefined {
  const [, number, rest = ''] = /^(\d{1,2})(?:\s+(\S.*))?$/.exec(text) ?? [];
  const tap = taps[Number(number) - 1];
  if (tap?.kind !== 'form') return rest === '' ? tap : undefined;
  const answers = rest.split(',').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' || value.length === 0 ? [] : [{ [name.trim()]: value.join('=').trim() }];
  });
  return { ...tap, fields: answers.reduce((fields, answer) => ({ ...fields, ...answer }), tap.fields) };
}
