import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChannelId } from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble, showUndo } from '../ui/undo.ts';

export type Channel = AnswerOf<'GET /channels/:channelId'>;
export type ChannelStatus = AnswerOf<'GET /channels/:channelId/status'>;
export type Finding = ChannelStatus['findings'][number];

/** The ids that the server sends are channels' own. */
export const idOf = ({ id }: { id: string }): ChannelId => id as ChannelId;

/** Every connected number. A workspace has few; the most that the server gives at once. */
export const useChannels = (enabled = true) =>
  useQuery({
    queryKey: ['channels', { limit: 200 }],
    queryFn: () => call('GET /channels', { query: { limit: 200 } }),
    enabled,
  });

export const channelQuery = (channelId: ChannelId) => ({
  queryKey: ['channel', channelId],
  queryFn: () => call('GET /channels/:channelId', { params: { channelId } }),
});

/** What is misconfigured. The provider is asked each time, so it is asked for only when somebody looks, and not again at once. */
export const statusQuery = (channelId: ChannelId) => ({
  // Not under the channel's own key: a message that comes in does not make the provider be asked again.
  queryKey: ['channel-check', channelId],
  queryFn: () => call('GET /channels/:channelId/status', { params: { channelId } }),
  staleTime: 5 * 60_000,
});

/** Pauses or resumes a channel, and offers to take it back. */
export function useChannelPause(channel: Pick<Channel, 'id' | 'name'> | undefined) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const set = async (paused: boolean) => {
    if (!channel) return;
    const channelId = idOf(channel);
    const on = paused ? 'POST /channels/:channelId/pause' : 'POST /channels/:channelId/resume';
    client.setQueryData(channelQuery(channelId).queryKey, await call(on, { params: { channelId } }));
    await Promise.all([
      client.invalidateQueries({ queryKey: ['channels'] }),
      client.invalidateQueries({ queryKey: statusQuery(channelId).queryKey }),
    ]);
  };
  return (paused: boolean) =>
    void set(paused).then(
      () =>
        showUndo({
          message: t(paused ? 'channelPage.paused' : 'channelPage.resumed', { name: channel?.name }),
          undo: () => set(!paused),
        }),
      (error: unknown) => showTrouble(problemText(t, error)),
    );
}

/** Silences the whole bot or lets it answer again, and offers to take it back. */
export function useBotPause() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const set = async (paused: boolean) => {
    const workspace = await call(paused ? 'POST /workspace/pause' : 'POST /workspace/resume', {});
    client.setQueryData(['workspace'], workspace);
    await client.invalidateQueries({ queryKey: ['me'] });
  };
  return (paused: boolean) =>
    void set(paused).then(
      () =>
        showUndo({
          message: t(paused ? 'channelPage.botPaused' : 'channelPage.botResumed'),
          undo: () => set(!paused),
        }),
      (error: unknown) => showTrouble(problemText(t, error)),
    );
}
