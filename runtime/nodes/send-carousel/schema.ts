import { Type, type Static } from '@sinclair/typebox';
import { longestWaitSeconds, Name, PartId, Template } from '../config-parts.ts';

const strict = { additionalProperties: false };

const Card = Type.Object(
  {
    id: PartId,
    /** The picture or video at a public https address. */
    media: Type.Union([Type.Literal('image'), Type.Literal('video')]),
    link: Template(2_000),
    body: Type.Optional(Template()),
    /** Of cards that open a page: the button's label and the page. */
    title: Type.Optional(Template(1_000)),
    url: Type.Optional(Template(2_000)),
  },
  strict,
);

export const SendCarouselConfig = Type.Object(
  {
    body: Template(),
    /** What every card offers: a button that opens a page of its own, or the same replies. */
    offers: Type.Union([Type.Literal('links'), Type.Literal('replies')]),
    cards: Type.Array(Card, { maxItems: 20 }),
    /** Of cards with replies: those of every card. */
    replies: Type.Optional(Type.Array(Type.Object({ id: PartId, title: Template(1_000) }, strict), { maxItems: 10 })),
    /** Of cards with replies: waits for a tap. */
    waitForReply: Type.Optional(Type.Boolean()),
    resultName: Type.Optional(Name),
    variableName: Type.Optional(Name),
    timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: longestWaitSeconds })),
  },
  strict,
);
export type SendCarouselConfig = Static<typeof SendCarouselConfig>;
