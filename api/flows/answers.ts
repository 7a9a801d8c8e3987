import { Type } from '@sinclair/typebox';
import { InstantSchema, Slug, type Flow, type FlowId } from '../../runtime/contract/index.ts';
import { flowStatuses, type FlowStart, type FlowStatus } from '../store/flows.ts';

export const tag = 'Flows';

export const FlowParams = Type.Object({ flowId: Type.Unsafe<FlowId>(Slug) });
export const VersionParams = Type.Object({
  flowId: Type.Unsafe<FlowId>(Slug),
  version: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'Number of the version' }),
});

/** Flows in answers are documents that were checked when they came in. */
export const FlowDocument = Type.Unsafe<Flow>(Type.Object({}, { additionalProperties: true, title: 'Flow' }));

export const StatusSchema = Type.Unsafe<FlowStatus>(
  Type.String({
    enum: [...flowStatuses],
    description: '`changed`: published, and the draft differs from what answers people',
  }),
);
const OrNull = (schema: typeof InstantSchema) => Type.Union([schema, Type.Null()]);
const NameOrNull = Type.Union([Type.String(), Type.Null()], { description: 'Null when nobody knows them any more' });

const summaryFields = {
  id: Slug,
  name: Type.String(),
  revision: Type.Integer({ description: 'Rises with every change of the draft; its entity tag' }),
  activeVersion: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that answers people' }),
  paused: Type.Boolean(),
  status: StatusSchema,
  publishedAt: OrNull(InstantSchema),
  startsWith: Type.Array(
    Type.Unsafe<FlowStart>(
      Type.Object(
        {
          kind: Type.String(),
          match: Type.Optional(Type.String()),
          words: Type.Optional(Type.Array(Type.String())),
        },
        { additionalProperties: false },
      ),
    ),
    { description: 'Triggers of the active version, else of the draft' },
  ),
  createdAt: InstantSchema,
  createdBy: Type.String(),
  updatedAt: InstantSchema,
  updatedBy: Type.String(),
  archivedAt: OrNull(InstantSchema),
};
export const FlowSummaryAnswer = Type.Object(summaryFields, { additionalProperties: false });
export const FlowDraftAnswer = Type.Object({ ...summaryFields, flow: FlowDocument }, { additionalProperties: false });
export const FlowRowAnswer = Type.Object(
  {
    ...summaryFields,
    createdByName: NameOrNull,
    updatedByName: NameOrNull,
    running: Type.Integer({ description: 'Sessions that wait in this flow now' }),
  },
  { additionalProperties: false },
);

const versionFields = {
  flowId: Slug,
  version: Type.Integer(),
  publishedAt: InstantSchema,
  publishedBy: Type.String(),
  fromRevision: Type.Integer(),
  note: Type.Union([Type.String(), Type.Null()], { description: "What changed, in the publisher's words" }),
  restoredFrom: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that this one brought back' }),
};
export const FlowVersionAnswer = Type.Object(versionFields, { additionalProperties: false });
export const FlowVersionRowAnswer = Type.Object(
  { ...versionFields, publishedByName: NameOrNull },
  { additionalProperties: false },
);
export const FlowVersionDocumentAnswer = Type.Object(
  { ...versionFields, flow: FlowDocument },
  { additionalProperties: false },
);

/** The revision that an entity tag names. A weak or foreign tag names none and is stale by definition. */
export function revisionOf(tagGiven: string): number {
  const digits = /^(?:W\/)?"(\d{1,12})"$/.exec(tagGiven.trim())?.[1] ?? /^\d{1,12}$/.exec(tagGiven.trim())?.[0];
  return digits === undefined ? 0 : Number(digits);
}
