import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showTrouble } from '../ui/undo.ts';
import styles from './Definitions.module.css';

/** How something is written, as a button that copies it. */
export function Written({ text }: { text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const end = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(end);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      showTrouble(t('common.copyFailed'));
    }
  };
  const Sign = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={styles.written}
      title={t(copied ? 'common.copied' : 'common.copy')}
      aria-label={copied ? t('common.copied') : t('common.copyNamed', { name: text })}
      onClick={() => void copy()}
    >
      <code>{text}</code>
      <Sign size={16} stroke={1.5} aria-hidden />
    </button>
  );
}
