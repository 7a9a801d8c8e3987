import { Button, VisuallyHidden } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { cardName } from '../canvas/actions.ts';
import { useCanvas } from '../canvas/canvas-state.ts';
import { Status } from '../ui/Status.tsx';
import { issuesText } from './issue-text.ts';
import { goTo } from './going.ts';
import { openPalette } from './palette-key.ts';
import styles from './Problems.module.css';
import type { ProblemRow, Target } from './problems.ts';
import { useFlow } from './store.ts';
import { useProblems } from './use-problems.ts';

/** What is wrong with the flow, each with the way to where it is mended. */
export function Problems() {
  const { t } = useTranslation();
  const { rows } = useProblems();
  if (rows.length === 0)
    return (
      <p className={styles.none}>
        <Status tone="good" icon={IconCircleCheck}>
          {t('editor.problems.none')}
        </Status>
      </p>
    );
  return (
    <ul className={styles.rows} data-testid="problems">
      {rows.map((row) => (
        <Row key={row.key} row={row} />
      ))}
    </ul>
  );
}

function Row({ row }: { row: ProblemRow }) {
  const { t } = useTranslation();
  const { isError, issues, target } = row;
  const Sign = isError ? IconAlertCircle : IconAlertTriangle;
  return (
    <li className={styles.row} data-tone={isError ? 'bad' : 'wait'}>
      <Sign size={16} stroke={1.5} aria-hidden />
      <VisuallyHidden>{t(isError ? 'editor.problems.error' : 'editor.problems.warning')}</VisuallyHidden>
      <button type="button" className={styles.where} onClick={() => goTo(target)}>
        <TargetName target={target} />
      </button>
      <span className={styles.words}>{issuesText(t, issues)}</span>
      <Way row={row} />
    </li>
  );
}

function TargetName({ target }: { target: Target }) {
  const { t } = useTranslation();
  const name = useFlow(({ flow }) => (flow && target.kind === 'node' ? cardName(flow, target.id) : ''));
  if (target.kind === 'node') return name;
  if (target.kind === 'trigger') return t('editor.problems.trigger');
  return t(target.kind === 'settings' ? 'editor.problems.settings' : 'editor.problems.flow');
}

/** What mends it with one press, where there is such a thing. */
function Way({ row: { issues, target } }: { row: ProblemRow }) {
  const { t } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  if (readOnly) return null;
  const [{ code, fix }] = issues;
  if (fix)
    return (
      <Button size="compact-xs" variant="subtle" onClick={() => useFlow.getState().dispatch(fix.edits)}>
        {t(`fixes.${fix.key}`)}
      </Button>
    );
  if (code === 'port.open' && target.kind === 'node')
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        className={styles.onCanvas}
        onClick={() => {
          goTo(target);
          useCanvas.setState({ connecting: target.id });
        }}
      >
        {t('editor.problems.connect')}
      </Button>
    );
  if (code === 'flow.empty')
    return (
      <Button size="compact-xs" variant="subtle" className={styles.onCanvas} onClick={openPalette}>
        {t('editor.problems.addCard')}
      </Button>
    );
  return null;
}
