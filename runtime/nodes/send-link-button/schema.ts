import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';
import { HeaderConfig } from '../message-parts.ts';

export const SendLinkButtonConfig = Type.Object(
  {
    header: Type.Optional(HeaderConfig),
    body: Template(),
    footer: Type.Optional(Template(1_000)),
    /** The label of the button. */
    title: Template(1_000),
    /** The page that it opens. */
    url: Template(2_000),
  },
  { additionalProperties: false },
);
