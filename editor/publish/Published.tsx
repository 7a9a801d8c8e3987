import { Button } from '@mantine/core';
import { IconCheck, IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Flow } from '../../runtime/contract/index.ts';
import { problemText } from '../ui/problem-text.ts';
import { Status } from '../ui/Status.tsx';
import { showNotice } from '../ui/undo.ts';
import { firstTry } from './first-try.ts';
import { takeBack, type Made } from './publishing.ts';
import { Report } from './Report.tsx';
import styles from './PublishDialog.module.css';

/** What was published, and what stood there before. */
export type Publication = { made: Made; before: { version: number | null; draft: Flow } };

/** It answers people now: what to try, and the way back. */
export function Published({
  publication: { made, before },
  onClose,
}: {
  publication: Publication;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [undoing, setUndoing] = useState(false);
  const [problem, setProblem] = useState('');
  const first = firstTry(before.draft);
  const undo = async () => {
    setUndoing(true);
    try {
      await takeBack(made, before);
      showNotice(
        before.version === null
          ? t('publish.undone.paused', { name: before.draft.name })
          : t('publish.undone.version', { version: before.version }),
      );
      onClose();
    } catch (error) {
      setProblem(problemText(t, error));
      setUndoing(false);
    }
  };
  return (
    <div className={styles.form}>
      <Status tone="good" icon={IconCheck}>
        {t('publish.done', { version: made.version })}
      </Status>
      <p>{t(`publish.try.${first.how}`, { word: first.word })}</p>
      {Object.keys(made.policies).length > 0 && <Report flowId={made.flowId} version={made.version} />}
      {problem !== '' && (
        <p className={styles.notice} data-tone="bad" role="alert">
          {problem}
        </p>
      )}
      <div className={styles.actions}>
        <Button variant="subtle" color="gray" loading={undoing} onClick={() => void undo()}>
          {before.version === null ? t('publish.undo.pause') : t('publish.undo.version', { version: before.version })}
        </Button>
        <Button
          component={Link}
          to="/phone"
          variant="default"
          leftSection={<IconDeviceMobile size={18} stroke={1.5} aria-hidden />}
        >
          {t('publish.phone')}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {t('publish.ready')}
        </Button>
      </div>
    </div>
  );
}
