import { Type, type Static } from '@sinclair/typebox';
import { ElementId } from './ids.ts';
import { JsonValue } from './json.ts';

const strict = { additionalProperties: false };
const CloseText = Type.String({ maxLength: 4_096 });

/** What becomes of people who wait at a card of an older version. */
export const PublishPolicy = Type.Union([
  /** They go on on the version that they began on. */
  Type.Object({ do: Type.Literal('finish') }, strict),
  /** They go on at this card of the new version. A message of theirs that is on its way counts as answered by that. */
  Type.Object({ do: Type.Literal('move'), to: ElementId }, strict),
  /** They are told so and their session ends. Without a text the program's own words are used. */
  Type.Object(
    {
      do: Type.Literal('close'),
      /** A template in the flow's first language. */
      message: Type.Optional(CloseText),
      translations: Type.Optional(
        Type.Record(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), CloseText, strict),
      ),
    },
    strict,
  ),
]);
export type PublishPolicy = Static<typeof PublishPolicy>;

/** By the id of the card where people wait. */
export const PublishPolicies = Type.Record(ElementId, PublishPolicy, strict);
export type PublishPolicies = Static<typeof PublishPolicies>;

/**
 * What holds now for whoever waits at a card on an older version than `version`: of each card the word of the newest version that
 * names it.
 */
export type StandingPolicies = { [node: string]: { version: number; policy: PublishPolicy } };

/** What a version changed, to be said in any language: each part is worded by `changes.note.{key}`. */
export const VersionSentence = Type.Array(
  Type.Object({ key: Type.String(), params: Type.Record(Type.String(), JsonValue) }, strict),
);
export type VersionSentence = Static<typeof VersionSentence>;

/** People who wait at one card of one version. */
export const WaitingPeople = Type.Object(
  { node: Type.String(), version: Type.Integer(), people: Type.Integer() },
  strict,
);
export type WaitingPeople = Static<typeof WaitingPeople>;
