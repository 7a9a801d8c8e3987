import type { CarouselCard, OutboundContent } from '../../../contract/index.ts';
import type { Findings } from './findings.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

export function checkContacts({ contacts }: Of<'contact-cards'>, findings: Findings): void {
  findings.count('contacts', contacts.length, 'contact-cards.count', '/contacts');
  contacts.forEach(({ name, phones, emails }, at) => {
    findings.filled('contact-name', name, `/contacts/${at}/name`);
    phones?.forEach(({ phone }, index) => {
      const path = `/contacts/${at}/phones/${index}/phone`;
      if (!/\d/.test(phone)) findings.add('contact-phone-invalid', path, `"${phone}" is no phone number`, { phone });
    });
    emails?.forEach(({ email }, index) => {
      const path = `/contacts/${at}/emails/${index}/email`;
      if (!/^[^\s@]+@[^\s@]+$/.test(email))
        findings.add('contact-email-invalid', path, `"${email}" is no address`, { email });
    });
  });
}

export function checkCarousel({ body, cards }: Of<'carousel'>, findings: Findings): void {
  findings.required('body', body, 'carousel.body.characters', '/body');
  const least = findings.limit('carousel.cards.least');
  if (cards.length < least) {
    const message = `There are ${cards.length} cards; WhatsApp wants ${least} or more`;
    findings.add('cards-too-few', '/cards', message, { min: least, count: cards.length });
  } else findings.count('cards', cards.length, 'carousel.cards.count', '/cards');
  cards.forEach((card, index) => checkCard(card, `/cards/${index}`, findings));
  const odd = cards.findIndex((card) => offerOf(card) !== offerOf(cards[0]!));
  if (odd > 0) {
    const message = 'All cards must have the same kind and number of buttons';
    findings.add('cards-unlike', `/cards/${odd}`, message, { card: odd + 1 });
  }
}

const offerOf = ({ link, buttons }: CarouselCard): string => (link ? 'link' : `replies ${buttons?.length ?? 0}`);

function checkCard({ header, body, link, buttons }: CarouselCard, path: string, findings: Findings): void {
  findings.fileLink(header.link, `${path}/header/link`);
  if (body !== undefined) {
    findings.atMost('card-text', body, 'carousel.card-body.characters', `${path}/body`);
    const max = findings.limit('carousel.card-body.line-breaks');
    const breaks = body.split('\n').length - 1;
    if (breaks > max) {
      const message = `The card text has ${breaks} line breaks; WhatsApp takes ${max}`;
      findings.add('card-text-too-many-lines', `${path}/body`, message, { max, count: breaks });
    }
  }
  if (link && buttons?.length) {
    findings.add('card-offers-both', path, 'A card has either a link or replies');
  } else if (link) {
    findings.title('button-title', link.title, 'carousel.button-title.characters', `${path}/link/title`);
    findings.webLink(link.url, `${path}/link/url`);
  } else checkReplies(buttons ?? [], `${path}/buttons`, findings);
}

function checkReplies(buttons: NonNullable<CarouselCard['buttons']>, path: string, findings: Findings): void {
  findings.count('buttons', buttons.length, 'carousel.buttons.count', path);
  buttons.forEach(({ id, title }, index) => {
    findings.title('button-title', title, 'carousel.button-title.characters', `${path}/${index}/title`);
    findings.required('button-id', id, 'carousel.button-id.characters', `${path}/${index}/id`);
  });
  const ids = buttons.map(({ id }) => id);
  findings.unique('button-id', ids, (index) => `${path}/${index}/id`);
  const titles = buttons.map(({ title }) => title);
  findings.unique('button-title', titles, (index) => `${path}/${index}/title`);
}
