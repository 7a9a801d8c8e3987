import { Type, type Static } from '@sinclair/typebox';
import { ProviderTemplate } from '../../contract/index.ts';
import { Expression, longestWaitSeconds, Name, PartId, Template } from '../config-parts.ts';

const strict = { additionalProperties: false };

/** A template as the provider had it when it was picked, so that the card can be checked and shown without asking again. */
export const TemplateSnapshot = Type.Omit(ProviderTemplate, ['status'], strict);
export type TemplateSnapshot = Static<typeof TemplateSnapshot>;

/** What fills a place of the template; places are named by `placesOf`. */
const PlaceId = Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,127}$' });
export const PlaceValue = Type.Union([
  Type.Object({ id: PlaceId, text: Template() }, strict),
  Type.Object({ id: PlaceId, expression: Expression }, strict),
]);
export type PlaceValue = Static<typeof PlaceValue>;

export const SendTemplateConfig = Type.Object(
  {
    template: Type.Optional(TemplateSnapshot),
    /** The same template in further languages: whoever speaks one of them gets it, with the same values. */
    variants: Type.Optional(
      Type.Array(
        Type.Object(
          { id: PartId, language: Type.String({ maxLength: 20 }), components: ProviderTemplate.properties.components },
          strict,
        ),
        { maxItems: 70 },
      ),
    ),
    values: Type.Array(PlaceValue, { maxItems: 500 }),
    /** Waits for a tap on one of its replies, or for its form. */
    waitForReply: Type.Optional(Type.Boolean()),
    resultName: Type.Optional(Name),
    variableName: Type.Optional(Name),
    timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: longestWaitSeconds })),
  },
  strict,
);
export type SendTemplateConfig = Static<typeof SendTemplateConfig>;
