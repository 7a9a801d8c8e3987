import { Schema } from 'mongoose';

/** A published version: written once, never changed. */
export type FlowVersionDocument = {
  /** `workspace:flow:version`. */
  _id: string;
  workspaceId: string;
  flowId: string;
  version: number;
  /** The flow as JSON. */
  document: string;
  publishedAt: Date;
  publishedBy: string;
  fromRevision: number;
  /** What changed, in the publisher's words. */
  note?: string;
  /** The version whose document this one brought back. */
  restoredFrom?: number;
  /** What this version says of people who waited, `PublishPolicies` as JSON; absent when it says nothing. */
  policies?: string;
  /** Who waited at these cards when it was published, `WaitingPeople[]` as JSON. */
  waited?: string;
  /** What it changed, `VersionSentence` as JSON. */
  sentence?: string;
};

export const flowVersionSchema = new Schema<FlowVersionDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    flowId: { type: String, required: true },
    version: { type: Number, required: true },
    document: { type: String, required: true },
    publishedAt: { type: Date, required: true },
    publishedBy: { type: String, required: true },
    fromRevision: { type: Number, required: true },
    note: String,
    restoredFrom: Number,
    policies: String,
    waited: String,
    sentence: String,
  },
  { collection: 'flowVersions', versionKey: false, autoIndex: false },
);
// The versions of a flow, newest first.
flowVersionSchema.index({ workspaceId: 1, flowId: 1, version: -1 }, { name: 'history' });
