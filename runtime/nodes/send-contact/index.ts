import {
  defineNodeType,
  fail,
  leave,
  nextPort,
  sendMessage,
  type ContactCard,
  type NodeContext,
} from '../../contract/index.ts';
import { emptyText, repeatedIds, type ConfigIssue } from '../config-parts.ts';
import { said, saidPorts } from '../message-parts.ts';
import { SendContactConfig, type CardConfig } from './schema.ts';

export const sendContact = defineNodeType({
  type: 'send-contact',
  version: 1,
  config: SendContactConfig,
  initial: { contacts: [] },
  ports: () => saidPorts,
  check: ({ contacts }) => [
    ...(contacts.length === 0
      ? [
          {
            code: 'contact-cards.none',
            severity: 'error' as const,
            message: 'There is no contact to send yet.',
            path: '/contacts',
          },
        ]
      : []),
    ...repeatedIds(contacts, (index) => `/contacts/${index}`),
    ...contacts.flatMap((card, index) => checkCard(card, `/contacts/${index}`)),
  ],
  async enter({ contacts }, ctx) {
    const cards: ContactCard[] = [];
    for (const card of contacts) {
      const filled = await filledCard(card, ctx);
      if (filled.name === '') return fail('contact-card.no-name', 'A contact has no name.');
      cards.push(filled);
    }
    if (cards.length === 0) return fail('contact-cards.none', 'There is no contact to send.');
    return leave(nextPort.id, { effects: [sendMessage({ kind: 'contact-cards', contacts: cards })] });
  },
  texts: {
    templates: [
      'contacts.*.name',
      'contacts.*.phones.*.phone',
      'contacts.*.emails.*.email',
      'contacts.*.organisation',
      'contacts.*.title',
    ],
    expressions: [],
    translated: ['contacts.*.name', 'contacts.*.organisation', 'contacts.*.title'],
  },
  editor: {
    label: 'nodes.send-contact.label',
    group: 'messages',
    icon: 'address-book',
    form: [{ key: 'contacts', widget: 'contact-cards', limits: { items: 'contact-cards.count' } }],
    preview: ({ contacts }) =>
      contacts.length === 0 ? null : { kind: 'contact-cards', contacts: contacts.map(({ id: _id, ...card }) => card) },
    summary: ({ contacts }) => ({ key: 'nodes.send-contact.summary', params: { count: contacts.length } }),
  },
});

/** A card with its texts filled; what turned out empty is left out. */
async function filledCard({ name, phones = [], emails = [], organisation, title }: CardConfig, ctx: NodeContext) {
  const card: ContactCard = { name: short(await ctx.render(name), 200) };
  const numbers: { phone: string }[] = [];
  for (const { phone } of phones) numbers.push({ phone: short(await ctx.render(phone), 40) });
  const addresses: { email: string }[] = [];
  for (const { email } of emails) addresses.push({ email: short(await ctx.render(email), 320) });
  const reached = numbers.filter(({ phone }) => phone !== '');
  const written = addresses.filter(({ email }) => email !== '');
  const more = said({
    organisation: organisation && short(await ctx.render(organisation), 200),
    title: title && short(await ctx.render(title), 200),
  });
  return {
    ...card,
    ...(reached.length > 0 && { phones: reached }),
    ...(written.length > 0 && { emails: written }),
    ...more,
  };
}

const short = (text: string, most: number): string => text.trim().slice(0, most);

function checkCard({ name, phones = [], emails = [] }: CardConfig, path: string): ConfigIssue[] {
  return [
    ...emptyText(name, `${path}/name`),
    ...phones.flatMap(({ phone }, index) => emptyText(phone, `${path}/phones/${index}/phone`)),
    ...emails.flatMap(({ email }, index) => emptyText(email, `${path}/emails/${index}/email`)),
    ...(phones.length + emails.length === 0
      ? [
          {
            code: 'contact-card.unreachable',
            severity: 'warning' as const,
            message: 'The contact has neither a phone nor an e-mail.',
            path,
          },
        ]
      : []),
  ];
}
