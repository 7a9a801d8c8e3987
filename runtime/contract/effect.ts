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

/** A call to another system. A value `{ secret: name }` is resolved only when the call is made and is never stored in the clear. */
export const HttpRequest = Type.Object({
  method: HttpMethod,
  url: Type.String({ maxLength: 8_192 }),
  headers: Type.Record(Type.String(), Type.Union([Type.String(), Type.Object({ secret: Type.String() })])),
  body: Type.Optional(Type.String()),
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
  /** Asks people to look at the conversation. */
  Type.Object({ id: Type.String(), node: Type.String(), kind: Type.Literal('conversation.flag'), note: Type.String() }),
]);
export type Effect = Static<typeof Effect>;
export type EffectKind = Effect['kind'];
