import { IconAlertCircle, IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isError, type Flow, type Issue } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { issueText } from '../inspector/issues.ts';
import { cardTitle } from '../publish/card-title.ts';
import { Status } from '../ui/Status.tsx';
import { startsText } from './flow-row.ts';
import { worthTelling, type FileReport } from './read-file.ts';
import styles from './ImportDialog.module.css';

/** What was read of a file, and what could not be understood. */
export function ImportReport({ report: { flow, issues } }: { report: FileReport }) {
  const { t } = useTranslation();
  const told = worthTelling(issues);
  return (
    <>
      {flow && (
        <dl className={styles.facts}>
          <dt>{t('flows.columns.name')}</dt>
          <dd>{flow.name}</dd>
          <dt>{t('flows.import.content')}</dt>
          <dd>{t('flows.cards', { count: flow.nodes.length })}</dd>
          <dt>{t('flows.columns.starts')}</dt>
          <dd>{startsText(t, flow.triggers) || t('flows.none')}</dd>
        </dl>
      )}
      {told.length === 0 ? (
        <Status tone="good" icon={IconCheck}>
          {t('flows.import.understood')}
        </Status>
      ) : (
        <>
          <p className={styles.question}>
            {flow ? t('flows.import.issues', { count: told.length }) : t('flows.import.unreadable')}
          </p>
          <ul className={styles.issues}>
            {told.map((issue, index) => (
              <Told key={index} issue={issue} flow={flow} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Told({ issue, flow }: { issue: Issue; flow: Flow | undefined }) {
  const { t } = useTranslation();
  const node = flow?.nodes.find(({ id }) => id === issue.node);
  const Sign = isError(issue) ? IconAlertCircle : IconAlertTriangle;
  return (
    <li data-severity={issue.severity}>
      <Sign size={16} stroke={1.5} aria-hidden />
      <div>
        <p>
          {node && <strong>{cardTitle(t, cardNamed(node, nodeTypes))}</strong>} {issueText(t, issue)}
        </p>
        <code>{[issue.code, issue.path].filter(Boolean).join(' ')}</code>
      </div>
    </li>
  );
}
