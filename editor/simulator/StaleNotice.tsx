import { IconPencil } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';

/** Says that the draft is no longer the one that is being tried. */
export function StaleNotice() {
  const { t } = useTranslation();
  const stale = useSimulation((state) => state.stale);
  const { restart, repeat, goOn } = useSimulation.getState();
  return (
    <output>
      {stale && (
        <div className={styles.stale}>
          <p>
            <IconPencil aria-hidden />
            {t('simulator.stale.title')}
          </p>
          <div className={styles.buttons}>
            <Button variant="subtle" color="gray" size="compact-sm" onClick={goOn}>
              {t('simulator.stale.go-on')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={restart}>
              {t('simulator.stale.restart')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={repeat}>
              {t('simulator.stale.repeat')}
            </Button>
          </div>
        </div>
      )}
    </output>
  );
}
