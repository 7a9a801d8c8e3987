import { IconList, IconX, type Icon } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormattedText } from '../FormattedText.tsx';
import type { ContentOf, Tappable } from '../view.ts';
import styles from '../MessageBubble.module.css';

/** The reply buttons under a message. */
export function Buttons({
  content: { buttons },
  placeholders,
  onChoose,
  choiceSlot,
}: Pick<Tappable, 'placeholders' | 'onChoose' | 'choiceSlot'> & { content: ContentOf<'buttons'> }) {
  return (
    <div className={styles.choices}>
      {buttons.map(({ id, title }) => (
        <Choice
          key={id}
          onChoose={onChoose && (() => onChoose({ id, title, source: 'button' }))}
          slot={choiceSlot?.(id)}
        >
          <FormattedText text={title} placeholders={placeholders} linksAsWords />
        </Choice>
      ))}
    </div>
  );
}

/** The button that opens a list, and the list. Where each row has something to hold (a handle), the list lies open. */
export function List({
  content: { button, sections },
  placeholders,
  onChoose,
  choiceSlot,
}: Pick<Tappable, 'placeholders' | 'onChoose' | 'choiceSlot'> & { content: ContentOf<'list'> }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const rowsId = useId();
  const text = (words: string) => <FormattedText text={words} placeholders={placeholders} linksAsWords />;
  const open = opened || choiceSlot !== undefined;
  return (
    <div className={styles.choices}>
      {choiceSlot ? (
        <span className={styles.choice}>
          <IconList aria-hidden />
          <span className={styles.choiceTitle}>{text(button)}</span>
        </span>
      ) : (
        <button
          type="button"
          className={styles.choice}
          aria-expanded={opened}
          aria-controls={rowsId}
          onClick={() => setOpened(!opened)}
        >
          {opened ? <IconX aria-hidden /> : <IconList aria-hidden />}
          <span className={styles.choiceTitle}>{opened ? t('message.closeList') : text(button)}</span>
        </button>
      )}
      <div id={rowsId} className={styles.rows} hidden={!open}>
        {open &&
          sections.map(({ title, rows }, index) => (
            <fieldset key={index} className={styles.sectionRows}>
              {title && <legend className={styles.section}>{text(title)}</legend>}
              {rows.map((row) => (
                <Choice
                  key={row.id}
                  row
                  onChoose={
                    onChoose &&
                    (() => {
                      setOpened(false);
                      onChoose({
                        id: row.id,
                        title: row.title,
                        ...(row.description !== undefined && { description: row.description }),
                        source: 'list',
                      });
                    })
                  }
                  slot={choiceSlot?.(row.id)}
                >
                  {text(row.title)}
                  {row.description && <span className={styles.second}>{text(row.description)}</span>}
                </Choice>
              ))}
            </fieldset>
          ))}
      </div>
    </div>
  );
}

type ChoiceProps = {
  row?: boolean;
  icon?: Icon | undefined;
  onChoose: (() => void) | undefined;
  /** A page that it opens. */
  href?: string | undefined;
  slot?: ReactNode;
  children: ReactNode;
};

/** A button where somebody can tap, a link where it opens a page; a plain row where the message is only looked at. */
export function Choice({ row = false, icon: Sign, onChoose, href, slot, children }: ChoiceProps) {
  const look = row ? styles.row : styles.choice;
  const inside = (
    <>
      {Sign && <Sign aria-hidden />}
      <span className={styles.choiceTitle}>{children}</span>
      {slot}
    </>
  );
  if (href !== undefined)
    return (
      <a className={look} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {inside}
      </a>
    );
  if (onChoose)
    return (
      <button type="button" className={look} onClick={onChoose}>
        {inside}
      </button>
    );
  return <span className={look}>{inside}</span>;
}
