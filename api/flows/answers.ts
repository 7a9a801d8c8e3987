import { Type } from '@sinclair/typebox';
import {
  InstantSchema,
  JsonValue,
  PublishPolicies,
  PublishPolicy,
  Slug,
  VersionSentence,
  WaitingPeople,
  type Flow,
  type FlowId,
} from '../../runtime/contract/index.ts';
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
  policies: PublishPolicies,
  waited: Type.Array(WaitingPeople, { description: 'Who waited at these cards just before it was published' }),
  sentence: VersionSentence,
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

const strict = { additionalProperties: false };
const CardNamedAnswer = Type.Object(
  { name: Type.Union([Type.String(), Type.Null()]), type: Type.String(), text: Type.String() },
  { ...strict, description: 'What people know a card by: its name, else its type and the first words it says' },
);
const Difference = Type.Union([Type.Literal('removed'), Type.Literal('changed')]);

export const WaitingAnswer = Type.Object(
  {
    waiting: Type.Array(WaitingPeople),
    calling: Type.Array(WaitingPeople, {
      description: 'At cards that have begun a sub-flow, where that has not ended',
    }),
  },
  strict,
);
export const PublishPreviewAnswer = Type.Object(
  {
    since: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that answers now' }),
    cards: Type.Array(
      Type.Object(
        {
          node: Type.String(),
          card: CardNamedAnswer,
          change: Difference,
          people: Type.Integer({ description: 'All who wait there on older versions now' }),
          versions: Type.Array(
            Type.Object(
              {
                version: Type.Integer(),
                people: Type.Integer(),
                change: Type.Union([...Difference.anyOf, Type.Null()]),
              },
              strict,
            ),
          ),
          suggestion: Type.Union([Type.Object({ do: Type.Literal('move'), to: Type.String() }, strict), Type.Null()]),
        },
        strict,
      ),
      { description: 'Cards where people wait and which the version removes or changes: each needs a word' },
    ),
    calling: Type.Array(WaitingPeople, { description: 'Wait for a sub-flow: they always finish on their version' }),
    changes: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          node: Type.Optional(Type.String()),
          params: Type.Record(Type.String(), JsonValue),
        },
        strict,
      ),
      { description: 'What is different from the version that answers now, as data' },
    ),
    sentence: VersionSentence,
  },
  strict,
);
export const VersionReportAnswer = Type.Object(
  {
    version: Type.Integer(),
    cards: Type.Array(
      Type.Object(
        {
          node: Type.String(),
          card: Type.Union([CardNamedAnswer, Type.Null()]),
          policy: PublishPolicy,
          waited: Type.Integer({ description: 'Waited there just before it was published' }),
          moved: Type.Integer(),
          closed: Type.Integer(),
          finished: Type.Integer({ description: 'Went on, or ended, by themselves on their version' }),
          waiting: Type.Integer({ description: 'Wait there on older versions now' }),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** The revision that an entity tag names. A weak or foreign tag names none and is stale by definition. */
export function revisionOf(tagGiven: string): number {
  const digits = /^(?:W\/)?"(\d{1,12})"$/.exec(tagGiven.trim())?.[1] ?? /^\d{1,12}$/.exec(tagGiven.trim())?.[0];
  return digits === undefined ? 0 : Number(digits);
}
