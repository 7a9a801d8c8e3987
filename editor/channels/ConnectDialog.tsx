import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiProblem, call } from '../client/http.ts';
import { slugOf } from '../ui/slug.ts';
import { ChannelFormDialog } from './ChannelFormDialog.tsx';
import { idOf } from './queries.ts';
import { emptyForm, settingsOf, type SettingsForm } from './settings-form.ts';
import { makeVerifyToken } from './verify-token.ts';

/** Connects a number of the WhatsApp Business Platform; then its page says what to enter at Meta. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [start] = useState(() => ({ ...emptyForm, verifyToken: makeVerifyToken() }));
  const connect = useMutation({
    mutationFn: connectAs,
    onSuccess: async (channel) => {
      await client.invalidateQueries({ queryKey: ['channels'] });
      await navigate(`/channels/${channel.id}`, { replace: true });
    },
  });
  return (
    <ChannelFormDialog
      title={t('channelPage.connect')}
      lead={t('channelPage.connectHow')}
      action={t('channelPage.connect')}
      start={start}
      secretsSet={false}
      pending={connect.isPending}
      error={connect.error}
      onSubmit={connect.mutate}
      onClose={onClose}
    />
  );
}

/** The id stands in the webhook's address: it is made of the name, and where that is taken, of the name and the number. */
async function connectAs(form: SettingsForm) {
  const make = (id: string) =>
    call('POST /channels', {
      body: { id: idOf({ id }), type: 'whatsapp-cloud', name: form.name.trim(), settings: settingsOf(form) },
    });
  const id = slugOf(form.name, 'whatsapp');
  try {
    return await make(id);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'channel.exists') throw error;
    return make(`${id.slice(0, 40)}-${form.phoneNumberId.trim().slice(-20)}`);
  }
}
