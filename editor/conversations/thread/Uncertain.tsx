import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, textOf, type EffectId } from '../../../runtime/contract/index.ts';
import { call, type BodyOf } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { problemText } from '../../ui/problem-text.ts';
import type { MessageOf } from '../queries.ts';
import styles from './Thread.module.css';

type Outcome = BodyOf<'POST /messages/:messageId/resolution'>['outcome'];
const outcomes: Outcome[] = ['delivered', 'not-delivered', 'send-again'];

/** What is known of a message that may or may not have left, and the three ways to settle it. */
export function Uncertain({ message, person }: { message: MessageOf; person: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayResolve = useMay('messages.resolve');
  const [asking, setAsking] = useState(false);
  const resolve = useMutation({
    mutationFn: (outcome: Outcome) =>
      call('POST /messages/:messageId/resolution', {
        params: { messageId: asId<EffectId>(message.id) },
        body: { outcome },
      }),
    onSettled: async () => {
      setAsking(false);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['conversation', message.conversationId] }),
        queries.invalidateQueries({ queryKey: ['conversations'] }),
      ]);
    },
  });
  const said = message.content ? textOf(message.content) : '';
  return (
    <section className={styles.uncertain} aria-label={t('conversations.uncertain.title')}>
      <p className={styles.uncertainTitle}>
        <IconAlertTriangle size={18} stroke={1.5} aria-hidden />
        {t('conversations.uncertain.title')}
      </p>
      <p>{t('conversations.uncertain.known', { person })}</p>
      {mayResolve ? (
        <ul>
          {outcomes.map((outcome) => (
            <li key={outcome}>
              <Button
                variant="default"
                size="compact-sm"
                loading={resolve.isPending && resolve.variables === outcome}
                disabled={resolve.isPending}
                onClick={() => (outcome === 'send-again' ? setAsking(true) : resolve.mutate(outcome))}
              >
                {t(`conversations.uncertain.${outcome}.do`)}
              </Button>
              <span>{t(`conversations.uncertain.${outcome}.means`)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p>{t('conversations.uncertain.mayNot')}</p>
      )}
      {resolve.isError && <p role="alert">{problemText(t, resolve.error)}</p>}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('conversations.uncertain.ask.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        centered
      >
        <p className={styles.asked}>{t('conversations.uncertain.ask.text', { person })}</p>
        {said !== '' && <blockquote className={styles.asked}>{said}</blockquote>}
        <div className={styles.answers}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('conversations.uncertain.ask.no')}
          </Button>
          <Button onClick={() => resolve.mutate('send-again')} loading={resolve.isPending}>
            {t('conversations.uncertain.ask.yes')}
          </Button>
        </div>
      </Modal>
    </section>
  );
}
