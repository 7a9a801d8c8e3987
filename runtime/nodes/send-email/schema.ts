import { Type, type Static } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

export const SendEmailConfig = Type.Object(
  {
    /** One address or several, with commas between. */
    to: Template(4_096),
    subject: Template(4_096),
    body: Template(50_000),
    replyTo: Type.Optional(Template(1_000)),
  },
  { additionalProperties: false },
);
export type SendEmailConfig = Static<typeof SendEmailConfig>;
