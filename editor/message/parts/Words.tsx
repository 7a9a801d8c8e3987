import type { Header } from '../../../runtime/contract/index.ts';
import { FormattedText } from '../FormattedText.tsx';
import { Media } from './Media.tsx';
import styles from '../MessageBubble.module.css';

type Props = {
  words: { header?: Header | string; body?: string; footer?: string };
  placeholders: boolean;
  compact: boolean;
};

/** Header, text and footer, as the messages have them that offer something. */
export function Words({ words: { header, body, footer }, placeholders, compact }: Props) {
  const text = (words: string) => <FormattedText text={words} placeholders={placeholders} linksAsWords={compact} />;
  const heading = typeof header === 'string' ? header : header?.kind === 'text' ? header.text : undefined;
  return (
    <>
      {heading && <div className={styles.header}>{text(heading)}</div>}
      {typeof header === 'object' && header.kind !== 'text' && (
        <Media
          content={{ kind: 'media', media: header.kind, link: header.link }}
          placeholders={placeholders}
          compact={compact}
        />
      )}
      {body && <div className={styles.words}>{text(body)}</div>}
      {footer && <div className={styles.second}>{text(footer)}</div>}
    </>
  );
}
