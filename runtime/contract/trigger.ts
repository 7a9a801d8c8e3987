import { Type, type Static } from '@sinclair/typebox';
import { ElementId, Slug } from './ids.ts';
import { InstantSchema, JsonValue, type Json } from './json.ts';
import { oneOf } from './one-of.ts';
import { Schedule, weekdays } from './schedule.ts';

const strict = { additionalProperties: false };
const Expression = Type.String({ minLength: 1, maxLength: 4_096 });
const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** What every trigger may say of itself. */
const triggerBase = {
  id: ElementId,
  /** The node to begin at; without it the flow's start. */
  to: Type.Optional(ElementId),
  /** Only on these channels; without it on all. */
  channels: Type.Optional(Type.Array(Slug, { maxItems: 50 })),
  /** Whom it is for: contacts in one of the groups `only`, and in none of `never`. */
  groups: Type.Optional(
    Type.Object(
      {
        only: Type.Optional(Type.Array(Slug, { maxItems: 50 })),
        never: Type.Optional(Type.Array(Slug, { maxItems: 50 })),
      },
      strict,
    ),
  ),
  /** Goes before all triggers of a lower one; 0 without it. */
  priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
  /** When it holds, in the flow's time zone; always without it. */
  hours: Type.Optional(Schedule),
  /** How often for one contact: once ever, or once in so many hours. */
  once: Type.Optional(
    Type.Union([Type.Literal('ever'), Type.Object({ hours: Type.Integer({ minimum: 1, maximum: 8_784 }) }, strict)]),
  ),
  /** When the contact is in this very flow already: begin anew (without it) or leave it where it is. */
  again: Type.Optional(oneOf('restart', 'keep')),
  /** When the contact is in another flow: interrupt that (without it, for kinds that interrupt) or leave it. */
  other: Type.Optional(oneOf('interrupt', 'keep')),
};

const trigger = <Kind extends string, Fields extends Parameters<typeof Type.Object>[0]>(kind: Kind, fields: Fields) =>
  Type.Object({ ...triggerBase, kind: Type.Literal(kind), ...fields }, strict);

export const KeywordMatch = oneOf('is', 'starts-with', 'contains', 'pattern');
export type KeywordMatch = Static<typeof KeywordMatch>;

/** When a schedule strikes, in the flow's time zone. */
export const Recurrence = Type.Union([
  Type.Object({ every: Type.Literal('once'), at: InstantSchema }, strict),
  Type.Object({ every: Type.Literal('day'), time: TimeOfDay }, strict),
  Type.Object(
    {
      every: Type.Literal('week'),
      days: Type.Array(oneOf(...weekdays), { minItems: 1, maxItems: 7, uniqueItems: true }),
      time: TimeOfDay,
    },
    strict,
  ),
  /** Days beyond a month's last one mean the last one. */
  Type.Object(
    { every: Type.Literal('month'), day: Type.Integer({ minimum: 1, maximum: 31 }), time: TimeOfDay },
    strict,
  ),
  /** Five fields: minute, hour, day, month, weekday. */
  Type.Object({ every: Type.Literal('cron'), expression: Type.String({ minLength: 9, maxLength: 200 }) }, strict),
]);
export type Recurrence = Static<typeof Recurrence>;

/** A contact's change that a trigger listens to. */
const Change = Type.Union([
  /** A field took another value; with `to`, this one. */
  Type.Object(
    { what: Type.Literal('field'), field: Type.String({ maxLength: 64 }), to: Type.Optional(JsonValue) },
    strict,
  ),
  Type.Object({ what: oneOf('group-joined', 'group-left'), group: Slug }, strict),
  Type.Object({ what: oneOf('label-added', 'label-removed'), label: Slug }, strict),
]);

/** What changed of a contact. A field that was taken away has null. */
export type ContactChange =
  | { what: 'field'; field: string; value: Json }
  | { what: 'group-joined' | 'group-left'; group: string }
  | { what: 'label-added' | 'label-removed'; label: string };

export const Trigger = Type.Union([
  trigger('keyword', {
    match: KeywordMatch,
    /** Words or, for `pattern`, regular expressions (RE2). Compared without case and accents, except patterns. */
    words: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 }),
    /** A group that whoever says it joins. */
    joinGroup: Type.Optional(Slug),
  }),
  /** The first message ever of a person on this channel. */
  trigger('new-conversation', {}),
  /** Any message that no session waits for and no other trigger takes. */
  trigger('unhandled', {}),
  /** The person came by an ad or a link with a referral; with `sources`, one of these ad ids or addresses (the beginning of one). */
  trigger('referral', {
    sources: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 2_000 }), { maxItems: 100 })),
  }),
  /** A tap on a template's quick reply whose payload is one of these (`*` at the end: begins so). */
  trigger('button-payload', {
    payloads: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 }),
  }),
  /** Begins with everybody in a group at certain times. */
  trigger('schedule', { when: Recurrence, audience: Slug }),
  /** Begins before or after the date that stands in a field of the contact. */
  trigger('date-field', {
    field: Type.String({ minLength: 1, maxLength: 64 }),
    /** Negative: before. */
    offset: Type.Integer({ minimum: -10_000, maximum: 10_000 }),
    unit: oneOf('minutes', 'hours', 'days', 'weeks'),
    /** At this time of that day, for days and weeks; without it at the field's own time. */
    time: Type.Optional(TimeOfDay),
    /** Every year again, as birthdays are. */
    yearly: Type.Optional(Type.Boolean()),
  }),
  /** A signed call to `/hooks/{triggerId}`; `contact` says where in the body the person's number stands (JSONata). */
  trigger('webhook', {
    contact: Expression,
    /** Variables to fill from the body: name to JSONata expression. */
    variables: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 4_096 }))),
    /** A body that came, kept to draw the mapping from. */
    sample: Type.Optional(JsonValue),
  }),
  /** Begun by a program, an agent or a campaign: who may, and what they hand over. */
  trigger('api', {}),
  trigger('agent', { label: Type.Optional(Type.String({ maxLength: 80 })) }),
  trigger('campaign', {}),
  /** People have finished with the conversation and no session waits for that. */
  trigger('ticket-closed', { queues: Type.Optional(Type.Array(Slug, { maxItems: 50 })) }),
  trigger('contact-changed', { change: Change }),
  trigger('missed-call', {}),
]);
export type Trigger = Static<typeof Trigger>;
export type TriggerKind = Trigger['kind'];

/** Why something was decided: screens translate the code (`triggers.why.{code}`) with its params. */
export const Why = Type.Object({
  code: Type.String(),
  params: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
});

/** A trigger that was asked whether it begins its flow. `lost`: it matched, and another one goes before it. */
export const Considered = Type.Object({
  flowId: Type.String(),
  triggerId: Type.String(),
  matched: Type.Boolean(),
  why: Why,
  lost: Type.Optional(Why),
});
export type Considered = Static<typeof Considered>;

/** How it was decided who answers, as traces and events keep it: without the triggers that were about something else. */
export const Decision = Type.Object({
  why: Why,
  winner: Type.Optional(Type.Object({ flowId: Type.String(), triggerId: Type.Optional(Type.String()) })),
  considered: Type.Array(Considered),
});
export type Decision = Static<typeof Decision>;
