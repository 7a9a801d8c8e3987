import type { Static, TObject } from '@sinclair/typebox';
import type { Effect, SecretText } from './effect.ts';
import type { Issue } from './flow.ts';
import type { Input } from './input.ts';
import type { Instant, Json } from './json.ts';
import type { MessageLimit } from './message-limits.ts';
import type { OutboundContent } from './message.ts';
import type { Wait } from './session.ts';

/** A way out of a node. `label` is a key of the catalogues, or, where `literal`, the author's own words. */
export type Port = { id: string; label: string; literal?: boolean; kind?: 'normal' | 'other' | 'timeout' | 'error' };

/** Ports that many types share. Their ids live in people's files. */
export const nextPort: Port = { id: 'next', label: 'ports.next' };
export const otherPort: Port = { id: 'other', label: 'ports.other', kind: 'other' };
export const timeoutPort: Port = { id: 'timeout', label: 'ports.timeout', kind: 'timeout' };
export const errorPort: Port = { id: 'error', label: 'ports.error', kind: 'error' };

/** An effect as a node asks for it; the engine adds id and node. */
export type EffectRequest =
  /** `optional`: when it may not leave now it is left out, and the node goes on. */
  | { kind: 'message.send'; content: OutboundContent; optional?: true }
  | WithoutIds<Exclude<Effect, { kind: 'message.send' }>>;
type WithoutIds<Kind> = Kind extends unknown ? Omit<Kind, 'id' | 'node'> : never;

/** What a node changes in the session itself. */
export type SessionChanges = {
  variables?: { [name: string]: Json };
  results?: { [name: string]: { value: Json; category?: string } };
  webhook?: { [name: string]: Json };
  /** What the person is taken to have said last, where that is more than one message. */
  message?: { [name: string]: Json };
};

export type WaitRequest = {
  for: Wait['for'];
  /** Seconds from now; none waits until the session expires. */
  timeoutSeconds?: number;
  /** Instead of `timeoutSeconds`: an instant. */
  until?: Instant;
};

export type Outcome = { effects: EffectRequest[]; changes: SessionChanges; values?: { [name: string]: Json } } & (
  | { kind: 'leave'; port: string }
  | { kind: 'wait'; wait: WaitRequest; state: Json }
  | { kind: 'end' }
  /** Goes on at another card of the same flow. */
  | { kind: 'jump'; node: string }
  /** Begins a sub-flow; when that has ended the node is resumed with `returned`. */
  | { kind: 'call'; flowId: string; variables: { [name: string]: Json } }
  /** Goes over to another flow and does not come back. */
  | { kind: 'switch'; flowId: string; variables: { [name: string]: Json } }
  /** Leaves by the error port with a stable code; without a connected error port the session fails. */
  | { kind: 'fail'; code: string; message: string }
);

type Also = { effects?: EffectRequest[]; changes?: SessionChanges; values?: { [name: string]: Json } };
const also = ({ effects = [], changes = {}, values }: Also) => ({ effects, changes, ...(values && { values }) });

/** Goes on through a port. A port without an edge ends the session politely. */
export const leave = (port: string, more: Also = {}): Outcome => ({ kind: 'leave', port, ...also(more) });
/** Stays at this node until an input answers the wait. `state` is handed to `resume` as `ctx.state`. */
export const waitFor = (wait: WaitRequest, more: Also & { state?: Json } = {}): Outcome => ({
  kind: 'wait',
  wait,
  state: more.state ?? null,
  ...also(more),
});
export const jumpTo = (node: string, more: Also = {}): Outcome => ({ kind: 'jump', node, ...also(more) });
export const callFlow = (flowId: string, variables: { [name: string]: Json }, more: Also = {}): Outcome => ({
  kind: 'call',
  flowId,
  variables,
  ...also(more),
});
export const switchFlow = (flowId: string, variables: { [name: string]: Json }, more: Also = {}): Outcome => ({
  kind: 'switch',
  flowId,
  variables,
  ...also(more),
});
export const endSession = (more: Also = {}): Outcome => ({ kind: 'end', ...also(more) });
export const fail = (code: string, message: string, more: Also = {}): Outcome => ({
  kind: 'fail',
  code,
  message,
  ...also(more),
});
export const sendMessage = (content: OutboundContent): EffectRequest => ({ kind: 'message.send', content });

/** What a node may look at and compute with while it runs. Nothing here reaches clock, chance or network. */
export type NodeContext = {
  now: Instant;
  /** A number in [0, 1), the same at every replay. */
  random(): number;
  /** IANA zone of the flow. */
  timeZone: string;
  /** What the node kept when it began to wait. */
  state: Json;
  /** Fills the `{{ }}` of a text. An unresolved value leaves the node by its error port; the node need not catch it. */
  render(text: string): Promise<string>;
  /** The same for a text that leaves to another system: `{{ secrets.name }}` stays a name until the call is made. */
  renderWithSecrets(text: string): Promise<SecretText>;
  /** Evaluates an expression (JSONata, without `{{ }}`); undefined when it yields nothing. Fails as `render` does. */
  evaluate(expression: string): Promise<Json | undefined>;
  /** Linear-time regular expression (RE2); null when it does not match. An invalid pattern leaves by the error port. */
  match(pattern: string, text: string): { text: string; groups: string[] } | null;
  contact: ContactView;
  /** The node's own id. */
  node: string;
  /** The language that the flow speaks to this person (BCP 47): one of the flow's own. */
  language: string;
  flow: { id: string; name: string };
  /** Names this turn of this session, the same at every replay: what comes back with an answer is known by it. */
  turnId: string;
};

/** A contact as flows see it. */
export type ContactView = {
  id: string;
  name: string | null;
  firstName: string | null;
  /** E.164, or null when the provider hides it. */
  phone: string | null;
  language: string | null;
  fields: { [name: string]: Json };
  /** Ids of the groups the contact is in, and of the labels it bears. */
  groups: readonly string[];
  labels: readonly string[];
};

/** Something outside the flow that a card names: missing, the card cannot do its work. */
export type Reference = {
  kind: 'flow' | 'group' | 'label' | 'field' | 'secret' | 'template' | 'queue' | 'form' | 'catalogue';
  id: string;
  /** JSON pointer within config. */
  path: string;
};

/** How a field of the inspector is edited. A new kind of control is a new widget, not React in a node's folder. */
export type FormField = {
  /** JSON path inside config, dots between names. */
  key: string;
  widget:
    | 'template-text'
    | 'text'
    | 'number'
    | 'toggle'
    | 'select'
    | 'choices'
    | 'sections'
    | 'rules'
    | 'expression'
    | 'duration'
    | 'hours'
    | 'variable-name'
    | 'field-values'
    | 'media'
    | 'place'
    | 'http-headers'
    | 'http-body'
    | 'assignments'
    | 'validation'
    /** What stands above a message with buttons: `{ kind: 'text', text }` or `{ kind, link }`. */
    | 'header'
    /** Named conditions: `{ id, label, expression }`. */
    | 'cases'
    /** One value: `{ text }` or `{ expression }`. */
    | 'value'
    /** Which parts of a call's answer go into which variables: `{ name, path }`. */
    | 'response-values'
    /** Ways out by the answer's status: `{ id, label, from, to }`. */
    | 'status-ranges'
    /** Contacts to send, and the cards of a carousel. */
    | 'contact-cards'
    | 'carousel-cards'
    /** Products by their ids, under titles. */
    | 'product-sections'
    /** A provider's template, what fills its places, and its further languages; each reads the whole card's config. */
    | 'template'
    | 'template-values'
    | 'template-languages'
    /** What a form begins with, and which of its answers go into which variables: `{ name, field }`. */
    | 'form-data'
    | 'form-answers'
    /** One thing of the workspace or the flow by its id, and several; `names` says of which kind. */
    | 'pick'
    | 'pick-many'
    /** `{ kind: 'next', time, days }`, `{ kind: 'date', date, time }` or `{ kind: 'computed', expression, time }`. */
    | 'moment'
    /** A person: `{ phone }` or `{ contactId }`. */
    | 'somebody'
    /** Ways out that a model chooses among: `{ id, label, examples }`. */
    | 'categories'
    /** What an ask says to somebody who does not answer: `{ id, afterSeconds, text }`. */
    | 'reminders'
    /** Own words for the reasons why an answer cannot be taken: reason to text. */
    | 'retry-texts'
    /** Ways out with a share each: `{ id, label, weight }`. */
    | 'weights'
    /** A group for each way out: `{ id, group, name }`. */
    | 'group-ways';
  /** Keys of the catalogues; by default `nodes.{type}.fields.{key}`. */
  label?: string;
  options?: { value: string; label: string }[];
  /**
   * What the provider takes at most, by part of the field: `characters` of a text; of choices `items`, `title` and `description`; of
   * sections also `sections` and `section`.
   */
  limits?: { [part: string]: MessageLimit };
  /** A text that has no second line. */
  oneLine?: true;
  /** A text that a person reads in the chat: bold and emoji are offered. */
  chat?: true;
  /** Of a name or a pick: what it names. Of assignments `inputs`: variables of another flow. */
  names?: 'variables' | 'results' | 'fields' | 'groups' | 'labels' | 'flows' | 'nodes' | 'queues' | 'inputs';
  /** Of a plain text: what is offered while it is written. */
  suggest?: 'time-zones';
  /** Of rules: they look at a value, so that those for files, places and taps have nothing to look at. */
  rules?: 'value';
  /** Show only while this other field has one of these values. */
  when?: { key: string; in: Json[] };
};

export type NodeGroup = 'messages' | 'asks' | 'decisions' | 'actions' | 'people';

export type NodeType<Config extends TObject = TObject> = {
  /** Stands in people's files for ever. */
  type: string;
  /** A breaking change to config raises it and adds an upgrade to `upgrades`. */
  version: number;
  config: Config;
  /** From version n to n + 1, by n. */
  upgrades?: { [fromVersion: number]: (config: { [key: string]: Json }) => { [key: string]: Json } };
  /** What a new card of this type begins with; valid against `config`. */
  initial: Static<Config>;
  ports(config: Static<Config>): Port[];
  /** Finds what the schema cannot say: twice the same id, an expression that does not parse. Paths are relative to config. */
  check?(config: Static<Config>): Omit<Issue, 'node'>[];
  enter(config: Static<Config>, ctx: NodeContext): Promise<Outcome>;
  /** Only for types that wait. `start` never comes here. */
  resume?(config: Static<Config>, input: ResumeInput, ctx: NodeContext): Promise<Outcome>;
  /**
   * Fields of config whose strings hold `{{ }}` (templates), bare JSONata (expressions) or regular expressions (patterns): dots between
   * names, `*` for every item.
   */
  texts: {
    templates: string[];
    expressions: string[];
    patterns?: string[];
    /** Its texts leave to another system: `{{ secrets.name }}` may stand in them. */
    secrets?: true;
    /** Those of `templates` that a person reads in the chat: they have a translation for each language of the flow. */
    translated?: string[];
  };
  /** What the card needs outside the flow. */
  references?(config: Static<Config>): Reference[];
  /** Cards of the same flow that it goes on at without an edge. */
  targets?(config: Static<Config>): string[];
  /** What it waits for, where it has `resume`; by default a person. A circle in which only systems are waited for is a loop. */
  awaits?: 'person' | 'time' | 'system';
  editor: {
    /** Keys of the catalogues. */
    label: string;
    group: NodeGroup;
    /** A Tabler icon's name. */
    icon: string;
    form: FormField[];
    /** The message as the customer will see it, placeholders unfilled; null for cards that say nothing. */
    preview(config: Static<Config>): OutboundContent | null;
    /** One line for cards that say nothing: key of the catalogue and its parameters. */
    summary?(config: Static<Config>): { key: string; params: { [name: string]: Json } };
  };
};

/** What a waiting node is handed. `returned`: the sub-flow that it began has ended; its variables stand in `subflow` for expressions. */
export type ResumeInput =
  | Exclude<Input, { kind: 'start' | 'move' }>
  | { kind: 'returned'; at: Instant; failure?: { code: string; message: string } };

/** Ties a config's schema to the functions that read it; the value is the same. */
export const defineNodeType = <Config extends TObject>(definition: NodeType<Config>): NodeType<Config> => definition;

/** The registry, as the engine is handed it. */
export type NodeTypes = ReadonlyMap<string, NodeType>;
