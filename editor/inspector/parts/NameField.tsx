import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type Path } from '../form.ts';
import { asName, type Listed } from '../scope.ts';
import { useDraft } from './use-draft.ts';

type Props = {
  path: Path;
  value: unknown;
  from: Listed;
  optional?: boolean;
  id?: string;
  label?: string;
  className?: string | undefined;
};

/** The name of a variable, result or field: one that is there, or a new one. What no expression could read becomes `_`. */
export function NameField({ path, value, from, optional = false, id, label, className }: Props) {
  const { scope, readOnly, write } = useForm();
  const { t } = useTranslation();
  const name = typeof value === 'string' ? value : '';
  const draft = useDraft(name, asName);
  return (
    <Autocomplete
      {...(id !== undefined && { id })}
      {...(label !== undefined && { 'aria-label': label })}
      {...(className !== undefined && { className })}
      data-path={path.join('/')}
      value={draft.text}
      data={scope[from].filter((known) => known !== name)}
      maxLength={80}
      readOnly={readOnly}
      clearable={optional && !readOnly}
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      placeholder={t(`inspector.name.${from}`)}
      onChange={(text) => {
        draft.setText(text);
        const next = asName(text);
        write(path, next === '' && optional ? undefined : next);
      }}
      onBlur={draft.leave}
    />
  );
}
