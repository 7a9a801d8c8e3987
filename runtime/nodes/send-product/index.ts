import { defineNodeType, fail, leave, nextPort, sendMessage } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { catalogueReference } from '../products.ts';
import { said, saidPorts } from '../message-parts.ts';
import { SendProductConfig } from './schema.ts';

export const sendProduct = defineNodeType({
  type: 'send-product',
  version: 1,
  config: SendProductConfig,
  initial: { catalogId: '', productId: '' },
  ports: () => saidPorts,
  check: ({ catalogId, productId }) => [...emptyText(catalogId, '/catalogId'), ...emptyText(productId, '/productId')],
  async enter({ catalogId, productId, body, footer }, ctx) {
    const content = {
      kind: 'product' as const,
      catalogId: (await ctx.render(catalogId)).trim(),
      productId: (await ctx.render(productId)).trim(),
      ...said({ body: body && (await ctx.render(body)), footer: footer && (await ctx.render(footer)) }),
    };
    if (content.catalogId === '') return fail('catalogue.none', 'The catalogue has no id.');
    if (content.productId === '') return fail('products.none', 'There is no product to send.');
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: {
    templates: ['catalogId', 'productId', 'body', 'footer'],
    expressions: [],
    translated: ['body', 'footer'],
  },
  references: ({ catalogId }) => catalogueReference(catalogId),
  editor: {
    label: 'nodes.send-product.label',
    group: 'messages',
    icon: 'shopping-bag',
    form: [
      { key: 'catalogId', widget: 'template-text', oneLine: true },
      { key: 'productId', widget: 'template-text', oneLine: true },
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'product.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
    ],
    preview: (config) => ({ kind: 'product', ...config }),
  },
});
