import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showTrouble } from './undo.ts';
import styles from './CopyField.module.css';

/** Something to be pasted elsewhere, with the button that copies it and says so. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const end = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(end);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      showTrouble(t('common.copyFailed'));
    }
  };
  const Sign = copied ? IconCheck : IconCopy;
  return (
    <div className={styles.copy}>
      <TextInput label={label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
      <Button
        variant="default"
        leftSection={<Sign size={18} stroke={1.5} aria-hidden />}
        onClick={() => void copy()}
        aria-label={copied ? t('common.copied') : t('common.copyNamed', { name: label })}
      >
        <span aria-live="polite">{t(copied ? 'common.copied' : 'common.copy')}</span>
      </Button>
    </div>
  );
}
