import { IconBuilding, IconMail, IconPhone, IconUserCircle, type Icon } from '@tabler/icons-react';
import { FormattedText } from '../FormattedText.tsx';
import type { ContentOf } from '../view.ts';
import styles from '../MessageBubble.module.css';

/** Address cards as the business sends them. */
export function ContactCards({
  content: { contacts },
  placeholders,
}: {
  content: ContentOf<'contact-cards'>;
  placeholders: boolean;
}) {
  const line = (words: string, Sign: Icon, label?: string) => (
    <span key={`${words} ${label}`} className={styles.cardLine}>
      <Sign aria-hidden />
      <span>
        <FormattedText text={words} placeholders={placeholders} linksAsWords />
        {label && <span className={styles.cardLabel}>{label}</span>}
      </span>
    </span>
  );
  return (
    <ul className={styles.cards}>
      {contacts.map(({ name, title, organisation, phones = [], emails = [] }, index) => (
        <li key={index} className={styles.card}>
          <IconUserCircle aria-hidden className={styles.cardFace} />
          <span className={styles.fileWords}>
            <span className={styles.fileName}>
              <FormattedText text={name} placeholders={placeholders} linksAsWords />
            </span>
            {(title || organisation) && line([title, organisation].filter(Boolean).join(', '), IconBuilding)}
            {phones.map(({ phone, label }) => line(phone, IconPhone, label))}
            {emails.map(({ email, label }) => line(email, IconMail, label))}
          </span>
        </li>
      ))}
    </ul>
  );
}
