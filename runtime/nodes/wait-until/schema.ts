import { Type, type Static } from '@sinclair/typebox';
import { oneOf, weekdays } from '../../contract/index.ts';
import { Expression } from '../config-parts.ts';

const strict = { additionalProperties: false };
const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

export const Moment = Type.Union([
  /** The next time that clocks show this, on one of these days or on any. */
  Type.Object(
    {
      kind: Type.Literal('next'),
      time: TimeOfDay,
      days: Type.Optional(Type.Array(oneOf(...weekdays), { minItems: 1, maxItems: 7, uniqueItems: true })),
    },
    strict,
  ),
  Type.Object(
    { kind: Type.Literal('date'), date: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }), time: TimeOfDay },
    strict,
  ),
  /** A date, with or without a time, or an instant. With `time`, that time of the day it falls on. */
  Type.Object({ kind: Type.Literal('computed'), expression: Expression, time: Type.Optional(TimeOfDay) }, strict),
]);
export type Moment = Static<typeof Moment>;

export const WaitUntilConfig = Type.Object(
  {
    moment: Moment,
    /** Whose clocks: the person's own, or the flow's. */
    zone: oneOf('contact', 'flow'),
  },
  strict,
);
