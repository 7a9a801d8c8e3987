import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../client/http.ts';
import { showNotice } from '../ui/undo.ts';
import { ChannelFormDialog } from './ChannelFormDialog.tsx';
import { channelQuery, idOf, statusQuery, type Channel } from './queries.ts';
import { formOf, settingsOf, type SettingsForm } from './settings-form.ts';

/** Changes a number's name and settings; secrets that are not given stay. */
export function SettingsDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const channelId = idOf(channel);
  const save = useMutation({
    mutationFn: (form: SettingsForm) =>
      call('PATCH /channels/:channelId', {
        params: { channelId },
        body: { name: form.name.trim(), settings: settingsOf(form) },
      }),
    onSuccess: async (changed) => {
      client.setQueryData(channelQuery(channelId).queryKey, changed);
      onClose();
      showNotice(t('channelPage.saved'));
      await Promise.all([
        client.invalidateQueries({ queryKey: ['channels'] }),
        client.invalidateQueries({ queryKey: statusQuery(channelId).queryKey }),
      ]);
    },
  });
  return (
    <ChannelFormDialog
      title={t('channelPage.settings')}
      action={t('common.save')}
      start={formOf(channel)}
      secretsSet={channel.secretsSet.length > 0}
      pending={save.isPending}
      error={save.error}
      onSubmit={save.mutate}
      onClose={onClose}
    />
  );
}
