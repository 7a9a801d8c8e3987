import { Type, type Static } from '@sinclair/typebox';
import { TemplateButtonKind } from './message.ts';

const strict = { additionalProperties: false };
const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  Type.Unsafe<Words[number]>(Type.Union(words.map((word) => Type.Literal(word))));

/** Places to fill, in the order of the text: `1`, `2`… or names. */
const Variables = Type.Array(Type.String());
/** What the template's author gave as an example, by variable. */
const Examples = Type.Record(Type.String(), Type.String());

const Button = Type.Object(
  {
    kind: TemplateButtonKind,
    title: Type.String(),
    /** With `{{1}}` at its end where it has a variable. */
    url: Type.Optional(Type.String()),
    phone: Type.Optional(Type.String()),
    formId: Type.Optional(Type.String()),
    /** It cannot be sent without a value. */
    variable: Type.Boolean(),
    example: Type.Optional(Type.String()),
  },
  strict,
);

const parts = {
  header: Type.Optional(
    Type.Object(
      {
        format: oneOf('text', 'image', 'video', 'document', 'location', 'product', 'other'),
        text: Type.Optional(Type.String()),
        variables: Variables,
        examples: Examples,
        /** Where the picture, video or document of the example lies. */
        exampleLink: Type.Optional(Type.String()),
      },
      strict,
    ),
  ),
  body: Type.Optional(Type.Object({ text: Type.String(), variables: Variables, examples: Examples }, strict)),
  footer: Type.Optional(Type.String()),
  buttons: Type.Optional(Type.Array(Button)),
};

/** A message template as the provider has it: what it says, and the places that a sender fills. */
export const ProviderTemplate = Type.Object(
  {
    name: Type.String(),
    language: Type.String(),
    category: oneOf('marketing', 'utility', 'authentication', 'other'),
    /** In lower case; only `approved` ones can be sent. The provider adds further ones. */
    status: Type.String(),
    parameterFormat: oneOf('positional', 'named'),
    components: Type.Object(
      {
        ...parts,
        /** A limited-time offer; one that ends needs its end when it is sent. */
        offer: Type.Optional(Type.Object({ text: Type.String(), ends: Type.Boolean() }, strict)),
        cards: Type.Optional(Type.Array(Type.Object(parts, strict))),
      },
      strict,
    ),
  },
  strict,
);
export type ProviderTemplate = Static<typeof ProviderTemplate>;
export type TemplateComponents = ProviderTemplate['components'];
export type TemplateButton = NonNullable<TemplateComponents['buttons']>[number];

/** The names between `{{` and `}}` of a template's text, each once, in their order. */
export const templateVariables = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{\s*(\w+)\s*\}\}/g), ([, name = '']) => name)),
];

/** A template's text with its places filled; one without a value stays as it is. */
export const filledTemplate = (text: string, values: { readonly [variable: string]: string | undefined }): string =>
  text.replace(/\{\{\s*(\w+)\s*\}\}/g, (place, name: string) => values[name] ?? place);
