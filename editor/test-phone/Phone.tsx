import { ActionIcon, Loader, useMatches } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../runtime/contract/index.ts';
import { contentOf, sideOf } from '../conversations/thread/contentOf.ts';
import type { MessageOf } from '../conversations/queries.ts';
import { AskedForm, type Answer } from '../message/AskedForm.tsx';
import { MessageBubble } from '../message/MessageBubble.tsx';
import { PhoneComposer } from '../message/PhoneComposer.tsx';
import { PhoneFrame, ThreadEvent } from '../message/PhoneFrame.tsx';
import type { Asked, Chosen } from '../message/view.ts';
import { problemText } from '../ui/problem-text.ts';
import { useZone } from '../ui/time.ts';
import { Also } from './Also.tsx';
import type { Persona } from './people.ts';
import { botState, patienceMs, stillPending, type Pending } from './pending.ts';
import { asBubble } from './as-bubble.ts';
import { useWriting } from './usePhone.ts';
import styles from './TestPhonePage.module.css';

type Props = { channel: { id: string; name: string }; persona: Persona; messages: MessageOf[] };

/** The person's phone, with what has come and what is on its way. */
export function Phone({ channel, persona, messages }: Props) {
  const { t } = useTranslation();
  const timeZone = useZone(({ zone }) => zone);
  const plain = useMatches({ base: true, sm: false }, { getInitialValueInEffect: false });
  const { pending, write, again } = useWriting(channel.id, persona);
  const [replying, setReplying] = useState<MessageOf>();
  const arrived = new Set(messages.flatMap(({ message }) => (message ? [message.id] : [])));
  const waiting = stillPending(pending, arrived);
  const last = messages.at(-1);
  const bot = useBotState(
    last,
    waiting.some(({ state }) => state !== 'refused'),
  );

  const send: typeof write = (content, replyTo) => {
    write(content, replyTo ?? replying?.providerMessageId);
    setReplying(undefined);
  };

  return (
    <PhoneFrame
      name={channel.name}
      subtitle={t('testPhone.standIn')}
      threadLabel={t('testPhone.thread', { name: channel.name })}
      length={messages.length + waiting.length + (bot === 'quiet' ? 0 : 1)}
      plain={plain}
      composer={
        <>
          {replying && <Replying message={replying} onCancel={() => setReplying(undefined)} />}
          <PhoneComposer
            label={t('testPhone.write', { name: persona.name })}
            onSend={(body) => send({ kind: 'text', body })}
            also={<Also onSend={send} disabled={false} />}
          />
        </>
      }
    >
      {messages.length + waiting.length === 0 && <ThreadEvent>{t('testPhone.empty')}</ThreadEvent>}
      {messages.map((message) => (
        <Said
          key={message.id}
          message={message}
          timeZone={timeZone}
          onReply={() => setReplying(message)}
          onSend={(content) => send(content, message.providerMessageId)}
        />
      ))}
      {waiting.map((one) => (
        <OnItsWay key={one.key} pending={one} onAgain={() => again(one)} />
      ))}
      {bot === 'thinking' && (
        <ThreadEvent icon={<Loader size={12} color="gray" aria-hidden />}>{t('testPhone.thinking')}</ThreadEvent>
      )}
      {bot === 'wondering' && <ThreadEvent tone="wait">{t('testPhone.noAnswer')}</ThreadEvent>}
    </PhoneFrame>
  );
}

type SaidProps = {
  message: MessageOf;
  timeZone: string;
  onReply: () => void;
  onSend: (content: Answer | ({ kind: 'choice' } & Chosen)) => void;
};

function Said({ message, timeZone, onReply, onSend }: SaidProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const content = contentOf(message);
  if (!content) return null;
  const isBusiness = sideOf(message) === 'business';
  return (
    <>
      <div className={styles.said} data-business={isBusiness || undefined}>
        <MessageBubble
          content={content}
          side={sideOf(message)}
          at={message.at}
          timeZone={timeZone}
          // The person's phone shows how far their own messages came; ours it simply has, or not.
          state={message.state === 'failed' || message.state === 'uncertain' ? message.state : undefined}
          error={message.error}
          onChoose={(chosen) => onSend({ kind: 'choice', ...chosen })}
          onAsk={isBusiness ? setAsked : undefined}
        />
        {isBusiness && message.providerMessageId !== undefined && (
          <ActionIcon className={styles.reply} size={28} aria-label={t('testPhone.reply')} onClick={onReply}>
            <IconArrowBackUp size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {asked && (
        <AskedForm
          asked={asked}
          onCancel={() => setAsked(null)}
          onSend={(answer) => {
            setAsked(null);
            onSend(answer);
          }}
        />
      )}
    </>
  );
}

function Replying({ message, onCancel }: { message: MessageOf; onCancel: () => void }) {
  const { t } = useTranslation();
  const content = contentOf(message);
  return (
    <div className={styles.replying}>
      <p>
        <b>{t('testPhone.replyingTo')}</b> {content && (textOf(content) || t(`conversations.kind.${content.kind}`))}
      </p>
      <ActionIcon size={28} aria-label={t('testPhone.cancelReply')} onClick={onCancel}>
        <IconX size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </div>
  );
}

/** Written, and not in the conversation yet. */
function OnItsWay({ pending, onAgain }: { pending: Pending; onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.onItsWay} data-state={pending.state}>
      <MessageBubble content={asBubble(pending.content)} side="person" />
      <p>
        {pending.state === 'refused' ? (
          <>
            {t('testPhone.refused', { why: problemText(t, pending.error) })}{' '}
            <button type="button" onClick={onAgain}>
              {t('common.retry')}
            </button>
          </>
        ) : (
          t(`testPhone.state.${pending.state}`)
        )}
      </p>
    </div>
  );
}

/** Looks again when the patience with the bot ends. */
function useBotState(last: MessageOf | undefined, isPending: boolean): ReturnType<typeof botState> {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), patienceMs + 100);
    return () => clearTimeout(timer);
  }, [last?.id, isPending]);
  return botState(last, isPending, now);
}
