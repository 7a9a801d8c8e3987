import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../client/me.ts';
import { Page } from '../ui/Page.tsx';
import { kinds, tabs, type Tab } from './kinds.ts';

/** The tabs that this person may read. */
export function useTabs(): readonly Tab[] {
  const permissions = useMe()?.permissions;
  return tabs.filter((tab) => {
    const read = tab === 'texts' ? 'workspace.read' : (kinds[tab].read ?? 'definitions.read');
    return permissions?.includes(read);
  });
}

/** The page around a tab of the settings. */
export function SettingsFrame({ main, children }: { main?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const shown = useTabs();
  return (
    <Page
      title={t('definitions.title')}
      tabs={shown.map((tab) => ({ to: `/settings/${tab}`, label: t(`definitions.${tab}.tab`) }))}
      main={main || undefined}
    >
      {children}
    </Page>
  );
}
