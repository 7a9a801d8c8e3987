import {
  textOf,
  type ContactView,
  type DeliveryError,
  type DoneOutcome,
  type Effect,
  type Flow,
  type HttpOutcome,
  type HttpRequest,
  type InboundContent,
  type Instant,
  type Json,
  type NodeTypes,
  type OutboundContent,
  type Session,
} from '../../runtime/contract/index.ts';
import { startChat, type Chat, type ChatTurn } from '../../runtime/engine/replay.ts';
import { contactOf, type Persona } from './persona.ts';

/** What is done to a simulation. The same moves over the same flow give the same run. */
export type Move =
  | { kind: 'say'; content: InboundContent }
  /** The flow begins at a card, or at its start: by hand, or as this trigger would begin it. */
  | { kind: 'begin'; node?: string; trigger?: string; variables?: { [name: string]: Json } }
  | { kind: 'until'; at: Instant }
  | { kind: 'answer'; outcome: HttpOutcome }
  /** A letter is sent, or a model answers; or neither. */
  | { kind: 'done'; outcome: DoneOutcome }
  /** People have finished with the conversation. */
  | { kind: 'ticket-closed' }
  /** The provider refuses the bot's last message. */
  | { kind: 'refuse'; error: DeliveryError };

/** What happened that nobody said. */
export type RunEvent =
  | { type: 'clock'; seconds: number }
  | { type: 'began'; node: string }
  | { type: 'called'; node: string; request: HttpRequest; outcome: HttpOutcome }
  | { type: 'flagged'; node: string; note: string }
  | { type: 'noted'; node: string; text: string }
  | { type: 'handed-over'; node: string; note: string }
  | { type: 'ticket-closed' }
  | { type: 'with-people' }
  | { type: 'closed'; node: string }
  | { type: 'consent-granted' | 'consent-withdrawn'; node: string; text: string }
  | { type: 'started-someone'; node: string; flowId: string; who: string }
  | { type: 'done' | 'not-done'; node: string; code: string }
  | { type: 'nobody'; text: string }
  | { type: 'unheard' }
  | { type: 'left'; text: string }
  | { type: 'ended' }
  | { type: 'expired' }
  | { type: 'refused' }
  | { type: 'failed'; code: string; message: string; node?: string };

export type ThreadItem =
  | {
      kind: 'message';
      side: 'business' | 'person';
      at: Instant;
      content: InboundContent | OutboundContent;
      /** The bot's: the effect it was, and why the provider refused it, if it did. */
      effectId?: string;
      node?: string;
      refused?: DeliveryError;
    }
  | { kind: 'event'; at: Instant; event: RunEvent };

/** What is asked of the world, other than a call, and waited for. */
export type Asked = Extract<Effect, { kind: 'email.send' | 'ai.ask' }>;

/** Where a simulation stands: plain data, new after each move. */
export type RunState = {
  now: Instant;
  thread: readonly ThreadItem[];
  turns: readonly ChatTurn[];
  session: Session | null;
  contact: ContactView;
  /** The call that waits for an answer. */
  call: { node: string; request: HttpRequest } | null;
  /** The letter or the question to a model whose outcome is awaited. */
  asked: Asked | null;
  /** People have the conversation. */
  handedOver: boolean;
  due: Chat['due'];
  /** Ids of the edges that the run went along. */
  travelled: ReadonlySet<string>;
};

export type RunOptions = {
  now: Instant;
  nodeTypes: NodeTypes;
  persona: Persona;
  timeZone?: string;
  exitWords?: readonly string[];
  /** The flows that this one goes into. */
  library?: readonly Flow[];
  seed?: string;
  /** Answers a call at once; undefined leaves it waiting for an `answer`. */
  answer?: (node: string, request: HttpRequest) => Promise<HttpOutcome | undefined> | HttpOutcome | undefined;
};

/** Free-form messages leave for 24 hours after the person's last one, less what the runtime keeps free (WhatsApp: customer service window). */
const windowMs = 24 * 60 * 60 * 1_000 - 30_000;

/** A conversation with a draft in the page, on the engine that answers people. Moves must not overlap: await each. */
export class Run {
  readonly flow: Flow;
  readonly moves: Move[] = [];
  private readonly chat: Chat;
  private readonly answer: RunOptions['answer'];
  private readonly thread: ThreadItem[] = [];
  private readonly travelled = new Set<string>();
  private seen = 0;
  /** Where the clock goes on to once a call in between has been answered. */
  private heldUntil: Instant | null = null;
  /** Answers of a run that is repeated, to be given where they were. */
  private script: Move[] = [];

  constructor(flow: Flow, { persona, answer, library = [], ...options }: RunOptions) {
    this.flow = flow;
    this.answer = answer;
    this.chat = startChat([flow, ...library], {
      ...options,
      contact: contactOf(persona),
      returning: persona.returning,
      refuse: (content, { now, lastInboundAt }) =>
        content.kind === 'template' ||
        (lastInboundAt !== null && Date.parse(now) < Date.parse(lastInboundAt) + windowMs)
          ? null
          : { code: 'window.closed', message: 'The person last wrote more than 24 hours ago.' },
    });
  }

  get state(): RunState {
    const { chat } = this;
    const { now, session, contact, call: request, due } = chat;
    return {
      now,
      session,
      contact,
      due,
      asked: this.asked,
      handedOver: chat.handedOver,
      call: request && session?.node ? { node: session.node, request } : null,
      thread: [...this.thread],
      turns: [...chat.turns],
      travelled: new Set(this.travelled),
    };
  }

  private get asked(): Asked | null {
    const { session, turns } = this.chat;
    if (session?.wait?.for !== 'effect') return null;
    const { effectId } = session.wait;
    const effect = turns.at(-1)?.effects.find(({ id }) => id === effectId);
    return effect?.kind === 'email.send' || effect?.kind === 'ai.ask' ? effect : null;
  }

  async make(move: Move): Promise<void> {
    this.moves.push(move);
    await this.do(move);
    await this.settle();
  }

  /** Makes moves as they were made before, with the answers that were given. Stops where a call would now have to be answered anew. */
  async repeat(moves: readonly Move[]): Promise<void> {
    this.script = [...moves];
    const answered = () => this.script.some(({ kind }) => kind === 'answer');
    for (let move = this.script.shift(); move; move = this.script.shift()) {
      if (move.kind === 'answer' && !this.chat.call) continue;
      if (move.kind !== 'answer' && this.chat.call && !answered()) break;
      await this.make(move);
    }
    this.script = [];
  }

  private async do(move: Move): Promise<void> {
    switch (move.kind) {
      case 'say':
        return this.say(move.content);
      case 'begin':
        return this.begin(move);
      case 'until':
        return this.passUntil(move.at);
      case 'answer':
        return this.answerCall(move.outcome);
      case 'done':
        return this.answerAsked(move.outcome);
      case 'ticket-closed':
        if (!this.chat.handedOver) return;
        this.note({ type: 'ticket-closed' });
        await this.chat.closeTicket();
        return this.take();
      case 'refuse':
        return this.refuse(move.error);
    }
  }

  private async begin({ node, trigger, variables }: Extract<Move, { kind: 'begin' }>): Promise<void> {
    const { settings, nodes } = this.flow;
    this.note({ type: 'began', node: node ?? settings.start ?? nodes[0]?.id ?? '' });
    await this.chat.begin(node, { ...(trigger !== undefined && { trigger }), ...(variables && { variables }) });
    this.take();
  }

  private async say(content: InboundContent): Promise<void> {
    const { chat } = this;
    const [calling, handedOver] = [chat.call !== null || this.asked !== null, chat.handedOver];
    this.thread.push({ kind: 'message', side: 'person', at: chat.now, content });
    await chat.hear(content);
    const heard = chat.turns.length > this.seen;
    this.take();
    if (heard || content.kind === 'reaction') return;
    if (handedOver) this.note({ type: 'with-people' });
    else this.note(calling ? { type: 'unheard' } : { type: 'nobody', text: textOf(content) });
  }

  private async passUntil(at: Instant): Promise<void> {
    const { chat } = this;
    const seconds = (Date.parse(at) - Date.parse(chat.now)) / 1_000;
    if (seconds <= 0) return;
    this.note({ type: 'clock', seconds });
    await this.goOnUntil(at);
  }

  /** Stops at each thing that comes due, so that a call it makes is answered before more time passes. */
  private async goOnUntil(at: Instant): Promise<void> {
    const { chat } = this;
    this.heldUntil = null;
    const end = Date.parse(at);
    for (let { due } = chat; due && Date.parse(due.at) <= end; { due } = chat) {
      await chat.passUntil(due.at);
      if (due.what === 'expiry') this.note({ type: 'expired' });
      this.take();
      if (!chat.call) continue;
      await this.settle();
      if (chat.call) {
        this.heldUntil = at;
        return;
      }
    }
    await chat.passUntil(at);
  }

  private async answerCall(outcome: HttpOutcome): Promise<void> {
    const { chat } = this;
    const { call: request, session } = chat;
    if (!request || !session?.node) return;
    this.note({ type: 'called', node: session.node, request, outcome });
    await chat.answerHttp(outcome);
    this.take();
    if (!chat.call && this.heldUntil) await this.goOnUntil(this.heldUntil);
  }

  private async answerAsked(outcome: DoneOutcome): Promise<void> {
    const { asked } = this;
    if (!asked) return;
    const { node } = asked;
    this.note(outcome.ok ? { type: 'done', node, code: '' } : { type: 'not-done', node, code: outcome.code });
    await this.chat.answerDone(outcome);
    this.take();
  }

  /** Answers calls for which an answer is known, until one is not or none waits. */
  private async settle(): Promise<void> {
    while (this.chat.call && (await this.answerByItself()));
  }

  private async answerByItself(): Promise<boolean> {
    const { call: request, session } = this.chat;
    if (!request || !session?.node) return false;
    const [next] = this.script;
    let outcome: HttpOutcome | undefined;
    if (next?.kind === 'answer') {
      this.script.shift();
      outcome = next.outcome;
    } else outcome = await this.answer?.(session.node, request);
    if (!outcome) return false;
    this.moves.push({ kind: 'answer', outcome });
    await this.answerCall(outcome);
    return true;
  }

  private async refuse(error: DeliveryError): Promise<void> {
    const last = this.thread.findLast((item) => item.kind === 'message' && item.side === 'business');
    if (last?.kind !== 'message' || last.refused) return;
    this.thread[this.thread.indexOf(last)] = { ...last, refused: error };
    await this.chat.refuseLast(error);
    if (this.chat.turns.length === this.seen) this.note({ type: 'refused' });
    this.take();
  }

  /** Takes over what the engine did since the last look. */
  private take(): void {
    for (const turn of this.chat.turns.slice(this.seen)) {
      for (const effect of turn.effects) {
        const at = turn.input.at;
        if (effect.kind === 'message.send')
          this.thread.push({
            kind: 'message',
            side: 'business',
            at,
            content: effect.content,
            effectId: effect.id,
            node: effect.node,
          });
        const event = eventOf(effect);
        if (event) this.note(event, at);
      }
      for (const { node, port, flow } of turn.trace) {
        const edge = !flow && this.flow.edges.find(({ from }) => from.node === node && from.port === port);
        if (edge) this.travelled.add(edge.id);
      }
      this.noteEnd(turn);
    }
    this.seen = this.chat.turns.length;
  }

  private noteEnd({ session, trace, input }: ChatTurn): void {
    if (session.failure) this.note({ type: 'failed', ...session.failure }, input.at);
    else if (session.status === 'ended') {
      const word = trace.at(-1)?.values?.['exitWord'];
      this.note(typeof word === 'string' ? { type: 'left', text: word } : { type: 'ended' }, input.at);
    }
  }

  private note(event: RunEvent, at: Instant = this.chat.now): void {
    this.thread.push({ kind: 'event', at, event });
  }
}

/** What a thing that a card asked for looks like in the conversation; null where it is seen elsewhere. */
function eventOf(effect: Effect): RunEvent | null {
  const { node } = effect;
  switch (effect.kind) {
    case 'conversation.flag':
      return { type: 'flagged', node, note: effect.note };
    case 'conversation.note':
      return { type: 'noted', node, text: effect.text };
    case 'conversation.close':
      return { type: 'closed', node };
    case 'ticket.open':
      return { type: 'handed-over', node, note: effect.note };
    case 'consent.record':
      return { type: effect.state === 'granted' ? 'consent-granted' : 'consent-withdrawn', node, text: effect.text };
    case 'flow.start': {
      const who = 'phone' in effect.who ? effect.who.phone : effect.who.contactId;
      return { type: 'started-someone', node, flowId: effect.flowId, who };
    }
    default:
      return null;
  }
}
