import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../ui/problem-text.ts';
import styles from './Definitions.module.css';

type Props = {
  title: string;
  action: string;
  pending: boolean;
  /** What the server refused; null without anything. */
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog with a form: `Enter` keeps it, `Escape` leaves it. */
export function FormDialog({ title, action, pending, error, onSubmit, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={480}
      // What was typed is not lost by a click beside it.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          // A form inside a form of the page, in a portal, is not that form's.
          event.stopPropagation();
          onSubmit();
        }}
      >
        {children}
        <p className={styles.problem} role="alert">
          {error ? problemText(t, error) : ''}
        </p>
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={pending}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
