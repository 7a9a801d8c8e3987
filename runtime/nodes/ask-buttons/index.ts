import { defineNodeType, type NodeContext, type OutboundContent } from '../../contract/index.ts';
import { answered, ask, askForm, askPorts, askTexts, checkAsk } from '../asking.ts';
import { checkChoices, choicePorts, chosen, filled, keptTitles, noChoices, shownTitles } from '../choosing.ts';
import { AskButtonsConfig } from './schema.ts';

const texts = [...askTexts, 'header.text', 'header.link', 'footer', 'buttons.*.title'];

export const askButtons = defineNodeType({
  type: 'ask-buttons',
  version: 1,
  config: AskButtonsConfig,
  initial: { body: '', buttons: [], retries: 1 },
  ports: ({ buttons }) => [...choicePorts(buttons), ...askPorts],
  check: (config) => [
    ...checkAsk(config),
    ...noChoices(config.buttons, '/buttons'),
    ...checkChoices(config.buttons, (index) => `/buttons/${index}`),
  ],
  async enter(config, ctx) {
    const content = await question(config, await ctx.render(config.body), ctx);
    return ask(config, content, { asked: 1, titles: shownTitles(content.buttons) }, ctx);
  },
  resume: (config, input, ctx) =>
    answered(config, input, ctx, {
      read: (content) => chosen(content, keptTitles(ctx.state)),
      question: (body) => question(config, body, ctx),
    }),
  texts: { templates: texts, expressions: [], translated: texts },
  editor: {
    label: 'nodes.ask-buttons.label',
    group: 'asks',
    icon: 'square-check',
    form: [
      { key: 'header', widget: 'header', limits: { characters: 'interactive.header.characters' } },
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'interactive.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
      { key: 'buttons', widget: 'choices', limits: { items: 'buttons.count', title: 'button.title.characters' } },
      ...askForm('interactive.body.characters'),
    ],
    preview: ({ body, header, footer, buttons }) => ({
      kind: 'buttons',
      body,
      buttons,
      ...(header && { header }),
      ...(footer && { footer }),
    }),
  },
});

async function question(
  { header, footer, buttons }: AskButtonsConfig,
  body: string,
  ctx: NodeContext,
): Promise<Extract<OutboundContent, { kind: 'buttons' }>> {
  const shownHeader =
    header &&
    (header.kind === 'text'
      ? { ...header, text: await ctx.render(header.text) }
      : { ...header, link: await ctx.render(header.link) });
  return {
    kind: 'buttons',
    ...(shownHeader && { header: shownHeader }),
    body,
    ...(footer && { footer: await ctx.render(footer) }),
    buttons: await filled(buttons, ctx),
  };
}
