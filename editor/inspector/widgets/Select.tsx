import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';

export function SelectWidget({ field, path, value, id }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      value={typeof value === 'string' ? value : null}
      data={(field.options ?? []).map((option) => ({ value: option.value, label: t(option.label) }))}
      readOnly={readOnly}
      onChange={(chosen) => chosen !== null && change(path, chosen)}
    />
  );
}
