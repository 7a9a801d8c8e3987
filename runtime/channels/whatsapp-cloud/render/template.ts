import type {
  OutboundContent,
  TemplateButtonValue,
  TemplateParameters,
  TemplateValue,
} from '../../../contract/index.ts';
import { productSections, said, type Payload } from './parts.ts';

/** A template with what fills it (Meta: "Send a template message"). Parts without variables are left out. */
export function renderTemplate({
  name,
  language,
  parameters,
}: Extract<OutboundContent, { kind: 'template' }>): Payload {
  const { offerEndsAt, cards } = parameters;
  const components = [
    ...componentsOf(parameters),
    ...(offerEndsAt === undefined ? [] : [offerOf(offerEndsAt)]),
    ...(cards?.length
      ? [
          {
            type: 'carousel',
            cards: cards.map((card, index) => ({ card_index: index, components: componentsOf(card) })),
          },
        ]
      : []),
  ];
  return {
    type: 'template',
    template: { name, language: { code: language }, ...(components.length > 0 && { components }) },
  };
}

function componentsOf({ header, body, buttons }: Pick<TemplateParameters, 'header' | 'body' | 'buttons'>): Payload[] {
  return [
    ...(header?.length ? [{ type: 'header', parameters: header.map(valueOf) }] : []),
    ...(body?.length ? [{ type: 'body', parameters: body.map(valueOf) }] : []),
    ...(buttons ?? []).map(buttonOf),
  ];
}

function valueOf(value: TemplateValue): Payload {
  switch (value.kind) {
    case 'text':
      return { type: 'text', ...said({ parameter_name: value.name }), text: value.text };
    case 'image':
    case 'video':
      return { type: value.kind, [value.kind]: { link: value.link } };
    case 'document':
      return { type: 'document', document: { link: value.link, ...said({ filename: value.filename }) } };
    case 'location': {
      const { latitude, longitude, name, address } = value;
      return { type: 'location', location: { latitude, longitude, ...said({ name, address }) } };
    }
    case 'product':
      return {
        type: 'product',
        product: { product_retailer_id: value.productId, catalog_id: value.catalogId },
      };
  }
}

function buttonOf(button: TemplateButtonValue): Payload {
  const as = (sub_type: string, parameter?: Payload): Payload => ({
    type: 'button',
    sub_type,
    index: String(button.index),
    ...(parameter && { parameters: [parameter] }),
  });
  switch (button.kind) {
    case 'url':
      return as('url', { type: 'text', text: button.text });
    case 'quick-reply':
      return as('quick_reply', { type: 'payload', payload: button.payload });
    case 'copy-code':
      return as('copy_code', { type: 'coupon_code', coupon_code: button.code });
    case 'form': {
      const { token, data } = button;
      return as('flow', {
        type: 'action',
        action: { ...said({ flow_token: token }), ...(data && { flow_action_data: data }) },
      });
    }
    case 'catalogue': {
      const { thumbnailProductId: id } = button;
      return as('catalog', id ? { type: 'action', action: { thumbnail_product_retailer_id: id } } : undefined);
    }
    case 'products': {
      const { thumbnailProductId, sections } = button;
      const action = { thumbnail_product_retailer_id: thumbnailProductId, sections: productSections(sections) };
      return as('mpm', { type: 'action', action });
    }
  }
}

/** The end of an offer; the provider wants milliseconds here, not seconds. */
const offerOf = (endsAt: string): Payload => ({
  type: 'limited_time_offer',
  parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: Date.parse(endsAt) } }],
});
