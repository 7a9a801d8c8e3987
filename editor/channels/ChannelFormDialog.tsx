import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../ui/problem-text.ts';
import { SettingsFields } from './SettingsFields.tsx';
import { problemsOf, refusedFields, type SettingsForm } from './settings-form.ts';
import styles from './ChannelFormDialog.module.css';

type Props = {
  title: string;
  lead?: string;
  action: string;
  start: SettingsForm;
  secretsSet: boolean;
  pending: boolean;
  error: unknown;
  onSubmit: (form: SettingsForm) => void;
  onClose: () => void;
};

export function ChannelFormDialog({
  title,
  lead,
  action,
  start,
  secretsSet,
  pending,
  error,
  onSubmit,
  onClose,
}: Props) {
  const { t } = useTranslation();
  const [form, setForm] = useState(start);
  const [tried, setTried] = useState(false);
  const problems = problemsOf(form, { secretsNeeded: !secretsSet });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length === 0) onSubmit(form);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={560}
      // What was typed is not lost by a click beside it.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        <SettingsFields
          form={form}
          onChange={setForm}
          secretsSet={secretsSet}
          problems={tried ? { ...refusedFields(error), ...problems } : {}}
        />
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
