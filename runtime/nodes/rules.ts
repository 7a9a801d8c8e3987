import { Type, type Static } from '@sinclair/typebox';
import { MediaKind, oneOf } from '../contract/index.ts';
import { Name, PartId, Template } from './config-parts.ts';

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
  kind: oneOf('any-word', 'all-words', 'phrase', 'only-phrase', 'starts-with'),
  text: Template(1_000),
});
/** RE2, anywhere in the text. */
const PatternRule = rule({ kind: Type.Literal('pattern'), pattern: Type.String({ minLength: 1, maxLength: 1_000 }) });
/** Some number in the text; `value` is a number in digits or `{{ }}`. */
const NumberRule = rule({
  kind: oneOf('number-equals', 'number-less', 'number-at-most', 'number-at-least', 'number-more'),
  value: Template(1_000),
});
/** Some number in the text, both ends included. */
const RangeRule = rule({ kind: Type.Literal('number-between'), minimum: Template(1_000), maximum: Template(1_000) });
/** Some date in the text; `date` is `2026-03-05`, `today`, `today+7`, a date in words, or `{{ }}`. */
const DateRule = rule({ kind: oneOf('date-equals', 'date-before', 'date-after'), date: Template(1_000) });
/** Some time of day in the text; `time` is `14:30`, a time in words, or `{{ }}`. */
const TimeRule = rule({ kind: oneOf('time-equals', 'time-before', 'time-after'), time: Template(1_000) });
/** Some date or time in the text, both ends included. Times may run past midnight. */
const SpanRule = rule({ kind: oneOf('date-between', 'time-between'), from: Template(1_000), to: Template(1_000) });
const PresenceRule = rule({ kind: oneOf('has-text', 'empty', 'number', 'date', 'time', 'email', 'location') });
/** A telephone number; with a region (`MX`) one that can be dialled there or is written with its country. */
const PhoneRule = rule({ kind: Type.Literal('phone'), region: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })) });
/** Any file, or one of these kinds. */
const MediaRule = rule({ kind: Type.Literal('media'), media: Type.Optional(Type.Array(MediaKind, { maxItems: 6 })) });
/** A tap on the button or list row with this id. */
const ChoiceRule = rule({ kind: Type.Literal('choice'), choiceId: Type.String({ minLength: 1, maxLength: 200 }) });
/** The person is in this group. */
const GroupRule = rule({ kind: Type.Literal('group'), group: Type.String({ maxLength: 100 }) });
/** A result was saved under this category, compared without case and accents. */
const CategoryRule = rule({
  kind: Type.Literal('category'),
  /** A result's name; empty in a rule that is still being written. */
  result: Type.Union([Name, Type.Literal('')]),
  is: Type.String({ maxLength: 80 }),
});

/** The library of rules: what decides by rules reads it from here, whatever it looks at. */
export const Rule = Type.Union([
  WordRule,
  PatternRule,
  NumberRule,
  RangeRule,
  DateRule,
  TimeRule,
  SpanRule,
  PresenceRule,
  PhoneRule,
  MediaRule,
  ChoiceRule,
  GroupRule,
  CategoryRule,
]);
export type Rule = Static<typeof Rule>;
export type WordRule = Static<typeof WordRule>;
export type NumberRule = Static<typeof NumberRule>;
export type DateRule = Static<typeof DateRule>;
export type TimeRule = Static<typeof TimeRule>;
export type PresenceRule = Static<typeof PresenceRule>;

export const Rules = Type.Array(Rule, { maxItems: 100 });

/** Where a list of rules holds texts with `{{ }}`, and patterns. */
export const ruleTemplates = ['text', 'value', 'minimum', 'maximum', 'date', 'time', 'from', 'to'].map(
  (name) => `rules.*.${name}`,
);
export const rulePatterns = ['rules.*.pattern'];
