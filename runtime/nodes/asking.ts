import { Type, type TSchema } from '@sinclair/typebox';
import {
  errorPort,
  fail,
  leave,
  otherPort,
  sendMessage,
  timeoutPort,
  waitFor,
  type EffectRequest,
  type FormField,
  type InboundContent,
  type Json,
  type MessageLimit,
  type NodeContext,
  type OutboundContent,
  type Outcome,
  type ResumeInput,
  type SessionChanges,
} from '../contract/index.ts';
import { messageView } from '../engine/views.ts';
import { joined, keptBurst, withPiece, withPieces, type Burst } from './burst.ts';
import { emptyText, longestWaitSeconds, Name, Template, type ConfigIssue } from './config-parts.ts';
import {
  checkReminders,
  dueReminder,
  hasLadder,
  nextDue,
  Reminders,
  type Climbed,
  type Reminder,
} from './reminders.ts';

/** What every ask's config holds beside its question. */
export const askFields = {
  body: Template(),
  /** How often it asks again after an answer it cannot take. */
  retries: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  /** What is said then; without it the question is repeated. */
  retryText: Type.Optional(Template()),
  /** Pieces of an answer that are written within so many seconds of each other are read as one; without it each is an answer. */
  burstSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
  resultName: Type.Optional(Name),
  variableName: Type.Optional(Name),
  /** How long it waits; without it until the session expires. Reminders do not lengthen it, another try begins it anew. */
  timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: longestWaitSeconds })),
  reminders: Type.Optional(Reminders),
} satisfies { [name: string]: TSchema };

/** Why an answer cannot be taken: it is none, or not within what is allowed. */
export type Refusal = 'unreadable' | 'tooLow' | 'tooHigh' | 'wrongForm';

type AskConfig = {
  body: string;
  retries?: number;
  retryText?: string;
  /** Own words for some of the reasons. */
  retryTexts?: { [reason in Refusal]?: string };
  burstSeconds?: number;
  resultName?: string;
  variableName?: string;
  timeoutSeconds?: number;
  reminders?: Reminder[];
};

/** The fields of every ask; `body` is what its channel takes in the question, which may be asked again in other words. */
export const askForm = (body: MessageLimit): FormField[] => [
  { key: 'resultName', widget: 'variable-name', names: 'results' },
  { key: 'variableName', widget: 'variable-name', names: 'variables' },
  { key: 'retries', widget: 'number' },
  { key: 'retryText', widget: 'template-text', chat: true, limits: { characters: body } },
  { key: 'burstSeconds', widget: 'number', label: 'asks.fields.burstSeconds' },
  {
    key: 'reminders',
    widget: 'reminders',
    label: 'asks.fields.reminders',
    limits: { characters: 'text.body.characters' },
  },
  { key: 'timeoutSeconds', widget: 'duration' },
];

/** Of `askFields`, the texts that the person reads. */
export const askTexts = ['body', 'retryText', 'reminders.*.text'];

export const askPorts = [otherPort, timeoutPort, errorPort];

/** What can be wrong with `askFields`. */
export const checkAsk = (config: AskConfig): ConfigIssue[] => [
  ...emptyText(config.body, '/body'),
  ...checkReminders(config),
];

/** What an ask remembers while it waits. `asked` counts the questions so far. */
type AskState = { asked: number; [name: string]: Json };

/** Says something and waits for the answer; reminders and timeout count from now. */
export function ask(config: AskConfig, content: OutboundContent, state: AskState, ctx: NodeContext): Outcome {
  const climbed: Climbed = { askedAt: ctx.now, reminded: 0 };
  return waiting(config, hasLadder(config) ? { ...state, ...climbed } : state, [sendMessage(content)]);
}

function waiting(config: AskConfig, state: AskState, effects: EffectRequest[] = []): Outcome {
  const { timeoutSeconds } = config;
  const burst = keptBurst(state['burst']);
  const until = burst?.until ?? (hasLadder(config) ? nextDue(config, climbedOf(state)) : undefined);
  const due =
    until !== undefined ? { until } : hasLadder(config) || timeoutSeconds === undefined ? {} : { timeoutSeconds };
  return waitFor({ for: 'message', ...due }, { effects, state });
}

/** An answer that was taken: the port it leads to, what is saved and under which category. */
export type Answer = { port: string; value: Json; category?: string };

/** What is the ask's own: how it reads an answer, and what it asks. */
type How = {
  /** Undefined when it is no answer at all. */
  read(
    content: InboundContent,
  ): Answer | { refused: Refusal } | undefined | Promise<Answer | { refused: Refusal } | undefined>;
  /** The question with these words in place of its own, so that what can be tapped comes along again. */
  question(body: string): Promise<OutboundContent>;
};

/**
 * Everything that can come to a waiting ask. An answer leaves, anything else is asked again until the retries are used up. A timeout
 * means, in this order: a burst is over, a reminder is due, nobody answered.
 */
export async function answered(config: AskConfig, input: ResumeInput, ctx: NodeContext, how: How): Promise<Outcome> {
  const { burst, ...state } = stateOf(ctx.state);
  const pieces = keptBurst(burst);
  switch (input.kind) {
    case 'message':
      return heard(config, input.message.content, { state, pieces, ctx, how });
    case 'timeout':
      if (pieces) return taken(config, textOfPieces(pieces), { state, pieces, ctx, how });
      return silence(config, state, ctx);
    case 'delivery-failed':
      if (remindedBy(state, input.effectId)) return waiting(config, { ...state, ...(pieces && { burst: pieces }) });
      return fail(input.error.code, input.error.message);
    default:
      return fail('input.unexpected', `An ask waits for a message, not for "${input.kind}".`);
  }
}

type Hearing = { state: AskState; pieces: Burst | undefined; ctx: NodeContext; how: How };

/** While somebody is still writing, what they have written is kept; a tap or a file ends it at once. */
async function heard(config: AskConfig, content: InboundContent, hearing: Hearing): Promise<Outcome> {
  const { state, pieces, ctx } = hearing;
  if (config.burstSeconds === undefined || content.kind !== 'text')
    return taken(config, pieces ? withPieces(content, pieces) : content, hearing);
  const burst = withPiece(pieces, content.body, ctx.now, config.burstSeconds);
  if (burst.until !== ctx.now) return waiting(config, { ...state, burst });
  return taken(config, textOfPieces(burst), { ...hearing, pieces: burst });
}

const textOfPieces = ({ texts }: Burst): InboundContent => ({ kind: 'text', body: joined(texts) });

async function taken(
  config: AskConfig,
  content: InboundContent,
  { state, pieces, ctx, how }: Hearing,
): Promise<Outcome> {
  const read =
    (await how.read(content)) ?? (pieces && content.kind !== 'text' ? await how.read(textOfPieces(pieces)) : undefined);
  // The cards that follow look at the last message: it is the whole answer, not its last piece.
  const changes: SessionChanges = pieces ? { message: messageView(content) } : {};
  if (read && 'port' in read)
    return leave(read.port, { changes: { ...changes, ...saving(config, read) }, values: { answer: read.value } });

  const refused = read?.refused ?? 'unreadable';
  if (state.asked > (config.retries ?? 0)) return leave(otherPort.id, { changes, values: { refused } });
  const words = config.retryTexts?.[refused] || config.retryText || config.body;
  const again = await how.question(await ctx.render(words));
  const { reminderTurns: _earlier, ...kept } = state;
  return { ...ask(config, again, { ...kept, asked: state.asked + 1 }, ctx), changes, values: { refused } };
}

/** Nobody has said anything: a reminder is due, or the wait is over. */
async function silence(config: AskConfig, state: AskState, ctx: NodeContext): Promise<Outcome> {
  const due = dueReminder(config, climbedOf(state), ctx.now);
  if (!due) return leave(timeoutPort.id);
  const reminder: EffectRequest = {
    kind: 'message.send',
    content: { kind: 'text', body: await ctx.render(due.text) },
    optional: true,
  };
  const turns = [...turnsOf(state), ctx.turnId];
  return {
    ...waiting(config, { ...state, reminded: due.reminded, reminderTurns: turns }, [reminder]),
    values: { reminder: due.reminded },
  };
}

/** A refused reminder is no reason to give up the question. Effects are named by their turn. */
const remindedBy = (state: AskState, effectId: string): boolean =>
  turnsOf(state).some((turn) => effectId.startsWith(`${turn}.`));

function turnsOf(state: AskState): string[] {
  const turns = state['reminderTurns'];
  return Array.isArray(turns) ? turns.filter((turn) => typeof turn === 'string') : [];
}

function climbedOf({ askedAt, reminded }: AskState): Climbed {
  return {
    askedAt: typeof askedAt === 'string' ? askedAt : '1970-01-01T00:00:00.000Z',
    reminded: typeof reminded === 'number' ? reminded : 0,
  };
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
