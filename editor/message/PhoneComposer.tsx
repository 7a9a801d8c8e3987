import { IconSend } from '@tabler/icons-react';
import { Textarea } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PhoneFrame.module.css';

type Props = {
  /** What the field is called, and what stands in it while it is empty: "Escribe como Ana". */
  label: string;
  onSend: (text: string) => void;
  /** What else may be sent: a menu at the left. */
  also?: ReactNode;
  disabled?: boolean;
};

/** Where the person writes. Enter sends, Shift + Enter begins a line, and the focus stays. */
export function PhoneComposer({ label, onSend, also, disabled = false }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    field.current?.focus();
    if (text.trim() === '' || disabled) return;
    onSend(text.trim());
    setText('');
  };
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {also}
      <Textarea
        ref={field}
        classNames={{ root: styles.field, input: styles.input }}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
        maxLength={4_096}
        autosize
        minRows={1}
        maxRows={4}
      />
      <button type="submit" className={styles.send} aria-label={t('message.send')} disabled={disabled}>
        <IconSend aria-hidden />
      </button>
    </form>
  );
}
