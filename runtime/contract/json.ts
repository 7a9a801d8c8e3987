import { Type } from '@sinclair/typebox';

/** Plain JSON: what sessions, configs and events consist of. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The schema side of `Json`: anything JSON can say. Depth and size are limited where a body is read. */
export const JsonValue = Type.Unsafe<Json>(Type.Unknown());

/** An instant as ISO-8601 in UTC, for example `2026-01-05T09:00:00.000Z`. */
export type Instant = string;
export const InstantSchema = Type.String({ format: 'date-time', maxLength: 40 });
