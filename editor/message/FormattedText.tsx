import { useTranslation } from 'react-i18next';
import { formatted, variableName, type Formatted } from './formatting.ts';
import styles from './MessageBubble.module.css';

type Props = {
  text: string;
  /** Show each `{{ }}` as a chip. */
  placeholders?: boolean;
  /** Show addresses as words, where a link would be in the way. */
  linksAsWords?: boolean;
};

/** A message's text as a phone shows it. */
export function FormattedText({ text, placeholders = false, linksAsWords = false }: Props) {
  return <Parts parts={formatted(text, placeholders)} linksAsWords={linksAsWords} />;
}

function Parts({ parts, linksAsWords }: { parts: Formatted[]; linksAsWords: boolean }) {
  return parts.map((part, index) => <Part key={index} part={part} linksAsWords={linksAsWords} />);
}

function Part({ part, linksAsWords }: { part: Formatted; linksAsWords: boolean }) {
  if (part.kind === 'words') return part.words;
  if (part.kind === 'variable') return <VariableChip expression={part.expression} />;
  if (part.kind === 'link')
    return linksAsWords ? (
      <span className={styles.link}>{part.words}</span>
    ) : (
      <a className={styles.link} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.words}
      </a>
    );
  const inside = <Parts parts={part.inside} linksAsWords={linksAsWords} />;
  if (part.kind === 'bold') return <strong>{inside}</strong>;
  if (part.kind === 'italic') return <em>{inside}</em>;
  if (part.kind === 'strike') return <s>{inside}</s>;
  return <code className={styles.mono}>{inside}</code>;
}

const known = ['contact.name', 'contact.firstName', 'contact.phone', 'contact.language', 'message.text', '$now()'];

/** A value that is filled in when the message is sent. */
export function VariableChip({ expression }: { expression: string }) {
  const { t } = useTranslation();
  const name = known.includes(expression)
    ? t(`message.variable.${expression.replace(/\W/g, '')}`)
    : variableName(expression);
  return (
    <span className={styles.chip} title={expression}>
      {name}
    </span>
  );
}
