import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isError } from '../../runtime/contract/index.ts';
import css from './Field.module.css';
import { pathKey, useForm, type Path } from './form.ts';
import { issueText } from '../flow/issue-text.ts';
import { issuesAt, toldByField, worstFirst } from './issues.ts';

type Props = {
  label: string;
  labelId: string;
  /** The control the label belongs to; a group of controls has none. */
  controlId?: string;
  path: Path;
  inline?: boolean;
  /** The widget itself shows what is wrong with its parts. */
  showsParts?: boolean;
  children: ReactNode;
};

/** A control under its name, with what is wrong with it. */
export function Field({ label, labelId, controlId, path, inline = false, showsParts = false, children }: Props) {
  const name = controlId ? (
    <label className={css.label} id={labelId} htmlFor={controlId}>
      {label}
    </label>
  ) : (
    <span className={css.label} id={labelId}>
      {label}
    </span>
  );
  const group = controlId === undefined && { role: 'group', 'aria-labelledby': labelId };
  return (
    <div className={css.field} data-path={pathKey(path)} {...group}>
      {inline ? (
        <div className={css.inline}>
          {name}
          {children}
        </div>
      ) : (
        <>
          {name}
          {children}
        </>
      )}
      <PartIssues path={path} within={!showsParts} />
    </div>
  );
}

/** What is wrong with a place and, unless told otherwise, with all that it holds. */
export function PartIssues({ path, within = true }: { path: Path; within?: boolean }) {
  const { issues, node } = useForm();
  const untold = issues.filter((issue) => !toldByField(issue, node !== null));
  const { t } = useTranslation();
  return worstFirst(issuesAt(untold, path, within)).map((issue) => (
    <p key={`${issue.code} ${issue.path}`} className={css.issue} data-warning={!isError(issue) || undefined}>
      {isError(issue) ? <IconAlertCircle stroke={1.5} /> : <IconAlertTriangle stroke={1.5} />}
      <span>{issueText(t, issue)}</span>
    </p>
  ));
}
