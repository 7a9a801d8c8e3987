import { useId, type ReactNode } from 'react';
import { Field } from '../Field.tsx';
import type { Path } from '../form.ts';
import css from '../Inspector.module.css';

type Props = {
  label: string;
  path: Path;
  hint?: string | undefined;
  /** Several controls under one name. */
  group?: boolean;
  children(ids: { id: string; labelId: string }): ReactNode;
};

/** A field of a trigger: its name, its control and what it means. */
export function FormRow({ label, path, hint, group = false, children }: Props) {
  const id = useId();
  const labelId = `${id}-label`;
  return (
    <Field label={label} labelId={labelId} path={path} {...(!group && { controlId: id })}>
      {children({ id, labelId })}
      {hint !== undefined && <p className={css.hint}>{hint}</p>}
    </Field>
  );
}
