import { Button, Collapse } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flowChanges } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useMay } from '../client/me.ts';
import { useFlow } from '../flow/store.ts';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { Status } from '../ui/Status.tsx';
import { showTrouble, showUndo } from '../ui/undo.ts';
import { When } from '../ui/When.tsx';
import { ChangeList } from './ChangeList.tsx';
import { restoreVersion, takeBack, versionQuery, type Version } from './publishing.ts';
import styles from './VersionsPanel.module.css';

type Props = {
  version: Version;
  /** It is the one that answers people. */
  active: boolean;
  /** The version before this one; null for the first. */
  before: number | null;
  onShow: () => void;
};

export function VersionRow({ version, active, before, onShow }: Props) {
  const { t } = useTranslation();
  const mayPublish = useMay('flows.publish');
  const saved = useFlow((state) => state.status === 'saved');
  const [opened, setOpened] = useState(false);
  const [restoring, setRestoring] = useState(false);
  const place = useId();
  const { flowId, version: number, publishedByName, publishedAt, note, restoredFrom } = version;

  const restore = async () => {
    const { flow, revision, activeVersion } = useFlow.getState();
    if (!flow) return;
    setRestoring(true);
    try {
      const made = await restoreVersion(flowId, number, revision);
      showUndo({
        message: t('publish.versions.restored', { version: number, made: made.version }),
        undo: () => takeBack(made, { version: activeVersion, draft: flow }),
      });
    } catch (error) {
      showTrouble(problemText(t, error));
    }
    setRestoring(false);
  };

  return (
    <li className={styles.version}>
      <div className={styles.row}>
        <strong>{t('publish.versions.version', { version: number })}</strong>
        {active && (
          <Status tone="good" icon={IconCheck}>
            {t('publish.versions.active')}
          </Status>
        )}
        <span className={styles.when}>
          <When at={publishedAt} />
          {publishedByName !== null && <span>{publishedByName}</span>}
        </span>
        <span className={styles.note}>
          {note ?? (restoredFrom !== null ? t('publish.versions.from', { version: restoredFrom }) : '')}
        </span>
        {before !== null && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-expanded={opened}
            aria-controls={place}
            onClick={() => setOpened(!opened)}
          >
            {t('publish.versions.changes')}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="gray" onClick={onShow}>
          {t('publish.versions.show')}
        </Button>
        {!active && mayPublish && (
          <Button size="xs" variant="default" loading={restoring} disabled={!saved} onClick={() => void restore()}>
            {t('publish.versions.restore')}
          </Button>
        )}
      </div>
      <Collapse expanded={opened} id={place}>
        {opened && before !== null && <Difference flowId={flowId} before={before} after={number} />}
      </Collapse>
    </li>
  );
}

/** What one version changed about the one before it. */
function Difference({ flowId, before, after }: { flowId: string; before: number; after: number }) {
  const { t } = useTranslation();
  const one = useQuery(versionQuery(flowId, before));
  const other = useQuery(versionQuery(flowId, after));
  const error = one.error ?? other.error;
  if (error) return <p className={styles.difference}>{problemText(t, error)}</p>;
  if (!one.data || !other.data) return <SkeletonRows rows={2} />;
  const changes = flowChanges(one.data.flow, other.data.flow, nodeTypes);
  return (
    <div className={styles.difference}>
      {changes.length === 0 ? (
        <p>{t('publish.versions.same', { version: before })}</p>
      ) : (
        <ChangeList changes={changes} before={one.data.flow} after={other.data.flow} />
      )}
    </div>
  );
}
