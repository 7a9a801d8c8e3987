import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Keys } from '../ui/Keys.tsx';
import { useKeyGroups, type KeyBinding } from './keys.ts';
import styles from './KeysDialog.module.css';

/** Every key that does something on this screen, and everywhere. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const groups = useKeyGroups((state) => state.groups);
  const of = (scope: string) =>
    groups.filter((group) => group.scope === scope).flatMap(({ bindings }) => [...bindings()]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shell.keys')}
      size={640}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.lists}>
        <KeyList title={t('shell.keysHere')} bindings={of('screen')} />
        <KeyList title={t('shell.keysEverywhere')} bindings={of('everywhere')} />
      </div>
    </Modal>
  );
}

function KeyList({ title, bindings }: { title: string; bindings: readonly KeyBinding[] }) {
  const { t } = useTranslation();
  if (bindings.length === 0) return null;
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.list}>
        {bindings.map(({ keys, label }) => (
          <div key={keys + label}>
            <dt>{t(label)}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
