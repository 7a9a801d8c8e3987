import type { AiRequest, DoneOutcome, HttpOutcome, Json } from '../contract/index.ts';
import { fold } from '../engine/index.ts';
import { createHttpCaller } from './http-call.ts';

export type Model = {
  /** Asks once; never throws. The answer is a text, or with `choices` one of them. */
  ask(id: string, request: AiRequest): Promise<DoneOutcome>;
  close(): Promise<void>;
};

/** More than this is never an answer to somebody in a chat. */
const mostTokens = 4_096;

/** Asks a language model that speaks OpenAI's chat completions. Its host may be private: whoever runs the program named it. */
export function createModel({ url, model, apiKey }: { url: string; model: string; apiKey?: string }): Model {
  const address = `${url.replace(/\/+$/, '')}/chat/completions`;
  const caller = createHttpCaller([new URL(url).hostname.replace(/^\[|\]$/g, '')]);
  return {
    async ask(id, request) {
      const { choices, maximumCharacters, timeoutSeconds } = request;
      const outcome = await caller.call({
        method: 'POST',
        url: address,
        headers: {
          'content-type': 'application/json',
          ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({
          model,
          messages: messagesOf(request),
          max_tokens: Math.min(mostTokens, maximumCharacters),
          ...(choices && { temperature: 0 }),
        }),
        timeoutSeconds,
        idempotencyKey: id,
      });
      return answerOf(outcome, request);
    },
    close: () => caller.close(),
  };
}

function messagesOf({ instructions, messages, choices }: AiRequest) {
  const only = choices && `\n\nAnswer with exactly one of these and nothing else:\n${choices.join('\n')}`;
  return [
    { role: 'system', content: `${instructions}${only ?? ''}` },
    ...messages.map(({ from, text }) => ({ role: from === 'person' ? 'user' : 'assistant', content: text })),
  ];
}

function answerOf(outcome: HttpOutcome, { choices, maximumCharacters }: AiRequest): DoneOutcome {
  const failed = (code: string, message: string): DoneOutcome => ({ ok: false, code, message });
  if (!outcome.ok) {
    if (outcome.code === 'http.timeout') return failed('ai.timeout', 'The model did not answer in time.');
    return failed('ai.unavailable', 'The model could not be reached.');
  }
  const { status, durationMs } = outcome;
  if (status === 429 || status >= 500) return failed('ai.unavailable', `The model answered with status ${status}.`);
  if (status >= 300) return failed('ai.refused', `The model answered with status ${status}.`);
  const said = textIn(outcome.body)?.trim();
  if (!said) return failed('ai.unreadable', 'The model gave no answer that can be read.');
  if (!choices) return { ok: true, value: Array.from(said).slice(0, maximumCharacters).join(''), durationMs };
  const choice = choices.find((one) => one === said) ?? choices.find((one) => plain(one) === plain(said));
  return choice === undefined
    ? failed('ai.no-choice', 'The model answered with none of the choices.')
    : { ok: true, value: choice, durationMs };
}

/** Without case, accents and what a model likes to put around a word. */
const plain = (text: string): string => fold(text.replace(/^["'«“*\s]+|["'»”*.\s]+$/g, ''));

function textIn(body: Json): string | undefined {
  const choices = isRecord(body) ? body['choices'] : undefined;
  const first = Array.isArray(choices) ? choices[0] : undefined;
  const message = isRecord(first) ? first['message'] : undefined;
  const content = isRecord(message) ? message['content'] : undefined;
  return typeof content === 'string' ? content : undefined;
}

const isRecord = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
