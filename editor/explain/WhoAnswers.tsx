import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { IconBolt, IconBoltOff, IconMessageQuestion } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { asId, type ChannelId } from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';
import { cardAddress } from '../conversations/thread/useCardName.ts';
import { problemText } from '../ui/problem-text.ts';
import { whyText } from './why-text.ts';
import { useFlowNames } from './use-flow-names.ts';
import styles from './WhoAnswers.module.css';

/** Asks who would answer what somebody says; nothing is sent. */
export function WhoAnswers({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('triggers.explain.title')} size="lg">
      {opened && <Asking />}
    </Modal>
  );
}

function Asking() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [who, setWho] = useState('');
  const [channelId, setChannelId] = useState<string | null>(null);
  const { data: channels } = useQuery({ queryKey: ['channels'], queryFn: () => call('GET /channels', {}) });
  const known = channels?.items ?? [];
  const asking = useMutation({
    mutationFn: () =>
      call('POST /triggers/explain', {
        body: {
          text,
          ...(who.trim() !== '' && { phone: who.trim() }),
          ...(channelId !== null && { channelId: asId<ChannelId>(channelId) }),
        },
      }),
  });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') asking.mutate();
  };
  return (
    <form className={styles.form} onSubmit={ask}>
      <p className={styles.lead}>{t('triggers.explain.lead')}</p>
      <Textarea
        label={t('triggers.explain.text')}
        placeholder={t('triggers.explain.textPlaceholder')}
        value={text}
        maxLength={4_096}
        autosize
        minRows={1}
        maxRows={4}
        data-autofocus
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) ask(event);
        }}
      />
      <div className={styles.row}>
        <TextInput
          label={t('triggers.explain.who')}
          placeholder={t('triggers.explain.whoPlaceholder')}
          value={who}
          maxLength={40}
          inputMode="tel"
          onChange={({ currentTarget }) => setWho(currentTarget.value)}
        />
        {known.length > 1 && (
          <Select
            label={t('triggers.explain.channel')}
            placeholder={t('triggers.explain.anyChannel')}
            value={channelId}
            clearable
            clearButtonProps={{ 'aria-label': t('common.clear') }}
            data={known.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={setChannelId}
          />
        )}
      </div>
      <Button
        type="submit"
        className={styles.ask ?? ''}
        disabled={text.trim() === ''}
        loading={asking.isPending}
        leftSection={<IconMessageQuestion size={18} stroke={1.5} aria-hidden />}
      >
        {t('triggers.explain.ask')}
      </Button>
      <div aria-live="polite">
        {asking.error && <p className={styles.trouble}>{problemText(t, asking.error)}</p>}
        {asking.data && <Answer told={asking.data} />}
      </div>
    </form>
  );
}

type Told = AnswerOf<'POST /triggers/explain'>;

function Answer({ told }: { told: Told }) {
  const { t } = useTranslation();
  const nameOf = useFlowNames();
  const { action, why, goesTo, considered, contact } = told;
  const flow = goesTo?.flowName ?? '';
  const telling = considered.filter((one) => one.matched || !quiet.has(one.why.code));
  const others = considered.length - telling.length + told.more;
  return (
    <section className={styles.answer}>
      <h3>{t(`triggers.explain.action.${action === 'keep' && !goesTo ? 'keepUnknown' : action}`, { flow })}</h3>
      <p>{whyText(t, why, nameOf, why.text)}</p>
      {goesTo?.node && (
        <p>
          <Link to={cardAddress(goesTo.flowId, goesTo.node)}>
            {t('triggers.explain.at', {
              version: goesTo.version,
              card: goesTo.nodeName ?? t(`nodes.${goesTo.nodeType}.label`, { defaultValue: goesTo.node }),
            })}
          </Link>
        </p>
      )}
      <p className={styles.who}>
        {contact ? (contact.name ?? contact.phone ?? contact.id) : t('triggers.explain.new')}
      </p>
      {(telling.length > 0 || others > 0) && <h4>{t('triggers.explain.considered')}</h4>}
      <ul className={styles.considered}>
        {telling.map((one) => (
          <li key={`${one.flowId} ${one.triggerId}`} data-matched={one.matched || undefined}>
            {one.matched && !one.lost ? (
              <IconBolt size={16} stroke={1.5} aria-hidden />
            ) : (
              <IconBoltOff size={16} stroke={1.5} aria-hidden />
            )}
            <span>
              <b>{one.flowName}</b>
              {` · ${t(`inspector.trigger.kinds.${one.kind}`)}`}
              <br />
              {[whyText(t, one.why, nameOf, one.why.text), one.lost && whyText(t, one.lost, nameOf, one.lost.text)]
                .filter(Boolean)
                .join(' · ')}
              {one.matched && !one.lost && action === 'begin' && ` · ${t('triggers.explain.wins')}`}
            </span>
          </li>
        ))}
      </ul>
      {others > 0 && <p className={styles.lead}>{t('triggers.explain.others', { count: others })}</p>}
    </section>
  );
}

/** Triggers that are about something else are counted, not listed. */
const quiet: ReadonlySet<string> = new Set(['other-kind', 'no-word', 'no-tap', 'no-referral', 'not-first']);
