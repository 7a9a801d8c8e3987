import { Type, type Static } from '@sinclair/typebox';

/** `09:00` to `18:00`; `to` may be `24:00`. When it is not after `from`, it is a time of the next day. */
export const Period = Type.Object(
  {
    from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    to: Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' }),
  },
  { additionalProperties: false },
);
export type Period = Static<typeof Period>;

const Periods = Type.Array(Period, { maxItems: 10 });

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Opening hours: periods by weekday, and days that go their own way. */
export const Schedule = Type.Object(
  {
    /** A day that is not named is closed. */
    weekly: Type.Object(
      {
        monday: Type.Optional(Periods),
        tuesday: Type.Optional(Periods),
        wednesday: Type.Optional(Periods),
        thursday: Type.Optional(Periods),
        friday: Type.Optional(Periods),
        saturday: Type.Optional(Periods),
        sunday: Type.Optional(Periods),
      },
      { additionalProperties: false },
    ),
    /** Of one year (`2026-12-24`) or of every year (`12-24`). No periods: closed. */
    holidays: Type.Optional(
      Type.Array(
        Type.Object(
          {
            date: Type.String({ pattern: '^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' }),
            name: Type.Optional(Type.String({ maxLength: 120 })),
            periods: Type.Optional(Periods),
          },
          { additionalProperties: false },
        ),
        { maxItems: 200 },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Schedule = Static<typeof Schedule>;
