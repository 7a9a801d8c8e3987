import { Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../ui/Skeleton.tsx';
import { renameFlow } from './commands.ts';
import { useFlow } from './store.ts';
import styles from './TopBar.module.css';

/** The flow's name; a click changes it in place. `Escape` leaves it as it was. */
export function FlowName() {
  const { t } = useTranslation();
  const name = useFlow((state) => state.flow?.name);
  const readOnly = useFlow((state) => state.readOnly);
  const [draft, setDraft] = useState<string | null>(null);
  if (name === undefined) return <Skeleton width="160px" />;
  const keep = () => {
    const { flow, dispatch } = useFlow.getState();
    if (flow && draft !== null) dispatch(renameFlow(flow, draft.trim()));
    setDraft(null);
  };
  if (draft !== null)
    return (
      <form
        className={styles.name}
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <input
          className={styles.nameField}
          aria-label={t('editor.name')}
          value={draft}
          maxLength={120}
          ref={(field) => {
            if (field && document.activeElement !== field) field.select();
          }}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setDraft(null);
          }}
        />
      </form>
    );
  if (readOnly) return <h1 className={styles.name}>{name}</h1>;
  return (
    <h1 className={styles.name}>
      <Tooltip label={t('editor.rename')}>
        <button type="button" className={styles.nameButton} onClick={() => setDraft(name)}>
          {name}
        </button>
      </Tooltip>
    </h1>
  );
}
