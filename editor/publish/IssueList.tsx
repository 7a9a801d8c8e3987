import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Flow, Issue } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { goTo } from '../flow/going.ts';
import { issuesText } from '../flow/issue-text.ts';
import { problemRows } from '../flow/problems.ts';
import { cardTitle } from './card-title.ts';
import styles from './PublishDialog.module.css';

type Props = { flow: Flow; issues: readonly Issue[]; severity: Issue['severity']; onJump: () => void };

/** What forbids publishing, or what only should be known, folded; each leads to its place. */
export function IssueList({ flow, issues, severity, onJump }: Props) {
  const { t } = useTranslation();
  const rows = problemRows(flow, issues).filter(({ isError }) => isError === (severity === 'error'));
  if (rows.length === 0) return null;
  const Sign = severity === 'error' ? IconAlertCircle : IconAlertTriangle;
  const list = (
    <ul className={styles.issues} data-severity={severity}>
      {rows.map(({ key, issues: together, target }) => {
        const node = target.kind === 'node' ? flow.nodes.find(({ id }) => id === target.id) : undefined;
        return (
          <li key={key}>
            <button
              type="button"
              onClick={() => {
                onJump();
                goTo(target);
              }}
            >
              <Sign size={16} stroke={1.5} aria-hidden />
              <span>
                {node && <strong>{cardTitle(t, cardNamed(node, nodeTypes))}</strong>} {issuesText(t, together)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
  return severity === 'error' ? (
    <section>
      <h2>{t('publish.errors', { count: rows.length })}</h2>
      {list}
    </section>
  ) : (
    <details className={styles.warnings}>
      <summary>{t('publish.warnings', { count: rows.length })}</summary>
      {list}
    </details>
  );
}
