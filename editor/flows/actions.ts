import type { TFunction } from 'i18next';
import { asId, type Flow, type FlowId } from '../../runtime/contract/index.ts';
import { ApiProblem, call } from '../client/http.ts';
import { queryClient } from '../client/live.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble, showUndo, showNotice } from '../ui/undo.ts';
import { downloadFlow } from './download.ts';
import { idsFor } from './flow-ids.ts';
import { bodyOf, renamed } from './new-flow.ts';

/** A flow that something is done to. */
export type FlowRef = { id: string; name: string };

const paramsOf = (id: string) => ({ params: { flowId: asId<FlowId>(id) } });

/** What is shown of flows is read again; the socket says the same, a moment later. */
export async function flowsChanged(...ids: string[]): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['flows'] }),
    ...ids.map((id) => queryClient.invalidateQueries({ queryKey: ['flow', id] })),
  ]);
}

/** Does something to each flow and says so once, with what could not be done; `undo` is handed those that it was done to. */
async function doToEach<Done>(
  t: TFunction,
  flows: readonly FlowRef[],
  said: string,
  act: (flow: FlowRef) => Promise<Done>,
  undo?: (done: Done[]) => Promise<unknown>,
): Promise<Done[]> {
  const outcomes = await Promise.allSettled(flows.map(act));
  const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  void flowsChanged(...flows.map(({ id }) => id));
  const trouble =
    failed.length > 0 ? t('flows.failed', { count: failed.length, reason: problemText(t, failed[0]) }) : '';
  if (done.length === 0) {
    showTrouble(flows.length === 1 ? problemText(t, failed[0]) : trouble);
    return done;
  }
  const name = flows.find((_flow, index) => outcomes[index]?.status === 'fulfilled')?.name ?? '';
  const message = [t(`flows.done.${said}`, { count: done.length, name }), trouble].filter(Boolean).join(' ');
  if (undo) showUndo({ message, undo: () => undo(done).then(() => flowsChanged(...flows.map(({ id }) => id))) });
  else showNotice(message);
  return done;
}

const all = (ids: readonly string[], act: (id: string) => Promise<unknown>) => Promise.all(ids.map(act));

const pause = (id: string) => call('POST /flows/:flowId/pause', paramsOf(id));
const resume = (id: string) => call('POST /flows/:flowId/resume', paramsOf(id));
const archive = (id: string) => call('DELETE /flows/:flowId', paramsOf(id));
const restore = (id: string) => call('POST /flows/:flowId/restoration', paramsOf(id));

const idAfter =
  (act: (id: string) => Promise<unknown>) =>
  async ({ id }: FlowRef): Promise<string> => {
    await act(id);
    return id;
  };

export const pauseFlows = (t: TFunction, flows: readonly FlowRef[]) =>
  doToEach(t, flows, 'paused', idAfter(pause), (ids) => all(ids, resume));

export const resumeFlows = (t: TFunction, flows: readonly FlowRef[]) =>
  doToEach(t, flows, 'resumed', idAfter(resume), (ids) => all(ids, pause));

export const archiveFlows = (t: TFunction, flows: readonly FlowRef[]) =>
  doToEach(t, flows, 'archived', idAfter(archive), (ids) => all(ids, restore));

export const restoreFlows = (t: TFunction, flows: readonly FlowRef[]) =>
  doToEach(t, flows, 'restored', idAfter(restore), (ids) => all(ids, archive));

/** Copies of the drafts, under names and ids of their own. Resolves to their ids. */
export const duplicateFlows = (t: TFunction, flows: readonly FlowRef[]) =>
  doToEach(
    t,
    flows,
    'duplicated',
    async ({ id, name }) =>
      (await call('POST /flows/:flowId/copies', { ...paramsOf(id), body: { name: copyName(t, name) } })).id,
    (ids) => all(ids, archive),
  );

export const exportFlows = (t: TFunction, flows: readonly FlowRef[]) =>
  doToEach(t, flows, 'exported', async ({ id }) => downloadFlow((await call('GET /flows/:flowId', paramsOf(id))).flow));

const longestName = 120;
export const copyName = (t: TFunction, name: string): string => t('flows.copyOf', { name }).slice(0, longestName);

/** Makes a flow under the first free id for its name. Resolves to that id. */
export async function createFlow(t: TFunction, flow: Flow): Promise<string> {
  for (const id of idsFor(flow.name, t('flows.untitled'))) {
    try {
      await call('PUT /flows/:flowId', {
        ...paramsOf(id),
        body: bodyOf(renamed(flow, id, flow.name)),
        headers: { 'If-None-Match': '*' },
      });
      void flowsChanged(id);
      return id;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'flow.exists')) throw error;
    }
  }
  throw new ApiProblem('flow.exists', 409);
}

/** Makes a flow from a file, under its own id or, as a copy, under a free one; the toast takes it back. */
export async function importFlow(t: TFunction, flow: Flow, how: 'new' | 'copy'): Promise<string> {
  const id = how === 'copy' ? await createFlow(t, { ...flow, name: copyName(t, flow.name) }) : flow.id;
  if (how === 'new')
    await call('PUT /flows/:flowId', { ...paramsOf(id), body: bodyOf(flow), headers: { 'If-None-Match': '*' } });
  void flowsChanged(id);
  const message = t('flows.done.imported', { name: flow.name });
  showUndo({ message, undo: () => archive(id).then(() => flowsChanged(id)) });
  return id;
}

const ifMatch = (revision: number) => ({ 'If-Match': `"${revision}"` });

/** Puts a file's flow in place of the draft that was looked at; the toast puts that one back. */
export async function replaceDraft(t: TFunction, flow: Flow, before: { revision: number; flow: Flow }): Promise<void> {
  const put = (document: Flow, revision: number) =>
    call('PUT /flows/:flowId', { ...paramsOf(flow.id), body: bodyOf(document), headers: ifMatch(revision) });
  const saved = await put(flow, before.revision);
  void flowsChanged(flow.id);
  showUndo({
    message: t('flows.done.replaced', { name: flow.name }),
    undo: () => put(before.flow, saved.revision).then(() => flowsChanged(flow.id)),
  });
}
