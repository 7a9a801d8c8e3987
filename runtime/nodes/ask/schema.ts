import { Type, type Static } from '@sinclair/typebox';
import { MediaKind } from '../../contract/index.ts';
import { askFields } from '../asking.ts';
import { Template } from '../config-parts.ts';

export const AskConfig = Type.Object(
  {
    /** What kind of answer is taken, and kept as: a date as `2026-03-05`, a time as `14:30`, a telephone number as E.164. */
    answerType: Type.Union([
      Type.Literal('text'),
      Type.Literal('number'),
      Type.Literal('date'),
      Type.Literal('time'),
      Type.Literal('email'),
      Type.Literal('phone'),
      Type.Literal('location'),
      Type.Literal('file'),
    ]),
    /** What a taken answer must be; each kind of answer reads its own. */
    validation: Type.Optional(
      Type.Object(
        {
          minimumLength: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_536 })),
          maximumLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_536 })),
          /** RE2, anywhere in the text unless it says `^` and `$`. */
          pattern: Type.Optional(Type.String({ maxLength: 1_000 })),
          minimum: Type.Optional(Type.Number()),
          maximum: Type.Optional(Type.Number()),
          wholeNumber: Type.Optional(Type.Boolean()),
          /** The first and the last date or time: `2026-03-05`, `today`, `today+30`, `09:00`, or `{{ }}`. */
          earliest: Type.Optional(Template(1_000)),
          latest: Type.Optional(Template(1_000)),
          /** Whose numbers may be written without their country (`MX`); without it those of the person's own country. */
          country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
          /** Which files; without it any. */
          mediaKinds: Type.Optional(Type.Array(MediaKind, { maxItems: 6 })),
          /** Checked where the channel tells a file's size with the message. */
          maximumBytes: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        { additionalProperties: false },
      ),
    ),
    ...askFields,
    /** Own words for some of the reasons why an answer is not taken; without them `retryText`. */
    retryTexts: Type.Optional(
      Type.Object(
        {
          unreadable: Type.Optional(Template()),
          tooLow: Type.Optional(Template()),
          tooHigh: Type.Optional(Template()),
          wrongForm: Type.Optional(Template()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type AskConfig = Static<typeof AskConfig>;
export type AnswerType = AskConfig['answerType'];
export type Validation = NonNullable<AskConfig['validation']>;
