import {
  defineNodeType,
  fail,
  nextPort,
  type Json,
  type NodeContext,
  type OutboundContent,
  type Outcome,
  type Reference,
} from '../../contract/index.ts';
import { hasPlaceholder } from '../../engine/expressions/template.ts';
import { answered, ask, askForm as askFields, askPorts, askTexts, checkAsk } from '../asking.ts';
import { emptyText, repeatedNames, valuesOf } from '../config-parts.ts';
import { formAnswer, variablesFrom } from '../form-answers.ts';
import { checkHeader, filledHeader, said } from '../message-parts.ts';
import { AskFormConfig } from './schema.ts';

export const askForm = defineNodeType({
  type: 'ask-form',
  version: 1,
  config: AskFormConfig,
  initial: { body: '', button: '', formId: '', retries: 1 },
  ports: () => [nextPort, ...askPorts],
  check: ({ button, formId, header, screen, data = [], answers = [], ...asking }) => [
    ...checkHeader(header),
    ...checkAsk(asking),
    ...emptyText(button, '/button'),
    ...emptyText(formId, '/formId'),
    ...(data.length > 0 && screen === undefined
      ? [
          {
            code: 'form.no-screen',
            severity: 'error' as const,
            message: 'What a form begins with is given to a screen, which is not named.',
            path: '/screen',
          },
        ]
      : []),
    ...repeatedNames(data, '/data'),
    ...repeatedNames(answers, '/answers'),
  ],
  async enter(config, ctx) {
    const asked = await question(config, await ctx.render(config.body), ctx, ctx.turnId);
    return 'failure' in asked ? asked.failure : ask(config, asked.content, { asked: 1, token: ctx.turnId }, ctx);
  },
  async resume(config, input, ctx) {
    const token = keptToken(ctx.state);
    let filled: { [field: string]: Json } = {};
    let failure: Outcome | undefined;
    const outcome = await answered(config, input, ctx, {
      read(content) {
        const fields = formAnswer(content, token);
        if (!fields) return undefined;
        filled = fields;
        return { port: nextPort.id, value: fields };
      },
      async question(body) {
        const again = await question(config, body, ctx, token);
        if ('content' in again) return again.content;
        failure = again.failure;
        return { kind: 'text', body };
      },
    });
    if (failure) return failure;
    const variables = variablesFrom(config.answers ?? [], filled);
    if (Object.keys(variables).length === 0) return outcome;
    const { changes } = outcome;
    return { ...outcome, changes: { ...changes, variables: { ...changes.variables, ...variables } } };
  },
  texts: {
    templates: [...askTexts, 'header.text', 'header.link', 'footer', 'button', 'formId', 'data.*.text'],
    expressions: ['data.*.expression'],
    translated: [...askTexts, 'header.text', 'header.link', 'footer', 'button', 'data.*.text'],
  },
  references: ({ formId }): Reference[] =>
    formId.trim() === '' || hasPlaceholder(formId) ? [] : [{ kind: 'form', id: formId.trim(), path: '/formId' }],
  editor: {
    label: 'nodes.ask-form.label',
    group: 'asks',
    icon: 'forms',
    form: [
      { key: 'formId', widget: 'template-text', oneLine: true },
      { key: 'header', widget: 'header', limits: { characters: 'interactive.header.characters' } },
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'form-request.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
      {
        key: 'button',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'form-request.button.characters' },
      },
      { key: 'screen', widget: 'text' },
      { key: 'data', widget: 'form-data' },
      { key: 'draft', widget: 'toggle' },
      { key: 'answers', widget: 'form-answers' },
      ...askFields('form-request.body.characters'),
    ],
    preview: ({ header, body, footer, button, formId }) => ({
      kind: 'form-request',
      ...(header && { header }),
      body,
      ...(footer && { footer }),
      button,
      formId,
      token: '',
    }),
  },
});

function keptToken(state: Json): string {
  const token = typeof state === 'object' && state !== null && !Array.isArray(state) ? state['token'] : undefined;
  return typeof token === 'string' ? token : '';
}

async function question(
  { header, footer, button, formId, screen, data = [], draft }: AskFormConfig,
  body: string,
  ctx: NodeContext,
  token: string,
): Promise<{ content: OutboundContent } | { failure: Outcome }> {
  const above = await filledHeader(header, ctx);
  if ('failure' in above) return above;
  const form = (await ctx.render(formId)).trim();
  if (form === '') return { failure: fail('form.none', 'The form has no id.') };
  const begin = await valuesOf(data, ctx);
  if ('failure' in begin) return begin;
  return {
    content: {
      kind: 'form-request',
      ...above,
      body,
      ...said({ footer: footer && (await ctx.render(footer)) }),
      button: await ctx.render(button),
      formId: form,
      token,
      ...(screen !== undefined && { screen }),
      ...(data.length > 0 && { data: begin.values }),
      ...(draft && { draft }),
    },
  };
}
