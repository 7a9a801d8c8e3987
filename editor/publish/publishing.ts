import {
  asId,
  type Flow,
  type FlowId,
  type PublishPolicies,
  type PublishPolicy,
} from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';
import { flowsChanged } from '../flows/actions.ts';
import { bodyOf } from '../flows/new-flow.ts';
import { useFlow } from '../flow/store.ts';

export type Version = AnswerOf<'GET /flows/:flowId/versions'>['items'][number];
export type Made = AnswerOf<'POST /flows/:flowId/versions'>;

/** What is said with a publication. */
export type Said = { note: string; policies: PublishPolicies; defaultPolicy: PublishPolicy };
export type ReportCard = AnswerOf<'GET /flows/:flowId/versions/:version/report'>['cards'][number];

const ifMatch = (revision: number) => ({ 'If-Match': `"${revision}"` });
const paramsOf = (id: string) => ({ flowId: asId<FlowId>(id) });
const bodyWith = ({ note, ...said }: Said) => ({ ...said, ...(note.trim() !== '' && { note: note.trim() }) });
/** Nobody who is mid-conversation is interrupted. */
const undisturbed: Said = { note: '', policies: {}, defaultPolicy: { do: 'finish' } };

/** A version's document never changes, so it is read once. */
export const versionQuery = (flowId: string, version: number) => ({
  queryKey: ['flow', flowId, 'version', version],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('GET /flows/:flowId/versions/:version', {
      params: { ...paramsOf(flowId), version: String(version) },
      signal,
    }),
  staleTime: Infinity,
});

/** What is wrong with the draft at a revision, as the server sees it before it publishes. */
export const validationQuery = (flowId: string, revision: number) => ({
  queryKey: ['flow', flowId, 'validation', revision],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('POST /flows/:flowId/validation', { params: paramsOf(flowId), signal }),
});

/** How the draft's tests go at a revision, as the server sees them before it publishes. */
export const testsQuery = (flowId: string, revision: number) => ({
  queryKey: ['flow', flowId, 'tests', revision],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('POST /flows/:flowId/tests/run', { params: paramsOf(flowId), signal }),
});
export type TestResult = AnswerOf<'POST /flows/:flowId/tests/run'>['tests'][number];

/** How often people who wait are counted again while somebody looks. */
const countedEveryMs = 3_000;

/** What publishing the draft, or going back to a version, would mean for people now; counted again and again. */
export const previewQuery = (flowId: string, revision: number, back: number | null) => ({
  queryKey: ['flow', flowId, 'publish-preview', revision, back],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('POST /flows/:flowId/publish-preview', {
      params: paramsOf(flowId),
      body: { revision, ...(back !== null && { version: back }) },
      signal,
    }),
  refetchInterval: countedEveryMs,
});

/** What became of the people whom a version's policies name; followed while somebody looks. */
export const reportQuery = (flowId: string, version: number) => ({
  queryKey: ['flow', flowId, 'report', version],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('GET /flows/:flowId/versions/:version/report', {
      params: { ...paramsOf(flowId), version: String(version) },
      signal,
    }),
  refetchInterval: countedEveryMs,
  staleTime: 0,
});

/** How many people are in the flow now. */
export const runningQuery = (flowId: string) => ({
  queryKey: ['flows', 'running', flowId],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const { items } = await call('GET /flows', { query: { q: flowId, limit: 200 }, signal });
    return items.find(({ id }) => id === flowId)?.running ?? 0;
  },
});

async function told(flowId: string): Promise<void> {
  const { flowId: open, heard } = useFlow.getState();
  if (open === flowId) heard();
  await flowsChanged(flowId);
}

/** Publishes the draft as it was looked at. Throws `flow.stale-revision` when it has changed since, and `flow.has-errors`. */
export async function publishFlow(flowId: string, revision: number, said: Said): Promise<Made> {
  const made = await call('POST /flows/:flowId/versions', {
    params: paramsOf(flowId),
    body: bodyWith(said),
    headers: ifMatch(revision),
  });
  void told(flowId);
  return made;
}

/** Publishes an earlier version again; the draft becomes that version too. */
export async function restoreVersion(
  flowId: string,
  version: number,
  revision: number,
  said: Said = undisturbed,
): Promise<Made> {
  const made = await call('POST /flows/:flowId/versions/:version/restoration', {
    params: { ...paramsOf(flowId), version: String(version) },
    body: bodyWith(said),
    headers: ifMatch(revision),
  });
  void told(flowId);
  return made;
}

/**
 * Takes back what `made` did: the version that answered before is published again, and the draft is again what it was. Without an
 * earlier version the flow pauses, so that it answers nobody, as before. Throws `flow.stale-revision` when somebody went on meanwhile.
 */
export async function takeBack(made: Made, before: { version: number | null; draft: Flow }): Promise<void> {
  const { flowId, fromRevision } = made;
  if (before.version === null) await call('POST /flows/:flowId/pause', { params: paramsOf(flowId) });
  else {
    const restored = await restoreVersion(flowId, before.version, fromRevision);
    await call('PUT /flows/:flowId', {
      params: paramsOf(flowId),
      body: bodyOf(before.draft),
      headers: ifMatch(restored.fromRevision),
    });
  }
  await told(flowId);
}
