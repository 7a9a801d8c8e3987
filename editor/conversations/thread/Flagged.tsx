import { Button } from '@mantine/core';
import { IconBellRinging, IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { asId, type ConversationId } from '../../../runtime/contract/index.ts';
import { ApiProblem, call } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { problemText } from '../../ui/problem-text.ts';
import { showTrouble } from '../../ui/undo.ts';
import type { Conversation } from '../queries.ts';
import { dayAndTime, type Clock } from '../times.ts';
import styles from './Thread.module.css';

type Props = { id: string; flagged: NonNullable<Conversation['flagged']>; clock: Clock };

/** What a flow asked people to look at, until somebody says that they did. */
export function Flagged({ id, flagged, clock }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayClear = useMay('conversations.resolve');
  const clear = useMutation({
    mutationFn: () =>
      call('POST /conversations/:conversationId/flag-clearing', {
        params: { conversationId: asId<ConversationId>(id) },
      }),
    onError: (error) => {
      // Somebody was faster: that is as good.
      if (error instanceof ApiProblem && error.code === 'conversation.not-flagged') return;
      showTrouble(problemText(t, error));
    },
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['conversation', id] }),
        queries.invalidateQueries({ queryKey: ['conversations'] }),
      ]);
    },
  });
  // It is taken down soon after; nobody need watch it go.
  if (clear.isSuccess) return null;
  return (
    <section className={styles.flagged} aria-label={t('conversations.flagged')}>
      <IconBellRinging size={18} stroke={1.5} aria-hidden />
      <p>
        <b>{t('conversations.flagged')}</b> · {flagged.note}{' '}
        <time dateTime={flagged.at}>{dayAndTime(flagged.at, clock)}</time>
      </p>
      {mayClear && (
        <Button
          size="compact-md"
          color="people"
          variant="outline"
          loading={clear.isPending}
          leftSection={<IconCheck size={16} stroke={1.5} aria-hidden />}
          onClick={() => clear.mutate()}
        >
          {t('conversations.attended')}
        </Button>
      )}
    </section>
  );
}
