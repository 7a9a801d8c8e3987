import { TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, type Path } from '../form.ts';
import { NameField } from '../parts/NameField.tsx';
import css from './IntoVariable.module.css';

type Props = {
  /** Of the item, and of the part of it that says what is taken. */
  path: Path;
  part: string;
  value: string;
  name: string;
  place: number;
  label: string;
  maxLength: number;
  error?: ReactNode;
  /** What is kept of what is typed. */
  written?(text: string): string;
};

/** What is taken, and the variable that it goes into. */
export function IntoVariable({ path, part, value, name, place, label, maxLength, error, written }: Props) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  return (
    <div className={css.row}>
      <TextInput
        className={css.path}
        data-path={[...path, part].join('/')}
        aria-label={label}
        value={value}
        maxLength={maxLength}
        readOnly={readOnly}
        error={error}
        onChange={({ currentTarget }) => write([...path, part], written?.(currentTarget.value) ?? currentTarget.value)}
      />
      <IconArrowRight className={css.into} size={16} stroke={1.5} aria-hidden />
      <NameField
        className={css.path}
        path={[...path, 'name']}
        value={name}
        from="variables"
        label={t('inspector.response.name', { place })}
      />
    </div>
  );
}
