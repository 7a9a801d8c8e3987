import { useQueries } from '@tanstack/react-query';
import type { ProviderTemplate } from '../../../runtime/contract/index.ts';
import { idOf, useChannels } from '../../channels/queries.ts';
import { call } from '../../client/http.ts';

/** The templates of one of the workspace's channels. */
export type Account = { channel: string; name: string; templates: readonly ProviderTemplate[]; more: boolean };

/** What the provider has, by channel. Asked only where somebody looks, and not again at once. */
export function useTemplates(): { accounts: Account[]; loading: boolean; failed: boolean } {
  const channels = useChannels();
  const list = channels.data?.items ?? [];
  const asked = useQueries({
    queries: list.map((channel) => ({
      queryKey: ['channel-templates', channel.id],
      queryFn: () => call('GET /channels/:channelId/templates', { params: { channelId: idOf(channel) } }),
      staleTime: 5 * 60_000,
      retry: false,
    })),
  });
  return {
    accounts: asked.flatMap(({ data }, index) => {
      const channel = list[index];
      return data && channel
        ? [{ channel: channel.id, name: channel.name, templates: data.items, more: data.more }]
        : [];
    }),
    loading: channels.isLoading || asked.some(({ isLoading }) => isLoading),
    failed: channels.isError || asked.some(({ isError }) => isError),
  };
}
