import { IconAlertCircle, IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isError, type Flow, type Issue } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { issueText } from '../flow/issue-text.ts';
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
            {flow ? t('flows.import.issues', { count: groupsOf(told).length }) : t('flows.import.unreadable')}
          </p>
          <ul className={styles.issues}>
            {groupsOf(told).map((group, index) => (
              <Told key={index} group={group} flow={flow} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The same said of several places is said once. */
function groupsOf(issues: readonly Issue[]): [Issue, ...Issue[]][] {
  const groups = new Map<string, [Issue, ...Issue[]]>();
  for (const issue of issues) {
    const key = JSON.stringify([issue.code, issue.node, issue.params]);
    const group = groups.get(key);
    if (group) group.push(issue);
    else groups.set(key, [issue]);
  }
  return [...groups.values()];
}

function Told({ group, flow }: { group: [Issue, ...Issue[]]; flow: Flow | undefined }) {
  const { t } = useTranslation();
  const [issue] = group;
  const node = flow?.nodes.find(({ id }) => id === issue.node);
  const Sign = isError(issue) ? IconAlertCircle : IconAlertTriangle;
  const places = group.flatMap(({ path }) => (path ? [path] : []));
  return (
    <li data-severity={issue.severity}>
      <Sign size={16} stroke={1.5} aria-hidden />
      <div>
        <p>
          {node && <strong>{cardTitle(t, cardNamed(node, nodeTypes))}</strong>} {issueText(t, issue)}
        </p>
        <code>{[issue.code, ...places].join(' ')}</code>
      </div>
    </li>
  );
}
