import type { MediaKind, OutboundContent } from '../../contract/index.ts';

type Payload = { [key: string]: unknown };

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
      const { header, body, footer, buttons } = content;
      const action = { buttons: buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) };
      return interactive('button', header && renderHeader(header), body, footer, action);
    }
    case 'list': {
      const { header, body, footer, button, sections } = content;
      const action = {
        button,
        sections: sections.map(({ title, rows }) => ({
          ...said({ title }),
          rows: rows.map((row) => ({ id: row.id, title: row.title, ...said({ description: row.description }) })),
        })),
      };
      return interactive('list', header ? { type: 'text', text: header } : undefined, body, footer, action);
    }
  }
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

function renderMedia(
  { media, link, caption, filename }: Extract<OutboundContent, { kind: 'media' }>,
  mediaId: string | undefined,
): Payload {
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

type Header = NonNullable<Extract<OutboundContent, { kind: 'buttons' }>['header']>;

const renderHeader = (header: Header): Payload =>
  header.kind === 'text'
    ? { type: 'text', text: header.text }
    : { type: header.kind, [header.kind]: { link: header.link } };

const interactive = (
  type: string,
  header: Payload | undefined,
  body: string,
  footer: string | undefined,
  action: Payload,
): Payload => ({
  type: 'interactive',
  interactive: {
    type,
    ...(header && { header }),
    body: { text: body },
    ...(footer && { footer: { text: footer } }),
    action,
  },
});

/** Only the fields with something in them. */
const said = (fields: { [name: string]: string | undefined }): { [name: string]: string } =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1])));
