import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay, useMe } from '../client/me.ts';
import { useNow } from '../ui/now.ts';
import { Page } from '../ui/Page.tsx';
import { formatDay, useZone } from '../ui/time.ts';
import { Attention } from './Attention.tsx';
import { ChannelList } from './ChannelList.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { RecentFlows } from './RecentFlows.tsx';
import styles from './HomePage.module.css';

/** What this place is, what asks for attention, and how things are. */
export function Component() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const mayEdit = useMay('flows.edit');
  const zone = useZone((state) => state.zone);
  const today = formatDay(useNow(), i18n.language, zone);
  return (
    <Page
      title={t('shell.home')}
      subtitle={t('home.subtitle', { workspace: me?.workspace.name, today })}
      main={
        mayEdit && (
          <Button
            component={Link}
            to="/flows?new"
            leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />}
            variant="filled"
          >
            {t('home.newFlow')}
          </Button>
        )
      }
    >
      <div className={styles.grid}>
        <div>
          <FirstSteps />
          <Attention />
        </div>
        <div>
          <ChannelList />
          <RecentFlows />
        </div>
      </div>
    </Page>
  );
}
