import { IconCheck, IconNote, IconPlayerPause, IconUpload, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../client/me.ts';
import { Box } from '../ui/Box.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { Status, type Tone } from '../ui/Status.tsx';
import { When } from '../ui/When.tsx';
import { useRecentFlows, type FlowRow } from './queries.ts';
import styles from './ChannelList.module.css';

const signs: { [status in FlowRow['status']]: { tone: Tone; icon: Icon } } = {
  published: { tone: 'good', icon: IconCheck },
  changed: { tone: 'quiet', icon: IconUpload },
  draft: { tone: 'quiet', icon: IconNote },
  paused: { tone: 'wait', icon: IconPlayerPause },
};

/** The flows that were changed last, to go on where one was. */
export function RecentFlows() {
  const { t } = useTranslation();
  const mayRead = useMay('flows.read');
  const { data } = useRecentFlows();
  if (!mayRead) return null;
  return (
    <Box title={t('home.flows.title')} aside={<Link to="/flows">{t('home.flows.all')}</Link>}>
      {!data && <SkeletonRows rows={3} />}
      {data?.items.length === 0 && <p className={styles.none}>{t('home.flows.none')}</p>}
      <ul>
        {data?.items.map(({ id, name, status, updatedAt }) => (
          <li key={id} className={styles.row}>
            <Link className={styles.name} to={`/flows/${id}`}>
              {name}
            </Link>
            <Status {...signs[status]}>{t(`home.flows.${status}`)}</Status>
            <p className={styles.last}>
              <When at={updatedAt} />
            </p>
          </li>
        ))}
      </ul>
    </Box>
  );
}
