import { defineNodeType, errorPort, leave, nextPort, sendMessage } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { SendTextConfig } from './schema.ts';

export const sendText = defineNodeType({
  type: 'send-text',
  version: 1,
  config: SendTextConfig,
  initial: { body: '' },
  ports: () => [nextPort, errorPort],
  check: ({ body }) => emptyText(body, '/body'),
  async enter({ body, previewUrl }, ctx) {
    const text = await ctx.render(body);
    const content = { kind: 'text' as const, body: text, ...(previewUrl && { previewUrl }) };
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: { templates: ['body'], expressions: [], translated: ['body'] },
  editor: {
    label: 'nodes.send-text.label',
    group: 'messages',
    icon: 'message',
    form: [
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'text.body.characters' } },
      { key: 'previewUrl', widget: 'toggle' },
    ],
    preview: ({ body }) => ({ kind: 'text', body }),
  },
});
