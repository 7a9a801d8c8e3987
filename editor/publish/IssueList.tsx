import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isError, type Flow, type Issue } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { issueText } from '../inspector/issues.ts';
import { cardTitle } from './card-title.ts';
import { jumpTo } from './jump.ts';
import styles from './PublishDialog.module.css';

type Props = { flow: Flow; issues: readonly Issue[]; onJump: () => void };

/** What forbids publishing, and below it what only should be known; each leads to its place. */
export function IssueList({ flow, issues, onJump }: Props) {
  const { t } = useTranslation();
  const errors = issues.filter(isError);
  const warnings = issues.filter((issue) => !isError(issue));
  const list = (some: readonly Issue[]) => (
    <ul className={styles.issues}>
      {some.map((issue, index) => {
        const node = flow.nodes.find(({ id }) => id === issue.node);
        const Sign = isError(issue) ? IconAlertCircle : IconAlertTriangle;
        return (
          <li key={index} data-severity={issue.severity}>
            <button
              type="button"
              onClick={() => {
                jumpTo(flow, issue);
                onJump();
              }}
            >
              <Sign size={16} stroke={1.5} aria-hidden />
              <span>
                {node && <strong>{cardTitle(t, cardNamed(node, nodeTypes))}</strong>} {issueText(t, issue)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
  return (
    <>
      {errors.length > 0 && (
        <section>
          <h2>{t('publish.errors', { count: errors.length })}</h2>
          {list(errors)}
        </section>
      )}
      {warnings.length > 0 && (
        <details className={styles.warnings}>
          <summary>{t('publish.warnings', { count: warnings.length })}</summary>
          {list(warnings)}
        </details>
      )}
    </>
  );
}
