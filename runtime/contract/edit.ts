import { Type, type Static } from '@sinclair/typebox';
import { ElementId } from './ids.ts';
import { JsonValue } from './json.ts';

/** The lists of a flow whose items have ids of their own, and `flow` for the fields beside them (name, languages, settings, variables, layout). */
export const ElementKind = Type.Union([
  Type.Literal('node'),
  Type.Literal('edge'),
  Type.Literal('trigger'),
  Type.Literal('note'),
  Type.Literal('test'),
  Type.Literal('flow'),
]);
export type ElementKind = Static<typeof ElementKind>;

/**
 * One change to a flow, as data on stable ids. `insert` and `remove` take a whole element (`path` empty) ; `set` changes one place
 * inside an element. `before` is what stood there: absent means nothing did. Undo, merging and saving all rest on it.
 */
export const Edit = Type.Object(
  {
    op: Type.Union([Type.Literal('set'), Type.Literal('insert'), Type.Literal('remove')]),
    kind: ElementKind,
    /** The element's id; for `flow` it is `flow`. */
    id: ElementId,
    /** Names and indices from the element down. */
    path: Type.Array(Type.Union([Type.String({ maxLength: 200 }), Type.Integer({ minimum: 0 })]), { maxItems: 20 }),
    before: Type.Optional(JsonValue),
    after: Type.Optional(JsonValue),
    /** Where in its list an inserted or removed element stands; at the end without it. */
    index: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export type Edit = Static<typeof Edit>;

/** Why an edit cannot be applied: what stands at the place is not what the edit was made from. */
export type EditConflict = { conflict: true; edit: Edit; found: unknown };
