import {
  defineNodeType,
  errorPort,
  fail,
  leave,
  nextPort,
  sendMessage,
  type MediaKind,
  type OutboundContent,
} from '../../contract/index.ts';
import { emptyText, type ConfigIssue } from '../config-parts.ts';
import { SendMediaConfig } from './schema.ts';

/** WhatsApp takes no caption with the others (Cloud API reference, Messages). */
const captioned: MediaKind[] = ['image', 'video', 'document'];

export const sendMedia = defineNodeType({
  type: 'send-media',
  version: 1,
  config: SendMediaConfig,
  initial: { media: 'image', source: { link: '' } },
  ports: () => [nextPort, errorPort],
  check: ({ media, source, caption }) => [
    ...('link' in source ? checkLink(source.link) : []),
    ...(caption && !captioned.includes(media)
      ? [
          {
            code: 'media.no-caption',
            severity: 'warning' as const,
            message: `A file of the kind "${media}" is sent without its caption.`,
            path: '/caption',
            params: { media },
          },
        ]
      : []),
  ],
  async enter(config, ctx) {
    const link = 'link' in config.source ? (await ctx.render(config.source.link)).trim() : undefined;
    if (link !== undefined && !isHttps(link))
      return fail('media.link-invalid', 'A file is sent from an https address.');
    const content = contentOf(config, {
      link,
      caption: config.caption && (await ctx.render(config.caption)),
      filename: config.filename && (await ctx.render(config.filename)),
    });
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: {
    templates: ['source.link', 'caption', 'filename'],
    expressions: [],
    translated: ['source.link', 'caption', 'filename'],
  },
  editor: {
    label: 'nodes.send-media.label',
    group: 'messages',
    icon: 'photo',
    form: [
      {
        key: 'media',
        widget: 'select',
        options: ['image', 'video', 'audio', 'voice', 'document', 'sticker'].map((value) => ({
          value,
          label: `media.${value}`,
        })),
      },
      { key: 'source', widget: 'media' },
      {
        key: 'caption',
        widget: 'template-text',
        chat: true,
        limits: { characters: 'media.caption.characters' },
        when: { key: 'media', in: captioned },
      },
      { key: 'filename', widget: 'template-text', oneLine: true, when: { key: 'media', in: ['document'] } },
    ],
    preview: (config) =>
      contentOf(config, {
        link: 'link' in config.source ? config.source.link : undefined,
        caption: config.caption,
        filename: config.filename,
      }),
  },
});

const isHttps = (link: string): boolean => /^https:\/\/[^\s/?#]+/i.test(link) && !/\s/.test(link);

/** What the kind of file cannot carry is left out. */
function contentOf(
  { media, source }: SendMediaConfig,
  {
    link,
    caption,
    filename,
  }: { link?: string | undefined; caption?: string | undefined; filename?: string | undefined },
): OutboundContent {
  return {
    kind: 'media',
    media,
    ...('fileId' in source ? { fileId: source.fileId } : { link: link ?? '' }),
    ...(caption && captioned.includes(media) && { caption }),
    ...(filename && media === 'document' && { filename: filename.slice(0, 240) }),
  };
}

function checkLink(link: string): ConfigIssue[] {
  if (link.trim() === '' || link.includes('{{') || isHttps(link.trim())) return emptyText(link, '/source/link');
  return [
    {
      code: 'media.link-invalid',
      severity: 'error',
      message: 'A file is sent from an https address.',
      path: '/source/link',
    },
  ];
}
