import { Type, type TSchema } from '@sinclair/typebox';
import {
  errorPort,
  fail,
  leave,
  otherPort,
  sendMessage,
  timeoutPort,
  waitFor,
  type FormField,
  type Json,
  type MessageLimit,
  type OutboundContent,
  type Outcome,
  type ResumeInput,
  type SessionChanges,
} from '../contract/index.ts';
import { longestWaitSeconds, Name, Template } from './config-parts.ts';

/** What every ask's config holds beside its question. */
export const askFields = {
  body: Template(),
  /** How often it asks again after an answer it cannot take. */
  retries: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  /** What is said then; without it the question is repeated. */
  retryText: Type.Optional(Template()),
  resultName: Type.Optional(Name),
  variableName: Type.Optional(Name),
  /** How long it waits; without it until the session expires. */
  timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: longestWaitSeconds })),
} satisfies { [name: string]: TSchema };

type AskConfig = {
  body: string;
  retries?: number;
  retryText?: string;
  resultName?: string;
  variableName?: string;
  timeoutSeconds?: number;
};

/** The fields of every ask; `body` is what its channel takes in the question, which may be asked again in other words. */
export const askForm = (body: MessageLimit): FormField[] => [
  { key: 'resultName', widget: 'variable-name', names: 'results' },
  { key: 'variableName', widget: 'variable-name', names: 'variables' },
  { key: 'retries', widget: 'number' },
  { key: 'retryText', widget: 'template-text', chat: true, limits: { characters: body } },
  { key: 'timeoutSeconds', widget: 'duration' },
];

export const askPorts = [otherPort, timeoutPort, errorPort];

/** What an ask remembers while it waits. */
type AskState = { asked: number; [name: string]: Json };

/** Says something and waits for the answer. `asked` counts the questions so far, this one included. */
export const ask = (config: AskConfig, content: OutboundContent, state: AskState): Outcome =>
  waitFor(
    { for: 'message', ...(config.timeoutSeconds !== undefined && { timeoutSeconds: config.timeoutSeconds }) },
    { effects: [sendMessage(content)], state },
  );

/** An answer that was taken: the port it leads to, what is saved and under which category. */
export type Answer = { port: string; value: Json; category?: string };

/** The way out of every ask: an answer leaves, anything else is asked again until the retries are used up. */
export async function answered(
  config: AskConfig,
  input: ResumeInput,
  state: Json,
  how: {
    read(content: Extract<ResumeInput, { kind: 'message' }>['message']['content']): Answer | undefined;
    /** The question with these words in place of its own, so that what can be tapped comes along again. */
    question(body: string): Promise<OutboundContent>;
    render(text: string): Promise<string>;
  },
): Promise<Outcome> {
  if (input.kind === 'timeout') return leave(timeoutPort.id);
  if (input.kind === 'delivery-failed') return fail(input.error.code, input.error.message);
  if (input.kind !== 'message') return fail('input.unexpected', `An ask waits for a message, not for "${input.kind}".`);

  const answer = how.read(input.message.content);
  if (answer) return leave(answer.port, { changes: saving(config, answer), values: { answer: answer.value } });

  const kept = stateOf(state);
  if (kept.asked > (config.retries ?? 0)) return leave(otherPort.id);
  const again = await how.question(await how.render(config.retryText || config.body));
  return ask(config, again, { ...kept, asked: kept.asked + 1 });
}

function stateOf(state: Json): AskState {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return { asked: 1 };
  return { ...state, asked: typeof state['asked'] === 'number' ? state['asked'] : 1 };
}

function saving({ resultName, variableName }: AskConfig, { value, category }: Answer): SessionChanges {
  return {
    ...(resultName && { results: { [resultName]: { value, ...(category !== undefined && { category }) } } }),
    ...(variableName && { variables: { [variableName]: value } }),
  };
}
