import { defineNodeType, nextPort, textOf, type InboundContent, type NodeContext } from '../../contract/index.ts';
import { answered, ask as askFor, askForm, askPorts, askTexts, checkAsk, type Answer } from '../asking.ts';
import type { ConfigIssue } from '../config-parts.ts';
import { numbersIn } from '../numbers.ts';
import { AskConfig } from './schema.ts';

export const ask = defineNodeType({
  type: 'ask',
  version: 1,
  config: AskConfig,
  initial: { body: '', answerType: 'text', retries: 1 },
  ports: () => [nextPort, ...askPorts],
  check: (config) => [...checkAsk(config), ...impossible(config)],
  async enter(config, ctx) {
    return askFor(config, { kind: 'text', body: await ctx.render(config.body) }, { asked: 1 }, ctx);
  },
  resume: (config, input, ctx) =>
    answered(config, input, ctx, {
      read: (content) => read(config, content, ctx),
      question: async (body) => ({ kind: 'text', body }),
    }),
  texts: { templates: askTexts, expressions: [], patterns: ['validation.pattern'], translated: askTexts },
  editor: {
    label: 'nodes.ask.label',
    group: 'asks',
    icon: 'message-question',
    form: [
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'text.body.characters' } },
      {
        key: 'answerType',
        widget: 'select',
        options: [
          { value: 'text', label: 'nodes.ask.options.text' },
          { value: 'number', label: 'nodes.ask.options.number' },
        ],
      },
      { key: 'validation', widget: 'validation' },
      ...askForm('text.body.characters'),
    ],
    preview: ({ body }) => ({ kind: 'text', body }),
  },
});

function read(
  { answerType, validation = {} }: AskConfig,
  content: InboundContent,
  ctx: NodeContext,
): Answer | undefined {
  const text = textOf(content).trim();
  if (text === '' || !['text', 'choice', 'media'].includes(content.kind)) return undefined;

  if (answerType === 'number') {
    const numbers = numbersIn(text);
    const [number] = numbers;
    const { minimum = -Infinity, maximum = Infinity, wholeNumber } = validation;
    if (number === undefined || numbers.length > 1 || number < minimum || number > maximum) return undefined;
    return wholeNumber && !Number.isInteger(number) ? undefined : { port: nextPort.id, value: number };
  }

  const { minimumLength = 0, maximumLength = Infinity, pattern } = validation;
  const { length } = Array.from(text);
  if (length < minimumLength || length > maximumLength) return undefined;
  return pattern && !ctx.match(pattern, text) ? undefined : { port: nextPort.id, value: text };
}

function impossible({ answerType, validation = {} }: AskConfig): ConfigIssue[] {
  const { minimum, maximum, minimumLength, maximumLength } = validation;
  const [least, most] = answerType === 'number' ? [minimum, maximum] : [minimumLength, maximumLength];
  if (least === undefined || most === undefined || least <= most) return [];
  return [
    {
      code: 'validation.impossible',
      severity: 'error',
      message: 'No answer can satisfy this: the least is more than the most.',
      path: '/validation',
      params: { least, most },
    },
  ];
}
