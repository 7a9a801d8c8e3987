import { defineNodeType, nextPort, type InboundContent, type OutboundContent } from '../../contract/index.ts';
import { answered, ask, askForm, askPorts, askTexts, checkAsk, type Answer } from '../asking.ts';
import { said } from '../message-parts.ts';
import { AskLocationConfig } from './schema.ts';

export const askLocation = defineNodeType({
  type: 'ask-location',
  version: 1,
  config: AskLocationConfig,
  initial: { body: '', retries: 1 },
  ports: () => [nextPort, ...askPorts],
  check: checkAsk,
  async enter(config, ctx) {
    return ask(config, question(await ctx.render(config.body)), { asked: 1 }, ctx);
  },
  resume: (config, input, ctx) =>
    answered(config, input, ctx, {
      read,
      question: async (body) => question(body),
    }),
  texts: { templates: askTexts, expressions: [], translated: askTexts },
  editor: {
    label: 'nodes.ask-location.label',
    group: 'asks',
    icon: 'map-search',
    form: [
      {
        key: 'body',
        widget: 'template-text',
        chat: true,
        limits: { characters: 'location-request.body.characters' },
      },
      ...askForm('location-request.body.characters'),
    ],
    preview: ({ body }) => question(body),
  },
});

const question = (body: string): OutboundContent => ({ kind: 'location-request', body });

/** A place: where it is and, when the person chose one with a name, that and its address. */
function read(content: InboundContent): Answer | undefined {
  if (content.kind !== 'location') return undefined;
  const { latitude, longitude, name, address } = content;
  return { port: nextPort.id, value: { latitude, longitude, ...said({ name, address }) } };
}
