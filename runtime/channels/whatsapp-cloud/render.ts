import type { MediaKind, OutboundContent } from '../../contract/index.ts';
import { renderCarousel, renderContacts } from './render/cards.ts';
import { headerOf, interactive, linkAction, productSections, said, type Payload } from './render/parts.ts';
import { renderTemplate } from './render/template.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

/**
 * A message in the form of the Cloud API (Meta: "Messages"), without recipient. `mediaId` stands for a file of ours that was
 * uploaded. Fields that say nothing are left out, since Meta refuses empty ones.
 */
export function renderMessage(content: OutboundContent, { mediaId }: { mediaId?: string } = {}): Payload {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: content.body, ...(content.previewUrl && { preview_url: true }) } };
    case 'media':
      return renderMedia(content, mediaId);
    case 'location': {
      const { latitude, longitude, name, address } = content;
      return { type: 'location', location: { latitude, longitude, ...said({ name, address }) } };
    }
    case 'buttons': {
      const action = { buttons: content.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) };
      return interactive('button', { ...wordsOf(content), action });
    }
    case 'list':
      return renderList(content);
    case 'link-button':
      return interactive('cta_url', { ...wordsOf(content), action: linkAction(content.title, content.url) });
    case 'location-request':
      return interactive('location_request_message', { body: content.body, action: { name: 'send_location' } });
    case 'contact-cards':
      return renderContacts(content);
    case 'product': {
      const action = { catalog_id: content.catalogId, product_retailer_id: content.productId };
      return interactive('product', { ...wordsOf(content), action });
    }
    case 'product-list': {
      const { header, body, footer, catalogId, sections } = content;
      const action = { catalog_id: catalogId, sections: productSections(sections) };
      return interactive('product_list', { header: { type: 'text', text: header }, body, footer, action });
    }
    case 'catalogue': {
      const { thumbnailProductId: id } = content;
      const parameters = id ? { parameters: { thumbnail_product_retailer_id: id } } : {};
      return interactive('catalog_message', {
        ...wordsOf(content),
        action: { name: 'catalog_message', ...parameters },
      });
    }
    case 'template':
      return renderTemplate(content);
    case 'carousel':
      return renderCarousel(content);
    case 'form-request':
      return renderForm(content);
  }
}

const wordsOf = ({ header, body, footer }: Partial<Pick<Of<'buttons'>, 'header' | 'body' | 'footer'>>) => ({
  header: header && headerOf(header),
  body,
  footer,
});

function renderList({ header, body, footer, button, sections }: Of<'list'>): Payload {
  const action = {
    button,
    sections: sections.map(({ title, rows }) => ({
      ...said({ title }),
      rows: rows.map((row) => ({ id: row.id, title: row.title, ...said({ description: row.description }) })),
    })),
  };
  return interactive('list', { header: header ? { type: 'text', text: header } : undefined, body, footer, action });
}

/** A form is opened at its first screen, or at the one that is named (Meta: "Sending a Flow"). */
function renderForm(content: Of<'form-request'>): Payload {
  const { button, formId, token, screen, data, draft } = content;
  const filled = data && Object.keys(data).length > 0 ? { data } : {};
  const parameters = {
    flow_message_version: '3',
    ...said({ flow_token: token }),
    flow_id: formId,
    flow_cta: button,
    mode: draft ? 'draft' : 'published',
    flow_action: 'navigate',
    ...(screen && { flow_action_payload: { screen, ...filled } }),
  };
  return interactive('flow', { ...wordsOf(content), action: { name: 'flow', parameters } });
}

/** The provider knows no voice messages as a type: they are audio with a mark. */
const typeOf: { readonly [kind in MediaKind]: string } = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
};

function renderMedia({ media, link, caption, filename }: Of<'media'>, mediaId: string | undefined): Payload {
  const type = typeOf[media];
  const takesCaption = type === 'image' || type === 'video' || type === 'document';
  return {
    type,
    [type]: {
      ...(mediaId === undefined ? { link } : { id: mediaId }),
      ...(takesCaption && said({ caption })),
      ...(type === 'document' && said({ filename })),
      ...(media === 'voice' && { voice: true }),
    },
  };
}
