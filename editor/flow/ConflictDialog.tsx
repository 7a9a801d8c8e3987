import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './ConflictDialog.module.css';
import { placeText, valueText } from './place-text.ts';
import { useFlow } from './store.ts';

/** Asks which of two changes to the same place stands. Nothing is saved before that, and nothing is lost. */
export function ConflictDialog() {
  const { t } = useTranslation();
  const conflict = useFlow((state) => state.conflict);
  const flow = useFlow((state) => state.flow);
  const { resolve } = useFlow.getState();
  return (
    <Modal
      opened={conflict !== null && flow !== null}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="lg"
      title={t('editor.conflict.title')}
      centered
    >
      <p className={styles.how}>{t('editor.conflict.how')}</p>
      <ul className={styles.places}>
        {flow &&
          conflict?.places.map((place) => (
            <li key={JSON.stringify([place.kind, place.id, place.path])}>
              <h3>{placeText(t, flow, place, place.mine, place.theirs)}</h3>
              <dl className={styles.values}>
                <div>
                  <dt>{t('editor.conflict.mine')}</dt>
                  <dd>{valueText(t, place, place.mine)}</dd>
                </div>
                <div>
                  <dt>{t('editor.conflict.theirs')}</dt>
                  <dd>{valueText(t, place, place.theirs)}</dd>
                </div>
              </dl>
            </li>
          ))}
      </ul>
      <div className={styles.actions}>
        <Button variant="default" onClick={() => resolve('theirs')}>
          {t('editor.conflict.keepTheirs')}
        </Button>
        <Button onClick={() => resolve('mine')}>{t('editor.conflict.keepMine')}</Button>
      </div>
    </Modal>
  );
}
