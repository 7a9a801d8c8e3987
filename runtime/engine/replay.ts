import type {
  ContactView,
  DeliveryError,
  DoneOutcome,
  Effect,
  Env,
  Flow,
  HttpOutcome,
  HttpRequest,
  InboundContent,
  InboundMessage,
  Input,
  Instant,
  Json,
  NodeTypes,
  OutboundContent,
  Session,
  TraceEntry,
} from '../contract/index.ts';
import { textOf } from '../contract/index.ts';
import { advance, newSession } from './advance.ts';
import { contactChanges } from './triggers/contact-changes.ts';
import type { Happening } from './triggers/match.ts';
import { chainedBegins, chooseTrigger, firedKey, triggerView, type TriggerContext } from './triggers/choose.ts';

/** A waiting session that hears nothing ends after this, unless its flow says otherwise: 7 days. */
const expiryMinutes = 7 * 24 * 60;

export type ChatOptions = {
  now: Instant;
  nodeTypes: NodeTypes;
  contact?: Partial<ContactView>;
  /** UTC without it. */
  timeZone?: string;
  /** Without it none. */
  exitWords?: readonly string[];
  channel?: { id: string; name: string };
  /** The person has written before: no message of theirs is the first ever. */
  returning?: boolean;
  /** The workspace's language and constants. */
  language?: string;
  globals?: { [name: string]: Json };
  price?: Env['price'];
  /** Another seed is another course of chance; the same one the same. No full stop in it. */
  seed?: string;
  /** Why a message must not leave, with the moment and the person's last message; without it everything may. */
  refuse?: (
    content: OutboundContent,
    at: { now: Instant; lastInboundAt: Instant | null },
  ) => { code: string; message: string } | null;
};

/** One turn of the engine within a chat, for whoever wants to know why. `session` is how it was left. */
export type ChatTurn = {
  flowId: string;
  sessionId: string;
  input: Input;
  effects: Effect[];
  trace: TraceEntry[];
  session: Session;
};

/**
 * A conversation with one or several flows, with a clock that is set: what the runtime does about sessions, triggers and contacts,
 * without store and provider. Each call returns what the bot says to it.
 */
export type Chat = {
  /** The person says something. */
  hear(said: string | InboundContent): Promise<OutboundContent[]>;
  /** The first flow begins, at a card of it or at its start, without anybody having said a word; what waits is given up. */
  begin(node?: string, how?: { trigger?: string; variables?: { [name: string]: Json } }): Promise<OutboundContent[]>;
  /** Time passes; what comes due in between is done at its moment. */
  passTime(seconds: number): Promise<OutboundContent[]>;
  /** The same, until a moment. One that is past changes nothing. */
  passUntil(instant: Instant): Promise<OutboundContent[]>;
  /** The called webhook answers. Throws when none is awaited. */
  answerHttp(outcome: HttpOutcome): Promise<OutboundContent[]>;
  /** What the session asked for and waits for is done: a letter, a question to a model. Throws when none is awaited. */
  answerDone(outcome: DoneOutcome): Promise<OutboundContent[]>;
  /** People have finished with the conversation that was handed to them. */
  closeTicket(): Promise<OutboundContent[]>;
  /** The provider refuses the bot's last message. */
  refuseLast(error: DeliveryError): Promise<OutboundContent[]>;
  readonly now: Instant;
  readonly contact: ContactView;
  /** The session that waits, or how the last one ended; null before the first. */
  readonly session: Session | null;
  /** What comes due next: what the session waits for, or its end because nobody said anything. */
  readonly due: { at: Instant; what: 'wait' | 'expiry' } | null;
  /** The call that is awaited. */
  readonly call: HttpRequest | null;
  /** People have the conversation: the bot is silent. */
  readonly handedOver: boolean;
  readonly turns: readonly ChatTurn[];
};

export const startChat = (flows: Flow | readonly Flow[], options: ChatOptions): Chat =>
  new PlayedChat('nodes' in flows ? [flows] : flows, options);

/** What whoever begins a flow hands over. */
type Handed = {
  message?: InboundMessage;
  trigger?: { [key: string]: Json };
  variables?: { [name: string]: Json };
  node?: string;
};

class PlayedChat implements Chat {
  now: Instant;
  contact: ContactView;
  session: Session | null = null;
  handedOver = false;
  readonly turns: ChatTurn[] = [];

  private readonly flows: readonly Flow[];
  private readonly options: ChatOptions;
  private readonly channel: { id: string; name: string };
  private lastInboundAt: Instant | null = null;
  private heardAnything: boolean;
  private heard = 0;
  private begun = 0;
  private expiresAt: number | null = null;
  private fired: TriggerContext['fired'] = {};

  constructor(flows: readonly Flow[], options: ChatOptions) {
    this.flows = flows;
    this.options = options;
    this.now = new Date(Date.parse(options.now)).toISOString();
    this.heardAnything = options.returning ?? false;
    this.channel = options.channel ?? { id: 'chat', name: 'Chat' };
    const { name = null, firstName = name?.trim().split(/\s+/)[0] ?? null } = options.contact ?? {};
    this.contact = {
      id: 'contact',
      phone: null,
      language: null,
      fields: {},
      groups: [],
      labels: [],
      ...options.contact,
      name,
      firstName,
    };
  }

  get call(): HttpRequest | null {
    const effectId = this.session?.wait?.effectId;
    const effects = this.turns.flatMap((turn) => turn.effects);
    const found = effects.findLast(({ id, kind }) => id === effectId && kind === 'http.request');
    return this.session?.status === 'waiting' && found?.kind === 'http.request' ? found.request : null;
  }

  get due(): { at: Instant; what: 'wait' | 'expiry' } | null {
    const due = this.nextDue();
    if (!due) return null;
    return { at: new Date(due.at).toISOString(), what: due.waitId === undefined ? 'expiry' : 'wait' };
  }

  async hear(said: string | InboundContent): Promise<OutboundContent[]> {
    const content: InboundContent = typeof said === 'string' ? { kind: 'text', body: said } : said;
    this.heard += 1;
    const message: InboundMessage = { id: `heard.${this.heard}`, at: this.now, content };
    const first = !this.heardAnything;
    this.heardAnything = true;
    this.lastInboundAt = this.now;
    const { referral } = message;
    return this.happen(
      { kind: 'message', content, text: textOf(content), firstMessage: first, ...(referral && { referral }) },
      { message },
    );
  }

  async begin(
    node?: string,
    { trigger = 'manual', variables }: { trigger?: string; variables?: { [name: string]: Json } } = {},
  ): Promise<OutboundContent[]> {
    const [flow] = this.flows;
    if (!flow) return [];
    // Whoever begins a conversation by hand has just been spoken to.
    this.lastInboundAt = this.now;
    return this.happen(
      { kind: 'start', by: 'manual', flowId: flow.id },
      { trigger: { kind: trigger }, ...(variables && { variables }), ...(node !== undefined && { node }) },
    );
  }

  /** The session that waits takes what happened, or a flow begins. */
  private async happen(happening: Happening, handed: Handed): Promise<OutboundContent[]> {
    const before = this.contact;
    return this.afterChanges(before, await this.decided(happening, handed));
  }

  /** What the bot has said, and what the flows say that begin because the contact has changed since. */
  private async afterChanges(before: ContactView, said: OutboundContent[]): Promise<OutboundContent[]> {
    const bot = [...said];
    let seen = before;
    for (let begun = 0; begun < chainedBegins && this.contact !== seen; begun += 1) {
      const changes = contactChanges(seen, this.contact);
      seen = this.contact;
      if (changes.length === 0) break;
      bot.push(...(await this.decided({ kind: 'contact-changed', changes }, {})));
    }
    return bot;
  }

  private async decided(happening: Happening, handed: Handed): Promise<OutboundContent[]> {
    const { message } = handed;
    const { action, leaves, winner } = this.decide(happening);
    const bot: OutboundContent[] = [];
    if ((action === 'resume' || leaves) && this.session) {
      const at = this.now;
      const input: Input = message ? { kind: 'message', at, message } : { kind: 'ticket-closed', at };
      bot.push(...(await this.run(this.flowOf(this.session), this.session, input)));
    }
    const flow = action === 'begin' && this.flows.find(({ id }) => id === winner?.flowId);
    if (!flow || !winner) return bot;
    const { trigger } = winner;
    if (trigger?.once !== undefined) this.fired = { ...this.fired, [firedKey(flow.id, trigger.id)]: this.now };
    if (
      trigger?.kind === 'keyword' &&
      trigger.joinGroup !== undefined &&
      !this.contact.groups.includes(trigger.joinGroup)
    )
      this.contact = { ...this.contact, groups: [...this.contact.groups, trigger.joinGroup] };
    const node = handed.node ?? trigger?.to;
    const input: Input = {
      kind: 'start',
      at: this.now,
      trigger: handed.trigger ?? triggerView(happening, winner),
      ...(handed.variables && { variables: handed.variables }),
      ...(node !== undefined && { node }),
      ...(message && { message }),
    };
    bot.push(...(await this.run(flow, this.newSession(flow), input)));
    return bot;
  }

  private decide(happening: Happening) {
    const { timeZone = 'UTC', exitWords = [] } = this.options;
    const candidates = this.flows.map(({ id, triggers, settings }) => ({
      flow: { id, version: 1, triggers, paused: false, timeZone: settings.timeZone },
    }));
    return chooseTrigger(candidates, {
      happening,
      channelId: this.channel.id,
      groups: this.contact.groups,
      now: this.now,
      timeZone,
      session: this.waiting,
      fired: this.fired,
      words: { exit: exitWords, optOut: [], optIn: [] },
      optedOut: false,
      voice: this.handedOver ? 'people' : 'bot',
    });
  }

  private get waiting(): TriggerContext['session'] {
    const { session } = this;
    if (session?.status !== 'waiting') return undefined;
    const callers = (session.stack ?? []).toReversed().map(({ flowId }) => flowId);
    const flows: [string, ...string[]] = [session.flowId, ...callers];
    const ignoreTriggers = this.flows.some(
      ({ id, settings }) => flows.includes(id) && settings.ignoreTriggers === true,
    );
    return { flows, ignoreTriggers, waitsFor: session.wait?.for };
  }

  private newSession(flow: Flow): Session {
    this.begun += 1;
    const id = `${this.options.seed ?? 'chat'}.${this.begun}`;
    return newSession({ id, flowId: flow.id, flowVersion: 1, at: this.now });
  }

  passTime(seconds: number): Promise<OutboundContent[]> {
    return this.passUntil(new Date(Date.parse(this.now) + Math.round(seconds * 1_000)).toISOString());
  }

  async passUntil(instant: Instant): Promise<OutboundContent[]> {
    const until = Math.max(Date.parse(instant), Date.parse(this.now));
    const bot: OutboundContent[] = [];
    for (let due = this.nextDue(); due && due.at <= until; due = this.nextDue()) {
      const { session, at, waitId } = due;
      this.now = new Date(Math.max(at, Date.parse(this.now))).toISOString();
      if (waitId === undefined) {
        this.session = { ...session, status: 'ended', node: null, wait: null };
        continue;
      }
      const input: Input = { kind: 'timeout', at: this.now, waitId };
      bot.push(...(await this.resume(session, input)));
    }
    this.now = new Date(until).toISOString();
    return bot;
  }

  /** What comes due next: the wait, else the end of a session that heard nothing. */
  private nextDue(): { session: Session; at: number; waitId?: string } | undefined {
    const { session, expiresAt } = this;
    if (session?.status !== 'waiting') return undefined;
    const wait = session.wait?.dueAt ? Date.parse(session.wait.dueAt) : Infinity;
    if (session.wait && wait <= (expiresAt ?? Infinity)) {
      return wait === Infinity ? undefined : { session, at: wait, waitId: session.wait.id };
    }
    return expiresAt === null ? undefined : { session, at: expiresAt };
  }

  async answerHttp(outcome: HttpOutcome): Promise<OutboundContent[]> {
    const { session } = this;
    const effectId = session?.wait?.effectId;
    if (!session || effectId === undefined) throw new Error('No call is awaited.');
    return this.resume(session, { kind: 'http', at: this.now, effectId, outcome });
  }

  async answerDone(outcome: DoneOutcome): Promise<OutboundContent[]> {
    const { session } = this;
    const effectId = session?.wait?.effectId;
    if (session?.wait?.for !== 'effect' || effectId === undefined) throw new Error('No outcome is awaited.');
    return this.resume(session, { kind: 'done', at: this.now, effectId, outcome });
  }

  async closeTicket(): Promise<OutboundContent[]> {
    this.handedOver = false;
    return this.happen({ kind: 'ticket-closed' }, {});
  }

  async refuseLast(error: DeliveryError): Promise<OutboundContent[]> {
    const effects = this.turns.flatMap((turn) => turn.effects);
    const last = effects.findLast(({ kind }) => kind === 'message.send');
    if (!last || !this.session) return [];
    const input: Input = { kind: 'delivery-failed', at: this.now, effectId: last.id, error };
    return this.resume(this.session, input);
  }

  private async resume(session: Session, input: Input): Promise<OutboundContent[]> {
    const before = this.contact;
    return this.afterChanges(before, await this.run(this.flowOf(session), session, input));
  }

  private readonly library = {
    published: async (id: string) => {
      const flow = this.flows.find((candidate) => candidate.id === id);
      return flow && { flow, version: 1 };
    },
    version: async (id: string) => this.flows.find((candidate) => candidate.id === id),
  };

  private flowOf({ flowId }: Session): Flow {
    const flow = this.flows.find(({ id }) => id === flowId);
    if (!flow) throw new Error(`There is no flow "${flowId}".`);
    return flow;
  }

  private async run(flow: Flow, session: Session, input: Input): Promise<OutboundContent[]> {
    const { nodeTypes, timeZone = 'UTC', exitWords = [], refuse, language, globals, price } = this.options;
    const env: Env = {
      nodeTypes,
      now: this.now,
      timeZone,
      contact: this.contact,
      channel: this.channel,
      conversation: { id: 'chat' },
      exitWords,
      flows: this.library,
      ...(language !== undefined && { language }),
      ...(globals && { globals }),
      ...(price && { price }),
      ...(refuse && {
        refuse: (content: OutboundContent) => refuse(content, { now: this.now, lastInboundAt: this.lastInboundAt }),
      }),
    };
    const done = await advance(flow, session, input, env);
    if (!done.taken) return [];
    this.session = done.session;
    this.contact = done.contact;
    const patience = (flow.settings.expiresAfterMinutes ?? expiryMinutes) * 60_000;
    // A wait that the author made longer than that is meant.
    const { wait } = done.session;
    this.expiresAt = Math.max(Date.parse(this.now) + patience, wait?.dueAt ? Date.parse(wait.dueAt) + 1 : 0);
    const { effects, trace } = done;
    if (effects.some(({ kind }) => kind === 'ticket.open')) this.handedOver = true;
    this.turns.push({ flowId: flow.id, sessionId: session.id, input, effects, trace, session: done.session });
    return done.effects.flatMap((effect) => (effect.kind === 'message.send' ? [effect.content] : []));
  }
}

/** What happens next in a played conversation: the person says something, time passes, or the called webhook answers. */
export type Move =
  | { contact: string | InboundContent }
  | { wait: number }
  | { http: HttpOutcome }
  | { done: DoneOutcome }
  | { ticketClosed: true }
  | { begin: { trigger?: string; node?: string; variables?: { [name: string]: Json } } };

/** Plays moves one after the other: what the bot says to each. */
export async function play(
  flows: Flow | readonly Flow[],
  moves: readonly Move[],
  options: ChatOptions,
): Promise<OutboundContent[][]> {
  const chat = startChat(flows, options);
  const said: OutboundContent[][] = [];
  for (const move of moves) said.push(await moved(chat, move));
  return said;
}

export function moved(chat: Chat, move: Move): Promise<OutboundContent[]> {
  if ('contact' in move) return chat.hear(move.contact);
  if ('wait' in move) return chat.passTime(move.wait);
  if ('http' in move) return chat.answerHttp(move.http);
  if ('done' in move) return chat.answerDone(move.done);
  if ('begin' in move) return chat.begin(move.begin.node, move.begin);
  return chat.closeTicket();
}
