import { Type, type Static } from '@sinclair/typebox';
import { MediaKind } from '../../contract/index.ts';
import { Name, PartId, Template } from '../config-parts.ts';

const kinds = <Kind extends string>(...values: Kind[]) => Type.Unsafe<Kind>(Type.String({ enum: values as string[] }));

const rule = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object(
    {
      id: PartId,
      /** The way out, when it is another rule's: rules with one port are one category. Without it the rule's own id. */
      port: Type.Optional(PartId),
      /** The name of the way out; of several rules with one port, the first one's counts. */
      category: Type.String({ maxLength: 80 }),
      ...fields,
    },
    { additionalProperties: false },
  );

/** Compared without case and accents, word by word. `text` may hold `{{ }}`. */
const WordRule = rule({
  kind: kinds('any-word', 'all-words', 'phrase', 'only-phrase', 'starts-with'),
  text: Template(1_000),
});
/** RE2, anywhere in the text. */
const PatternRule = rule({ kind: Type.Literal('pattern'), pattern: Type.String({ minLength: 1, maxLength: 1_000 }) });
/** Some number in the text; `value` is a number in digits or `{{ }}`. */
const NumberRule = rule({
  kind: kinds('number-equals', 'number-less', 'number-at-most', 'number-at-least', 'number-more'),
  value: Template(1_000),
});
/** Some number in the text, both ends included. */
const RangeRule = rule({ kind: Type.Literal('number-between'), minimum: Template(1_000), maximum: Template(1_000) });
const PresenceRule = rule({
  kind: kinds('has-text', 'empty', 'number', 'date', 'time', 'email', 'phone', 'location'),
});
/** Any file, or one of these kinds. */
const MediaRule = rule({ kind: Type.Literal('media'), media: Type.Optional(Type.Array(MediaKind, { maxItems: 6 })) });
/** A tap on the button or list row with this id. */
const ChoiceRule = rule({ kind: Type.Literal('choice'), choiceId: Type.String({ minLength: 1, maxLength: 200 }) });

export const Rule = Type.Union([WordRule, PatternRule, NumberRule, RangeRule, PresenceRule, MediaRule, ChoiceRule]);
export type Rule = Static<typeof Rule>;
export type WordRule = Static<typeof WordRule>;
export type NumberRule = Static<typeof NumberRule>;
export type PresenceRule = Static<typeof PresenceRule>;

export const DecideRulesConfig = Type.Object(
  {
    /** The text that is looked at; without it the person's last message. */
    subject: Type.Optional(Template()),
    rules: Type.Array(Rule, { maxItems: 100 }),
    /** Saves the text with the category that was found. */
    resultName: Type.Optional(Name),
  },
  { additionalProperties: false },
);
export type DecideRulesConfig = Static<typeof DecideRulesConfig>;
