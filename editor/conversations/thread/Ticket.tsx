import { Button, Tooltip } from '@mantine/core';
import { IconHeadset, IconRobot } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { asId, type ConversationId } from '../../../runtime/contract/index.ts';
import { ApiProblem, call } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { useNames } from '../../definitions/names.ts';
import { problemText } from '../../ui/problem-text.ts';
import { showNotice, showTrouble } from '../../ui/undo.ts';
import type { Conversation } from '../queries.ts';
import { dayAndTime, type Clock } from '../times.ts';
import styles from './Thread.module.css';

type Props = { id: string; ticket: NonNullable<Conversation['ticket']>; clock: Clock };

/** That people have the conversation, and how the bot gets it back. */
export function Ticket({ id, ticket, clock }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayClose = useMay('tickets.close');
  const nameOf = useNames('queues');
  const close = useMutation({
    mutationFn: () =>
      call('DELETE /conversations/:conversationId/ticket', { params: { conversationId: asId<ConversationId>(id) } }),
    onSuccess: () => showNotice(t('conversations.ticket.returned')),
    onError: (error) => {
      // Somebody was faster: that is as good.
      if (error instanceof ApiProblem && error.code === 'conversation.no-ticket') return;
      showTrouble(problemText(t, error));
    },
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['conversation', id] }),
        queries.invalidateQueries({ queryKey: ['conversations'] }),
      ]);
    },
  });
  const said = [
    ticket.queue !== undefined && t('conversations.ticket.queue', { queue: nameOf(ticket.queue) }),
    ticket.important === true && t('conversations.ticket.important'),
    ticket.note,
  ].filter(Boolean);
  return (
    <section className={styles.flagged} aria-label={t('conversations.ticket.with')}>
      <IconHeadset size={18} stroke={1.5} aria-hidden />
      <p>
        <b>{t('conversations.ticket.with')}</b>
        {said.map((part) => ` · ${String(part)}`).join('')}{' '}
        <time dateTime={ticket.openedAt}>
          {t('conversations.ticket.since', { when: dayAndTime(ticket.openedAt, clock) })}
        </time>
      </p>
      {mayClose && (
        <Tooltip label={t('conversations.ticket.returnMeans')} multiline w={280}>
          <Button
            size="compact-md"
            color="people"
            variant="outline"
            // It is closed soon after it was asked for.
            loading={close.isPending || close.isSuccess}
            leftSection={<IconRobot size={16} stroke={1.5} aria-hidden />}
            onClick={() => close.mutate()}
          >
            {t('conversations.ticket.return')}
          </Button>
        </Tooltip>
      )}
    </section>
  );
}
