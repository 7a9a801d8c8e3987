import { Type, type Static } from '@sinclair/typebox';
import { askFields } from '../asking.ts';

export const AskConfig = Type.Object(
  {
    /** What kind of answer is taken. */
    answerType: Type.Union([Type.Literal('text'), Type.Literal('number')]),
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
        },
        { additionalProperties: false },
      ),
    ),
    ...askFields,
  },
  { additionalProperties: false },
);
export type AskConfig = Static<typeof AskConfig>;
