import { ActionIcon, Button } from '@mantine/core';
import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from './problem-text.ts';
import { dismissToast, showTrouble, toastMs, useToasts, type Toast } from './undo.ts';
import styles from './Toasts.module.css';

/** Where `showUndo` and its like appear. Once, in the frame. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <output className={styles.place} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </output>
  );
}

function ToastCard({ toast: { id, message, tone, undo } }: { toast: Toast }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const end = setTimeout(() => dismissToast(id), toastMs);
    return () => clearTimeout(end);
  }, [held, id]);
  const takeBack = async () => {
    dismissToast(id);
    try {
      await undo?.();
    } catch (error) {
      showTrouble(problemText(t, error));
    }
  };
  return (
    // It stays while somebody is at it.
    <div
      className={styles.toast}
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {tone === 'bad' && <IconAlertCircle size={18} stroke={1.5} aria-hidden />}
      <span className={styles.message}>{message}</span>
      {undo && (
        <Button size="xs" variant="default" onClick={() => void takeBack()}>
          {t('common.undo')}
        </Button>
      )}
      <ActionIcon size="sm" aria-label={t('common.close')} onClick={() => dismissToast(id)}>
        <IconX size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </div>
  );
}
