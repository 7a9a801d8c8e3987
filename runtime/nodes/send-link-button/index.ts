import { defineNodeType, fail, leave, nextPort, sendMessage } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { checkHeader, checkWebLink, filledHeader, isWeb, said, saidPorts } from '../message-parts.ts';
import { SendLinkButtonConfig } from './schema.ts';

export const sendLinkButton = defineNodeType({
  type: 'send-link-button',
  version: 1,
  config: SendLinkButtonConfig,
  initial: { body: '', title: '', url: '' },
  ports: () => saidPorts,
  check: ({ header, body, title, url }) => [
    ...checkHeader(header),
    ...emptyText(body, '/body'),
    ...emptyText(title, '/title'),
    ...checkWebLink(url, '/url'),
  ],
  async enter(config, ctx) {
    const above = await filledHeader(config.header, ctx);
    if ('failure' in above) return above.failure;
    const url = (await ctx.render(config.url)).trim();
    if (!isWeb(url)) return fail('link.invalid', 'The button opens a page: its address begins with https://.');
    const content = {
      kind: 'link-button' as const,
      ...above,
      body: await ctx.render(config.body),
      ...said({ footer: config.footer && (await ctx.render(config.footer)) }),
      title: await ctx.render(config.title),
      url,
    };
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: {
    templates: ['header.text', 'header.link', 'body', 'footer', 'title', 'url'],
    expressions: [],
    translated: ['header.text', 'header.link', 'body', 'footer', 'title', 'url'],
  },
  editor: {
    label: 'nodes.send-link-button.label',
    group: 'messages',
    icon: 'external-link',
    form: [
      { key: 'header', widget: 'header', limits: { characters: 'interactive.header.characters' } },
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'link-button.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
      { key: 'title', widget: 'template-text', oneLine: true, limits: { characters: 'link-button.title.characters' } },
      { key: 'url', widget: 'template-text', oneLine: true },
    ],
    preview: (config) => ({ kind: 'link-button', ...config }),
  },
});
