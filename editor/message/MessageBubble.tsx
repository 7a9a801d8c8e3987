import { IconRobot } from '@tabler/icons-react';
import { VisuallyHidden } from '@mantine/core';
import { useContext, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryError, DeliveryState } from '../../runtime/contract/index.ts';
import { useZone } from '../ui/time.ts';
import { DeliveryTick, DeliveryTrouble } from './Delivery.tsx';
import { FormattedText } from './FormattedText.tsx';
import { Buttons, List } from './parts/Choices.tsx';
import { Media } from './parts/Media.tsx';
import { Place } from './parts/Place.tsx';
import { FormSent, Noticed, Order, People, Reaction, Tapped } from './parts/Told.tsx';
import { Beholder, type Chosen, type MessageContent } from './view.ts';
import styles from './MessageBubble.module.css';

type Props = {
  content: MessageContent;
  /** Who said it. The side whose screen this is stands at the right (`Beholder`). */
  side: 'business' | 'person';
  /** When; an instant, shown as a time of day. */
  at?: string | undefined;
  /** The workspace's without it. */
  timeZone?: string | undefined;
  state?: DeliveryState | undefined;
  error?: DeliveryError | undefined;
  /** `bot`, or the name of whoever of the business wrote it. */
  by?: string | undefined;
  /** Show `{{ }}` as chips: the message as its author wrote it. */
  placeholders?: boolean;
  /** For a canvas card: nothing to tap, no time, long texts cut. */
  compact?: boolean;
  onChoose?: ((chosen: Chosen) => void) | undefined;
  /** Something to stand in each button's or row's line; a list lies open then. */
  choiceSlot?: ((choiceId: string) => ReactNode) | undefined;
};

/** Draws a message as a phone does, wherever it appears. */
export function MessageBubble(props: Props) {
  const { content, side, at, timeZone, state, error, by, placeholders = false, compact = false } = props;
  const { t, i18n } = useTranslation();
  const zone = useZone((known) => known.zone);
  const beholder = useContext(Beholder);
  const own = !compact && side === beholder;
  const bare = content.kind === 'media' && content.media === 'sticker';
  const { onChoose, choiceSlot } = props;
  return (
    <div className={styles.message} data-own={own || undefined} data-compact={compact || undefined}>
      <div className={styles.bubble} data-bare={bare || undefined}>
        {!compact && <VisuallyHidden>{t(`message.side.${side}`)}</VisuallyHidden>}
        <Body content={content} placeholders={placeholders} compact={compact} />
        {(at !== undefined || state !== undefined || by !== undefined) && (
          <span className={styles.meta}>
            {by === 'bot' ? (
              <span className={styles.bot}>
                <IconRobot aria-hidden />
                {t('message.bot')}
              </span>
            ) : (
              by !== undefined && <span className={styles.by}>{by}</span>
            )}
            {at !== undefined && <time dateTime={at}>{timeOfDay(at, i18n.language, timeZone ?? zone)}</time>}
            {state !== undefined && <DeliveryTick state={state} />}
          </span>
        )}
      </div>
      {content.kind === 'buttons' && <Buttons {...{ content, placeholders, onChoose, choiceSlot }} />}
      {content.kind === 'list' && <List {...{ content, placeholders, onChoose, choiceSlot }} />}
      <DeliveryTrouble state={state} {...(error && { error })} />
    </div>
  );
}

function timeOfDay(at: string, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    new Date(at),
  );
}

type BodyProps = { content: MessageContent; placeholders: boolean; compact: boolean };

function Body({ content, placeholders, compact }: BodyProps): ReactNode {
  const text = (words: string) => <FormattedText text={words} placeholders={placeholders} linksAsWords={compact} />;
  switch (content.kind) {
    case 'text':
      return <div className={styles.words}>{text(content.body)}</div>;
    case 'media':
      return <Media content={content} placeholders={placeholders} compact={compact} />;
    case 'location':
      return <Place content={content} placeholders={placeholders} compact={compact} />;
    case 'buttons':
    case 'list': {
      const header =
        typeof content.header === 'string' ? { kind: 'text' as const, text: content.header } : content.header;
      return (
        <>
          {header?.kind === 'text' && <div className={styles.header}>{text(header.text)}</div>}
          {header && header.kind !== 'text' && (
            <Media
              content={{ kind: 'media', media: header.kind, link: header.link }}
              placeholders={placeholders}
              compact={compact}
            />
          )}
          <div className={styles.words}>{text(content.body)}</div>
          {content.footer && <div className={styles.second}>{text(content.footer)}</div>}
        </>
      );
    }
    case 'choice':
      return <Tapped content={content} />;
    case 'reaction':
      return <Reaction content={content} />;
    case 'contacts':
      return <People content={content} />;
    case 'form':
      return <FormSent content={content} />;
    case 'order':
      return <Order content={content} />;
    default:
      return <Noticed content={content} />;
  }
}
