import { asId, type Flow, type FlowId } from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';
import { flowsChanged } from '../flows/actions.ts';
import { bodyOf } from '../flows/new-flow.ts';
import { useFlow } from '../flow/store.ts';

export type Version = AnswerOf<'GET /flows/:flowId/versions'>['items'][number];
export type Made = AnswerOf<'POST /flows/:flowId/versions'>;

const ifMatch = (revision: number) => ({ 'If-Match': `"${revision}"` });
const paramsOf = (id: string) => ({ flowId: asId<FlowId>(id) });
const noteOf = (note: string) => (note.trim() === '' ? {} : { note: note.trim() });

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
export async function publishFlow(flowId: string, revision: number, note: string): Promise<Made> {
  const made = await call('POST /flows/:flowId/versions', {
    params: paramsOf(flowId),
    body: noteOf(note),
    headers: ifMatch(revision),
  });
  void told(flowId);
  return made;
}

/** Publishes an earlier version again; the draft becomes that version too. */
export async function restoreVersion(flowId: string, version: number, revision: number): Promise<Made> {
  const made = await call('POST /flows/:flowId/versions/:version/restoration', {
    params: { ...paramsOf(flowId), version: String(version) },
    body: {},
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
