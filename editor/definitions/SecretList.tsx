import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../client/me.ts';
import { problemText } from '../ui/problem-text.ts';
import { showNotice, showTrouble } from '../ui/undo.ts';
import { DefinitionTable } from './DefinitionTable.tsx';
import styles from './Definitions.module.css';
import { kinds } from './kinds.ts';
import { Listed } from './Listed.tsx';
import { removeSecret, useSecrets } from './queries.ts';
import { SecretDialog } from './SecretDialog.tsx';

/** The names of secrets. Their values come in here and never out. */
export function SecretList() {
  const mayEdit = useMay(kinds.secrets.edit);
  const { data, error, refetch } = useSecrets();
  const [open, setOpen] = useState<{ name?: string }>();
  const [leaving, setLeaving] = useState<string>();
  const items = data?.items.map((secret) => ({ ...secret, id: secret.name }));
  return (
    <Listed
      kind="secrets"
      found={{ data: items && { items }, error, refetch }}
      mayEdit={mayEdit}
      onNew={() => setOpen({})}
      dialogs={
        <>
          {open !== undefined && (
            <SecretDialog
              {...open}
              taken={new Set(items?.map(({ name }) => name))}
              onClose={() => setOpen(undefined)}
            />
          )}
          {leaving !== undefined && <Forget name={leaving} onClose={() => setLeaving(undefined)} />}
        </>
      }
    >
      {(rows) => (
        <DefinitionTable
          kind="secrets"
          rows={rows}
          mayEdit={mayEdit}
          onEdit={({ name }) => setOpen({ name })}
          onRemove={({ name }) => setLeaving(name)}
        />
      )}
    </Listed>
  );
}

/** Nobody knows a secret's value any more, so that it cannot be brought back: this is asked before. */
function Forget({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const forget = async () => {
    onClose();
    try {
      await removeSecret(name);
      showNotice(t('definitions.removed', { name }));
    } catch (error) {
      showTrouble(problemText(t, error));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('definitions.secrets.forgetTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={styles.said}>{t('definitions.secrets.forgetMeans')}</p>
      <div className={styles.foot}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="bad" onClick={() => void forget()}>
          {t('definitions.remove')}
        </Button>
      </div>
    </Modal>
  );
}
