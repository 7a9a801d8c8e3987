import { Button, Textarea } from '@mantine/core';
import { IconHeadset, IconMail, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AiRequest, Email } from '../../runtime/contract/index.ts';
import { noneFits } from '../../runtime/nodes/decide-ai/index.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { cardName } from './words.ts';

/** What waits for somebody outside: a letter, a model, people. Somebody says what becomes of it; nothing leaves the page. */
export function AskedCard() {
  const { t } = useTranslation();
  const teller = useTeller();
  const asked = useSimulation(({ state }) => state?.asked);
  const handedOver = useSimulation(({ state }) => state?.handedOver === true);
  const busy = useSimulation((state) => state.busy);
  if (!teller || busy) return null;
  if (handedOver) return <Ticket />;
  if (!asked) return null;
  const card = cardName(teller, asked.node);
  if (asked.kind === 'email.send') return <Letter title={t('simulator.asked.email', { card })} email={asked.email} />;
  return <Question key={asked.id} title={t('simulator.asked.ai', { card })} request={asked.request} />;
}

function Ticket() {
  const { t } = useTranslation();
  const { closeTicket } = useSimulation.getState();
  return (
    <section className={styles.call} aria-label={t('simulator.asked.ticket')}>
      <p className={styles.callTitle}>
        <IconHeadset aria-hidden />
        {t('simulator.asked.ticket')}
      </p>
      <div className={styles.buttons}>
        <Button size="compact-md" onClick={closeTicket}>
          {t('simulator.asked.close')}
        </Button>
      </div>
    </section>
  );
}

function Letter({ title, email }: { title: string; email: Email }) {
  const { t } = useTranslation();
  const { answerAsked } = useSimulation.getState();
  return (
    <section className={styles.call} aria-label={title}>
      <p className={styles.callTitle}>
        <IconMail aria-hidden />
        {title}
      </p>
      <code className={styles.request}>{`${email.to.join(', ')} · ${email.subject}`}</code>
      <code className={styles.request}>{email.body}</code>
      <div className={styles.buttons}>
        <Button size="compact-md" onClick={() => answerAsked({ ok: true, durationMs: 0 })}>
          {t('simulator.asked.sent')}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => answerAsked({ ok: false, code: 'email.refused', message: '' })}
        >
          {t('simulator.asked.notSent')}
        </Button>
      </div>
    </section>
  );
}

function Question({ title, request }: { title: string; request: AiRequest }) {
  const { t } = useTranslation();
  const { answerAsked } = useSimulation.getState();
  const [text, setText] = useState('');
  const say = (value: string) => answerAsked({ ok: true, value, durationMs: 0 });
  return (
    <section className={styles.call} aria-label={title}>
      <p className={styles.callTitle}>
        <IconSparkles aria-hidden />
        {title}
      </p>
      <code className={styles.request}>{request.messages.map((message) => message.text).join('\n')}</code>
      {!request.choices && (
        <Textarea
          aria-label={t('simulator.asked.answer')}
          placeholder={t('simulator.asked.answer')}
          value={text}
          autosize
          minRows={2}
          maxRows={6}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      )}
      <div className={styles.buttons}>
        {request.choices?.map((choice) => (
          <Button key={choice} size="compact-md" variant="default" onClick={() => say(choice)}>
            {choice === noneFits ? t('simulator.asked.none') : choice}
          </Button>
        ))}
        {!request.choices && (
          <Button size="compact-md" disabled={text.trim() === ''} onClick={() => say(text)}>
            {t('simulator.call.answer')}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          onClick={() => answerAsked({ ok: false, code: 'ai.timeout', message: '' })}
        >
          {t('simulator.asked.silent')}
        </Button>
      </div>
    </section>
  );
}
