import { defineNodeType, leave, nextPort, sendMessage } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { said, saidPorts } from '../message-parts.ts';
import { SendCatalogueConfig } from './schema.ts';

export const sendCatalogue = defineNodeType({
  type: 'send-catalogue',
  version: 1,
  config: SendCatalogueConfig,
  initial: { body: '' },
  ports: () => saidPorts,
  check: ({ body }) => emptyText(body, '/body'),
  async enter({ body, footer, thumbnailProductId }, ctx) {
    const content = {
      kind: 'catalogue' as const,
      body: await ctx.render(body),
      ...said({
        footer: footer && (await ctx.render(footer)),
        thumbnailProductId: thumbnailProductId && (await ctx.render(thumbnailProductId)),
      }),
    };
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: {
    templates: ['body', 'footer', 'thumbnailProductId'],
    expressions: [],
    translated: ['body', 'footer'],
  },
  editor: {
    label: 'nodes.send-catalogue.label',
    group: 'messages',
    icon: 'building-store',
    form: [
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'catalogue.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
      { key: 'thumbnailProductId', widget: 'template-text', oneLine: true },
    ],
    preview: (config) => ({ kind: 'catalogue', ...config }),
  },
});
