import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';
import { EmptyState } from '../ui/EmptyState.tsx';

/** When a screen breaks, or cannot be loaded: says so, and the way on. */
export function ErrorScreen() {
  const { t } = useTranslation();
  const error = useRouteError();
  const isOld = isMissingPart(error);
  const title = t(isOld ? 'shell.newVersion' : 'shell.broken');
  useEffect(() => {
    document.title = t('common.documentTitle', { title });
  }, [t, title]);
  return (
    <EmptyState
      icon={isOld ? IconRefresh : IconAlertTriangle}
      title={title}
      actions={
        <>
          <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
          <Button component={Link} to="/" reloadDocument variant="default">
            {t('shell.goHome')}
          </Button>
        </>
      }
    >
      {t(isOld ? 'shell.newVersionHow' : 'shell.brokenHow')}
    </EmptyState>
  );
}

/** A part of the page that the server does not have any more, as after an update, or cannot give now. Browsers word it each their way. */
const isMissingPart = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|importing a module script|preload css|error loading/i.test(error.message);
