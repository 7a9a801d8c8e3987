import { Type, type Static } from '@sinclair/typebox';
import { MediaKind } from '../../contract/index.ts';
import { Template } from '../config-parts.ts';

export const SendMediaConfig = Type.Object(
  {
    media: MediaKind,
    /** A public https address, which may hold `{{ }}`, or a file that was uploaded. */
    source: Type.Union([
      Type.Object({ link: Template(2_000) }, { additionalProperties: false }),
      Type.Object({ fileId: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false }),
    ]),
    /** For images, videos and documents. */
    caption: Type.Optional(Template()),
    /** For documents: the name the person sees, with its ending. */
    filename: Type.Optional(Template(1_000)),
  },
  { additionalProperties: false },
);
export type SendMediaConfig = Static<typeof SendMediaConfig>;
