import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconPlayerPlay,
  IconUpload,
  type Icon,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { AnalyticsToggle } from '../analytics/AnalyticsToggle.tsx';
import { useMay } from '../client/me.ts';
import { FlowMenu } from '../flows/FlowMenu.tsx';
import { LanguageMenu } from '../languages/LanguageSwitch.tsx';
import { useSimulation } from '../simulator/simulation.ts';
import { FlowName } from './FlowName.tsx';
import { tryFlow, useLayout } from './layout-state.ts';
import { SaveState } from './SaveState.tsx';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';
import styles from './TopBar.module.css';

/** Whose flow this is, whether it is saved, and what can be done with it. */
export function TopBar({ isPhone }: { isPhone: boolean }) {
  const { t } = useTranslation();
  const name = useFlow((state) => state.flow?.name ?? '');
  const canUndo = useFlow((state) => state.canUndo);
  const canRedo = useFlow((state) => state.canRedo);
  const isOpen = useFlow((state) => state.flow !== null);
  const readOnly = useFlow((state) => state.readOnly);
  const mayPublish = useMay('flows.publish');
  const trying = useSimulation((state) => state.open);
  useEffect(() => {
    document.title = t('common.documentTitle', { title: name || t('editor.title') });
  }, [t, name]);
  const { undo, redo } = useFlow.getState();
  return (
    <header className={styles.bar} data-phone={isPhone || undefined}>
      <ActionIcon component={Link} to="/flows" aria-label={t('editor.back')}>
        <IconArrowLeft size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
      <FlowName />
      {!isPhone && <VersionTag />}
      <SaveState short={isPhone} />
      <div className={styles.actions}>
        {!readOnly && (
          <>
            <BarButton icon={IconArrowBackUp} label={t('editor.undo')} disabled={!canUndo} onClick={undo} />
            <BarButton icon={IconArrowForwardUp} label={t('editor.redo')} disabled={!canRedo} onClick={redo} />
          </>
        )}
        <LanguageMenu />
        {!isPhone && <AnalyticsToggle className={styles.action} />}
        <BarButton
          icon={IconAdjustmentsHorizontal}
          label={t('editor.settings')}
          disabled={!isOpen}
          onClick={() => {
            useSelection.getState().openSettings();
            useLayout.setState({ front: 'inspector', phone: 'outline' });
          }}
        />
        <WholeFlow />
        {!isPhone && (
          <>
            <span className={styles.line} />
            <Button
              variant="default"
              className={styles.try}
              data-on={trying || undefined}
              leftSection={<IconPlayerPlay size={18} stroke={1.5} aria-hidden />}
              disabled={!isOpen}
              onClick={tryFlow}
            >
              {t(trying ? 'editor.trying' : 'editor.try')}
            </Button>
            {mayPublish && (
              <Button
                leftSection={<IconUpload size={18} stroke={1.5} aria-hidden />}
                disabled={!isOpen}
                onClick={() => useLayout.setState({ publishing: true })}
              >
                {t('editor.publish')}
              </Button>
            )}
          </>
        )}
      </div>
    </header>
  );
}

/** Pausing, copying, exporting and archiving the flow. */
function WholeFlow() {
  const navigate = useNavigate();
  const id = useFlow((state) => state.flow?.id);
  const name = useFlow((state) => state.flow?.name ?? '');
  const paused = useFlow((state) => state.paused);
  const activeVersion = useFlow((state) => state.activeVersion);
  if (id === undefined) return null;
  return (
    <FlowMenu
      flow={{ id, name, paused, activeVersion }}
      onDuplicated={(copy) => void navigate(`/flows/${copy}`)}
      onArchived={() => void navigate('/flows')}
    />
  );
}

function BarButton({
  icon: Sign,
  label,
  disabled,
  onClick,
}: {
  icon: Icon;
  label: string;
  disabled: boolean;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon className={styles.action} aria-label={label} disabled={disabled} onClick={onClick}>
        <Sign size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function VersionTag() {
  const { t } = useTranslation();
  const version = useFlow((state) => state.activeVersion);
  const paused = useFlow((state) => state.paused);
  const readOnly = useFlow((state) => state.readOnly);
  const isOpen = useFlow((state) => state.flow !== null);
  if (!isOpen) return null;
  const text = version === null ? t('editor.tag.draft') : t('editor.tag.published', { version });
  return (
    <span className={styles.tags}>
      <span className={styles.tag}>{text}</span>
      {paused && (
        <span className={styles.tag} data-tone="wait">
          {t('editor.tag.paused')}
        </span>
      )}
      {readOnly && <span className={styles.tag}>{t('editor.tag.readOnly')}</span>}
    </span>
  );
}
