import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { openDialog } from './Dialogs.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('shell.notFound')}>
      <EmptyState
        icon={IconMapQuestion}
        title={t('shell.notFoundTitle')}
        actions={
          <>
            <Button component={Link} to="/">
              {t('shell.goHome')}
            </Button>
            <Button variant="default" onClick={() => openDialog('go-to')}>
              {t('shell.search')}
            </Button>
          </>
        }
      >
        {t('shell.notFoundHow')}
      </EmptyState>
    </Page>
  );
}
