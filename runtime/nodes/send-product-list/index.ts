import { defineNodeType, fail, leave, nextPort, sendMessage } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { said, saidPorts } from '../message-parts.ts';
import { catalogueReference, checkSections, filledSections, writtenSections } from '../products.ts';
import { SendProductListConfig } from './schema.ts';

export const sendProductList = defineNodeType({
  type: 'send-product-list',
  version: 1,
  config: SendProductListConfig,
  initial: { catalogId: '', header: '', body: '', sections: [] },
  ports: () => saidPorts,
  check: ({ catalogId, header, body, sections }) => [
    ...emptyText(catalogId, '/catalogId'),
    ...emptyText(header, '/header'),
    ...emptyText(body, '/body'),
    ...checkSections(sections, '/sections'),
  ],
  async enter(config, ctx) {
    const catalogId = (await ctx.render(config.catalogId)).trim();
    if (catalogId === '') return fail('catalogue.none', 'The catalogue has no id.');
    const sections = await filledSections(config.sections, ctx);
    if (sections.length === 0) return fail('products.none', 'There is no product to send.');
    const content = {
      kind: 'product-list' as const,
      catalogId,
      header: await ctx.render(config.header),
      body: await ctx.render(config.body),
      ...said({ footer: config.footer && (await ctx.render(config.footer)) }),
      sections,
    };
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: {
    templates: ['catalogId', 'header', 'body', 'footer', 'sections.*.title', 'sections.*.products'],
    expressions: [],
    translated: ['header', 'body', 'footer', 'sections.*.title'],
  },
  references: ({ catalogId }) => catalogueReference(catalogId),
  editor: {
    label: 'nodes.send-product-list.label',
    group: 'messages',
    icon: 'list-check',
    form: [
      { key: 'catalogId', widget: 'template-text', oneLine: true },
      {
        key: 'header',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'product-list.header.characters' },
      },
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'product-list.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
      {
        key: 'sections',
        widget: 'product-sections',
        limits: {
          sections: 'product-list.sections.count',
          section: 'product-list.section-title.characters',
          items: 'product-list.products.count',
        },
      },
    ],
    preview: ({ sections, ...config }) => ({
      kind: 'product-list',
      ...config,
      sections: writtenSections(sections),
    }),
  },
});
