import { IconArrowBackUp, IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CarouselCard, Header } from '../../../runtime/contract/index.ts';
import { FormattedText } from '../FormattedText.tsx';
import { fileNameIn, webAddress } from '../formatting.ts';
import type { ContentOf, Tappable } from '../view.ts';
import { Choice } from './Choices.tsx';
import { mediaIcons } from './Media.tsx';
import styles from '../MessageBubble.module.css';

/** Cards beside one another; what does not fit is reached by scrolling sideways. */
export function Strip({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <section className={styles.strip} aria-label={t('message.cards')} tabIndex={0}>
      {children}
    </section>
  );
}

type CardProps = { header?: Header | undefined; body?: string | undefined; placeholders: boolean; children: ReactNode };

/** One card: a picture or video, a few words, its buttons. */
export function StripCard({ header, body, placeholders, children }: CardProps) {
  return (
    <div className={styles.stripCard}>
      {header && header.kind !== 'text' && <Picture {...header} placeholders={placeholders} />}
      {header?.kind === 'text' && <div className={styles.header}>{header.text}</div>}
      {body && (
        <div className={styles.words}>
          <FormattedText text={body} placeholders={placeholders} linksAsWords />
        </div>
      )}
      <div className={styles.stripButtons}>{children}</div>
    </div>
  );
}

type PictureProps = { kind: 'image' | 'video' | 'document'; link: string; placeholders: boolean };

/** A picture lies elsewhere and is not loaded from there: its place, with its name. */
function Picture({ kind, link, placeholders }: PictureProps) {
  const { t } = useTranslation();
  const Sign = mediaIcons[kind];
  if (link.startsWith('data:image/'))
    return <img className={styles.stripPicture} src={link} alt={t(`media.${kind}`)} />;
  return (
    <span className={styles.stripPicture}>
      <Sign aria-hidden />
      <span className={styles.stripName}>
        {placeholders && link.includes('{{') ? (
          <FormattedText text={link} placeholders linksAsWords />
        ) : (
          (fileNameIn(link) ?? t(`media.${kind}`))
        )}
      </span>
    </span>
  );
}

type Props = Tappable & { content: ContentOf<'carousel'>; compact: boolean };

export function Carousel({ content: { cards }, compact, ...tappable }: Props) {
  const { placeholders } = tappable;
  return (
    <Strip>
      {cards.map((card, index) => (
        <StripCard key={index} header={card.header} body={card.body} placeholders={placeholders}>
          <Offers card={card} compact={compact} {...tappable} />
        </StripCard>
      ))}
    </Strip>
  );
}

type OffersProps = Tappable & { card: CarouselCard; compact: boolean };

function Offers({ card: { link, buttons = [] }, compact, placeholders, onChoose, choiceSlot }: OffersProps) {
  const text = (words: string) => <FormattedText text={words} placeholders={placeholders} linksAsWords />;
  if (link)
    return (
      <Choice icon={IconExternalLink} onChoose={undefined} href={compact ? undefined : webAddress(link.url)}>
        {text(link.title)}
      </Choice>
    );
  return buttons.map(({ id, title }) => (
    <Choice
      key={id}
      icon={IconArrowBackUp}
      onChoose={onChoose && (() => onChoose({ id, title, source: 'button' }))}
      slot={choiceSlot?.(id)}
    >
      {text(title)}
    </Choice>
  ));
}
