import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isError, type Issue } from '../../runtime/contract/index.ts';
import { useSelection } from '../flow/selection.ts';
import css from './Inspector.module.css';
import { issueText, type FieldIssue } from './issues.ts';

type Props = {
  issues: readonly FieldIssue[];
  /** What leads out of a problem that no field is to blame for. */
  mend?(issue: Issue): { label: string; run(): void } | undefined;
};

/** What is wrong with what is shown, errors first, each with a way to its field. */
export function Notices({ issues, mend }: Props) {
  const { t } = useTranslation();
  const focusField = useSelection((state) => state.focusField);
  if (issues.length === 0) return null;
  const sorted = issues.toSorted((one, other) => Number(isError(other.issue)) - Number(isError(one.issue)));
  return (
    <ul className={css.notices}>
      {sorted.map(({ path, issue }) => {
        const error = isError(issue);
        const jump =
          path.length > 0 ? { label: t('inspector.jump'), run: () => focusField(`/${path.join('/')}`) } : mend?.(issue);
        return (
          <li
            key={`${issue.code} ${issue.path} ${JSON.stringify(issue.params)}`}
            className={css.notice}
            data-error={error || undefined}
          >
            {error ? <IconAlertCircle size={18} stroke={1.5} /> : <IconAlertTriangle size={18} stroke={1.5} />}
            <span>{issueText(t, issue)}</span>
            {jump && (
              <button type="button" className={css.jump} onClick={jump.run}>
                {jump.label}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
