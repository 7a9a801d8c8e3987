import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isError } from '../../runtime/contract/index.ts';
import { useSelection } from '../flow/selection.ts';
import css from './Inspector.module.css';
import { issueText, issuesText } from '../flow/issue-text.ts';
import { withoutOpenPorts, type FieldIssue } from './issues.ts';

type Props = {
  issues: readonly FieldIssue[];
  /** Leads a way out somewhere. */
  onConnect?: (() => void) | undefined;
};

/** What is wrong with what is shown, errors first, each with a way to its field. Ways out that lead nowhere are one notice. */
export function Notices({ issues, onConnect }: Props) {
  const { t } = useTranslation();
  const focusField = useSelection((state) => state.focusField);
  if (issues.length === 0) return null;
  const { open, others } = withoutOpenPorts(issues);
  const [firstOpen, ...otherOpen] = open;
  const sorted = others.toSorted((one, other) => Number(isError(other.issue)) - Number(isError(one.issue)));
  return (
    <ul className={css.notices}>
      {sorted.map(({ path, issue }) => (
        <Notice key={`${issue.code} ${issue.path} ${JSON.stringify(issue.params)}`} error={isError(issue)}>
          <span>{issueText(t, issue)}</span>
          {path.length > 0 && (
            <button type="button" className={css.jump} onClick={() => focusField(`/${path.join('/')}`)}>
              {t('inspector.jump')}
            </button>
          )}
        </Notice>
      ))}
      {firstOpen && (
        <Notice error={false}>
          <span>{issuesText(t, [firstOpen, ...otherOpen])}</span>
          {onConnect && (
            <button type="button" className={css.jump} onClick={onConnect}>
              {t('inspector.connect')}
            </button>
          )}
        </Notice>
      )}
    </ul>
  );
}

function Notice({ error, children }: { error: boolean; children: ReactNode }) {
  return (
    <li className={css.notice} data-error={error || undefined}>
      {error ? <IconAlertCircle size={18} stroke={1.5} /> : <IconAlertTriangle size={18} stroke={1.5} />}
      {children}
    </li>
  );
}
