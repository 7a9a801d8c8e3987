import { defineNodeType, errorPort, fail, leave, nextPort, sendMessage, waitFor } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { answerIn } from '../done-outcome.ts';
import { lastMessage } from '../last-message.ts';
import { AiReplyConfig } from './schema.ts';

/** As the contract's `AiRequest` limits them. */
const longestInstructions = 20_000;
const timeoutSeconds = 30;

export const aiReply = defineNodeType({
  type: 'ai-reply',
  version: 1,
  config: AiReplyConfig,
  initial: { instructions: '', maximumCharacters: 1_000 },
  ports: () => [nextPort, errorPort],
  check: ({ instructions, silent = false, resultName, variableName }) => [
    ...emptyText(instructions, '/instructions'),
    ...(silent && resultName === undefined && variableName === undefined
      ? [
          {
            code: 'ai.answer-unused',
            severity: 'warning' as const,
            message: 'The answer is neither sent nor kept.',
            path: '/silent',
          },
        ]
      : []),
  ],
  async enter({ instructions: template, question, maximumCharacters }, ctx) {
    const instructions = await ctx.render(template);
    if (instructions.length > longestInstructions)
      return fail('ai.instructions-too-long', `Instructions have at most ${longestInstructions} characters.`);
    const text = (question === undefined ? (await lastMessage(ctx)).text : await ctx.render(question)).trim();
    if (text === '') return fail('ai.nothing-asked', 'There are no words to answer to.');
    const request = { instructions, messages: [{ from: 'person' as const, text }], maximumCharacters, timeoutSeconds };
    return waitFor({ for: 'effect' }, { effects: [{ kind: 'ai.ask', request }], values: { question: text } });
  },
  async resume({ maximumCharacters, silent = false, resultName, variableName }, input) {
    const answer = answerIn(input);
    if ('failure' in answer) return answer.failure;
    const text = typeof answer.value === 'string' ? answer.value.trim() : '';
    if (text === '') return fail('ai.answer-empty', 'The model answered nothing.');
    if (text.length > maximumCharacters)
      return fail('ai.answer-too-long', `The answer has ${text.length} characters, and may have ${maximumCharacters}.`);
    return leave(nextPort.id, {
      effects: silent ? [] : [sendMessage({ kind: 'text', body: text })],
      changes: {
        ...(resultName !== undefined && { results: { [resultName]: { value: text } } }),
        ...(variableName !== undefined && { variables: { [variableName]: text } }),
      },
      values: { answer: text },
    });
  },
  texts: { templates: ['instructions', 'question'], expressions: [] },
  awaits: 'system',
  editor: {
    label: 'nodes.ai-reply.label',
    group: 'actions',
    icon: 'sparkles',
    form: [
      { key: 'instructions', widget: 'template-text' },
      { key: 'question', widget: 'template-text', oneLine: true },
      { key: 'maximumCharacters', widget: 'number' },
      { key: 'silent', widget: 'toggle' },
      { key: 'resultName', widget: 'variable-name', names: 'results' },
      { key: 'variableName', widget: 'variable-name', names: 'variables' },
    ],
    preview: () => null,
    summary: ({ instructions }) => ({ key: 'nodes.ai-reply.summary', params: { instructions } }),
  },
});
