import type { CarouselCard, ContactCard, OutboundContent } from '../../../contract/index.ts';
import { headerOf, interactive, linkAction, said, type Payload } from './parts.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

/** Cards with a picture or video each (Meta: "Interactive media carousel messages"). Their type is `cta_url` with replies too. */
export function renderCarousel({ body, cards }: Of<'carousel'>): Payload {
  const action = {
    cards: cards.map((card, index) => ({
      card_index: index,
      type: 'cta_url',
      header: headerOf(card.header),
      ...(card.body && { body: { text: card.body } }),
      action: actionOf(card),
    })),
  };
  return interactive('carousel', { body, action });
}

const actionOf = ({ link, buttons }: CarouselCard): Payload =>
  link
    ? linkAction(link.title, link.url)
    : { buttons: (buttons ?? []).map(({ id, title }) => ({ type: 'quick_reply', quick_reply: { id, title } })) };

/** Address cards (Meta: "Contacts messages"). */
export const renderContacts = ({ contacts }: Of<'contact-cards'>): Payload => ({
  type: 'contacts',
  contacts: contacts.map(cardOf),
});

function cardOf({ name, phones, emails, organisation, title }: ContactCard): Payload {
  const [first, ...rest] = name.trim().split(/\s+/);
  return {
    // One part of the name beside the whole is asked for.
    name: { formatted_name: name, first_name: first, ...said({ last_name: rest.join(' ') }) },
    ...(phones?.length && { phones: phones.map(phoneOf) }),
    ...(emails?.length && { emails: emails.map(({ email, label }) => ({ email, ...said({ type: label }) })) }),
    ...((organisation || title) && { org: said({ company: organisation, title }) }),
  };
}

/** With its WhatsApp id the phone offers to write to the number; without, to invite it. Only a whole number has one. */
function phoneOf({ phone, label }: NonNullable<ContactCard['phones']>[number]): Payload {
  const digits = phone.replace(/\D/g, '');
  return { phone, ...said({ type: label, wa_id: phone.trim().startsWith('+') ? digits : '' }) };
}
