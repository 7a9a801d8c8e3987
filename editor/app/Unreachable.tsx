import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../client/me.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';

/** When not even "who am I" is answered. It is asked again by itself. */
export function Unreachable({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <main>
      <EmptyState
        icon={IconCloudOff}
        title={t('shell.unreachable')}
        actions={
          <Button onClick={() => void client.refetchQueries({ queryKey: meQuery.queryKey })}>
            {t('common.retry')}
          </Button>
        }
      >
        {problemText(t, error)}
      </EmptyState>
    </main>
  );
}
