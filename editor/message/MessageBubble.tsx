import { IconRobot } from '@tabler/icons-react';
import { VisuallyHidden } from '@mantine/core';
import { useContext, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryError, DeliveryState } from '../../runtime/contract/index.ts';
import { useZone } from '../ui/time.ts';
import { DeliveryTick, DeliveryTrouble } from './Delivery.tsx';
import { FormattedText } from './FormattedText.tsx';
import { Action } from './parts/Actions.tsx';
import { Carousel } from './parts/Carousel.tsx';
import { Buttons, List } from './parts/Choices.tsx';
import { ContactCards } from './parts/ContactCards.tsx';
import { Media } from './parts/Media.tsx';
import { Place } from './parts/Place.tsx';
import { Products } from './parts/Products.tsx';
import { TemplateParts } from './parts/Template.tsx';
import { FormSent, Noticed, Order, People, Reaction, Tapped } from './parts/Told.tsx';
import { Words } from './parts/Words.tsx';
import { Beholder, type Asked, type Chosen, type MessageContent, type Tappable } from './view.ts';
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
  /** The person taps what they then fill in: "send location", a form, products. */
  onAsk?: ((asked: Asked) => void) | undefined;
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
  const { onChoose, onAsk, choiceSlot } = props;
  return (
    <div
      className={styles.message}
      data-own={own || undefined}
      data-compact={compact || undefined}
      data-wide={hasCards(content) || undefined}
    >
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
      <Under {...{ content, compact, placeholders, onChoose, onAsk, choiceSlot }} />
      <DeliveryTrouble state={state} {...(error && { error })} />
    </div>
  );
}

const hasCards = (content: MessageContent): boolean =>
  content.kind === 'carousel' || (content.kind === 'template' && (content.shown.cards?.length ?? 0) > 0);

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
    case 'list':
    case 'link-button':
    case 'location-request':
    case 'carousel':
    case 'form-request':
      return <Words words={content} placeholders={placeholders} compact={compact} />;
    case 'template':
      return <Words words={content.shown} placeholders={placeholders} compact={compact} />;
    case 'contact-cards':
      return <ContactCards content={content} placeholders={placeholders} />;
    case 'product':
    case 'product-list':
    case 'catalogue':
      return <Products content={content} placeholders={placeholders} compact={compact} />;
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

/** What stands under the bubble: what can be tapped. */
function Under({ content, compact, ...tappable }: Tappable & { content: MessageContent; compact: boolean }): ReactNode {
  switch (content.kind) {
    case 'buttons':
      return <Buttons content={content} {...tappable} />;
    case 'list':
      return <List content={content} {...tappable} />;
    case 'link-button':
    case 'location-request':
    case 'product':
    case 'product-list':
    case 'catalogue':
    case 'form-request':
      return <Action content={content} compact={compact} {...tappable} />;
    case 'carousel':
      return <Carousel content={content} compact={compact} {...tappable} />;
    case 'template':
      return <TemplateParts content={content} {...tappable} />;
    default:
      return null;
  }
}
