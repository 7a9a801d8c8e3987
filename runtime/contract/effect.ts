import { Type, type Static } from '@sinclair/typebox';
import { JsonValue, type Json } from './json.ts';
import { OutboundContent } from './message.ts';

export const HttpMethod = Type.Union([
  Type.Literal('GET'),
  Type.Literal('POST'),
  Type.Literal('PUT'),
  Type.Literal('PATCH'),
  Type.Literal('DELETE'),
  Type.Literal('HEAD'),
  Type.Literal('OPTIONS'),
]);
export type HttpMethod = Static<typeof HttpMethod>;

/** The name of a workspace secret, in place of its value. */
export const SecretName = Type.Object({ secret: Type.String() });
export type SecretName = Static<typeof SecretName>;

/** A text that may hold secrets: as it stands, or its pieces in order. Secrets are resolved only when the call is made and never stored in the clear. */
export const SecretText = Type.Union([Type.String(), Type.Array(Type.Union([Type.String(), SecretName]))]);
export type SecretText = Static<typeof SecretText>;

/** A text with its secrets by name, as people and traces see it. */
export const shownSecrets = (text: SecretText | SecretName): string =>
  [text]
    .flat()
    .map((piece) => (typeof piece === 'string' ? piece : `{{ secrets.${piece.secret} }}`))
    .join('');

/** A call to another system. */
export const HttpRequest = Type.Object({
  method: HttpMethod,
  url: SecretText,
  headers: Type.Record(Type.String(), Type.Union([SecretText, SecretName])),
  body: Type.Optional(SecretText),
  timeoutSeconds: Type.Number({ minimum: 1, maximum: 10 }),
  /** Further tries after the first, for answers that allow them. */
  retries: Type.Integer({ minimum: 0, maximum: 5 }),
  /** The author says that repeating an unknown outcome does no harm (GET, PUT and DELETE always count as such). */
  safeToRepeat: Type.Boolean(),
});
export type HttpRequest = Static<typeof HttpRequest>;

/** Absolute values, so that applying a patch twice changes nothing. A null removes. */
export const ContactPatch = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 200 })),
  language: Type.Optional(Type.String({ maxLength: 20 })),
  fields: Type.Optional(Type.Record(Type.String(), JsonValue)),
  /** Group id to whether the contact is in it. */
  groups: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  /** Label id to whether the contact bears it. */
  labels: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
});
export type ContactPatch = Static<typeof ContactPatch>;

/** A contact's fields after a patch. */
export function patchedFields(fields: { [name: string]: Json }, patch: ContactPatch): { [name: string]: Json } {
  const next = { ...fields };
  for (const [name, value] of Object.entries(patch.fields ?? {})) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  return next;
}

/** The members of a set after a patch of it, in the order they came in. */
export function patchedSet(members: readonly string[], patch: { [id: string]: boolean } = {}): string[] {
  const kept = members.filter((id) => patch[id] !== false);
  return [...kept, ...Object.keys(patch).filter((id) => patch[id] === true && !kept.includes(id))];
}

/** A letter. Sent at most once: an outcome that is not known is never tried again. */
export const Email = Type.Object({
  to: Type.Array(Type.String({ maxLength: 320 }), { minItems: 1, maxItems: 20 }),
  subject: Type.String({ maxLength: 1_000 }),
  body: Type.String({ maxLength: 100_000 }),
  replyTo: Type.Optional(Type.String({ maxLength: 320 })),
});
export type Email = Static<typeof Email>;

/** A question to the language model that the workspace has connected. */
export const AiRequest = Type.Object({
  /** What the model is told of its task. */
  instructions: Type.String({ maxLength: 20_000 }),
  /** The conversation so far, the person's last words at the end. */
  messages: Type.Array(
    Type.Object({ from: Type.Union([Type.Literal('person'), Type.Literal('business')]), text: Type.String() }),
    { maxItems: 50 },
  ),
  /** The answer must be one of these. */
  choices: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
  maximumCharacters: Type.Integer({ minimum: 1, maximum: 4_096 }),
  timeoutSeconds: Type.Number({ minimum: 1, maximum: 30 }),
});
export type AiRequest = Static<typeof AiRequest>;

/** Whom another flow is started for: somebody known, or whoever has this number. */
export const Somebody = Type.Union([Type.Object({ contactId: Type.String() }), Type.Object({ phone: Type.String() })]);
export type Somebody = Static<typeof Somebody>;

/** What the world should do. `id` is derived from session, turn and index, so a repeat is recognisable. */
export const Effect = Type.Union([
  Type.Object({
    id: Type.String(),
    node: Type.String(),
    kind: Type.Literal('message.send'),
    content: OutboundContent,
  }),
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('http.request'), request: HttpRequest }),
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('contact.update'), patch: ContactPatch }),
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('email.send'), email: Email }),
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('ai.ask'), request: AiRequest }),
  /** Begins a flow with somebody else; theirs is another conversation. */
  Type.Object({
    id: Type.String(),
    node: Type.String(),
    kind: Type.Literal('flow.start'),
    who: Somebody,
    flowId: Type.String(),
    variables: Type.Record(Type.String(), JsonValue),
  }),
  /** Hands the conversation to people: the bot is silent until the ticket is closed. */
  Type.Object({
    id: Type.String(),
    node: Type.String(),
    kind: Type.Literal('ticket.open'),
    queue: Type.Optional(Type.String()),
    note: Type.String(),
    important: Type.Optional(Type.Boolean()),
  }),
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('conversation.close') }),
  Type.Object({
    id: Type.String(),
    node: Type.String(),
    kind: Type.Literal('consent.record'),
    category: Type.Literal('marketing'),
    state: Type.Union([Type.Literal('granted'), Type.Literal('withdrawn')]),
    /** The words shown to the person, as proof. */
    text: Type.String(),
  }),
  /** Words for the people of the business, kept with the conversation; the person never sees them. */
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('conversation.note'), text: Type.String() }),
  /** Asks people to look at the conversation. */
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('conversation.flag'), note: Type.String() }),
]);
export type Effect = Static<typeof Effect>;
export type EffectKind = Effect['kind'];
