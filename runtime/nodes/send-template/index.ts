import {
  defineNodeType,
  fail,
  leave,
  messageLimits,
  nextPort,
  sendMessage,
  valueAt,
  type Instant,
  type OutboundContent,
  type Outcome,
} from '../../contract/index.ts';
import { answered, ask, askPorts } from '../asking.ts';
import { saidPorts } from '../message-parts.ts';
import { checkTemplate } from './check.ts';
import { templateIn, templatesOf } from './languages.ts';
import { templateContent } from './message.ts';
import { placesOf, unknownParts } from './places.ts';
import { cardPayloads, formPort, keptReplies, readReply, replyPorts, shownReplies } from './replies.ts';
import { SendTemplateConfig } from './schema.ts';
import { valuesAt, type Values } from './values.ts';

export const sendTemplate = defineNodeType({
  type: 'send-template',
  version: 1,
  config: SendTemplateConfig,
  initial: { values: [] },
  ports: ({ template, waitForReply }) =>
    template && waitForReply ? [...replyPorts(template), ...askPorts] : saidPorts,
  check: checkTemplate,
  async enter(config, ctx) {
    const template = templateIn(config, ctx.language);
    if (!template) return fail('template.none', 'No template is chosen.');
    const unknown = unknownParts(template);
    if (unknown.header || unknown.buttons.length > 0)
      return fail('template.part-unknown', 'The template has a part of a kind that cannot be filled.');
    const filled = await valuesAt(placesOf(template), config.values, ctx);
    if ('failure' in filled) return filled.failure;
    const { values } = filled;
    const marks = { token: ctx.turnId, ...(config.waitForReply && { payloads: cardPayloads(template) }) };
    const content = templateContent(template, values, marks);
    const tooLong = tooLongIn(content, ctx.now);
    if (tooLong) return tooLong;
    if (!config.waitForReply) return leave(nextPort.id, { effects: [sendMessage(content)] });
    const replies = shownReplies(template, values, content.shown).map((reply) => ({ ...reply }));
    return ask({ ...config, body: '' }, content, { asked: 1, token: ctx.turnId, replies }, ctx);
  },
  resume: (config, input, ctx) =>
    answered({ ...config, body: '' }, input, ctx, {
      read: (content) =>
        readReply(content, { ...keptReplies(ctx.state), form: config.template && formPort(config.template) }),
      question: async (body) => ({ kind: 'text', body }),
    }),
  texts: { templates: ['values.*.text'], expressions: ['values.*.expression'], translated: ['values.*.text'] },
  references: (config) =>
    templatesOf(config).map(({ name, language }, index) => ({
      kind: 'template',
      id: `${name}/${language}`,
      path: index === 0 ? '/template' : `/variants/${index - 1}`,
    })),
  editor: {
    label: 'nodes.send-template.label',
    group: 'messages',
    icon: 'template',
    form: [
      { key: 'template', widget: 'template' },
      { key: 'values', widget: 'template-values' },
      { key: 'variants', widget: 'template-languages' },
      { key: 'waitForReply', widget: 'toggle' },
      { key: 'resultName', widget: 'variable-name', names: 'results', when: { key: 'waitForReply', in: [true] } },
      { key: 'variableName', widget: 'variable-name', names: 'variables', when: { key: 'waitForReply', in: [true] } },
      { key: 'timeoutSeconds', widget: 'duration', when: { key: 'waitForReply', in: [true] } },
    ],
    preview: ({ template, values }) =>
      template ? templateContent(template, writtenValues(values), { token: '' }) : null,
    summary: ({ template }) => ({
      key: template ? 'nodes.send-template.summary' : 'nodes.send-template.unnamed',
      params: { name: template?.name ?? '' },
    }),
  },
});

/** The values as they are written, for previews. */
const writtenValues = (values: SendTemplateConfig['values']): Values =>
  Object.fromEntries(values.map((value) => [value.id, 'text' in value ? value.text : `{{ ${value.expression} }}`]));

/** The limits of what is filled in hold for the text as it is read, not for each value. */
function tooLongIn({ shown }: Extract<OutboundContent, { kind: 'template' }>, now: Instant): Outcome | undefined {
  const header = shown.header?.kind === 'text' ? shown.header.text : '';
  const [mostAbove, most] = [
    valueAt(messageLimits['template.header.characters'], now),
    valueAt(messageLimits['template.body.characters'], now),
  ];
  if (header.length > mostAbove)
    return fail('template.header-too-long', `The header, filled in, has more than ${mostAbove} characters.`);
  if ((shown.body ?? '').length > most)
    return fail('template.body-too-long', `The text, filled in, has more than ${most} characters.`);
  return undefined;
}
