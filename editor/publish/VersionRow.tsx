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
import { When } from '../ui/When.tsx';
import { ChangeList } from './ChangeList.tsx';
import { sentenceText } from './change-words.ts';
import { versionQuery, type Version } from './publishing.ts';
import { Report } from './Report.tsx';
import styles from './VersionsPanel.module.css';

type Props = {
  version: Version;
  /** It is the one that answers people. */
  active: boolean;
  /** The version before this one; null for the first. */
  before: number | null;
  onShow: () => void;
  onRestore: () => void;
};

export function VersionRow({ version, active, before, onShow, onRestore }: Props) {
  const { t, i18n } = useTranslation();
  const mayPublish = useMay('flows.publish');
  const saved = useFlow((state) => state.status === 'saved');
  const [opened, setOpened] = useState(false);
  const place = useId();
  const { flowId, version: number, publishedByName, publishedAt, note, restoredFrom, sentence, policies } = version;
  const summary = sentenceText(t, i18n.language, sentence);

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
          {note ?? (restoredFrom !== null ? t('publish.versions.from', { version: restoredFrom }) : summary)}
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
          <Button size="xs" variant="default" disabled={!saved} onClick={onRestore}>
            {t('publish.versions.restore')}
          </Button>
        )}
      </div>
      <Collapse expanded={opened} id={place}>
        {opened && before !== null && (
          <div className={styles.difference}>
            {note !== null && summary !== '' && <p>{summary}</p>}
            <Difference flowId={flowId} before={before} after={number} />
            {Object.keys(policies).length > 0 && <Report flowId={flowId} version={number} />}
          </div>
        )}
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
  if (error) return <p>{problemText(t, error)}</p>;
  if (!one.data || !other.data) return <SkeletonRows rows={2} />;
  const changes = flowChanges(one.data.flow, other.data.flow, nodeTypes);
  if (changes.length === 0) return <p>{t('publish.versions.same', { version: before })}</p>;
  return <ChangeList changes={changes} before={one.data.flow} after={other.data.flow} />;
}
