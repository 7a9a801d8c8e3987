import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { pickedBy, useOffered } from '../parts/use-offered.ts';
import { newOf, optionsOf, readPick } from './pick.ts';

/** One thing of the workspace or the flow, by its name; its id is kept. */
export function Pick({ field, path, value, shape, id }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const names = pickedBy(field.names);
  const { items, free } = useOffered(names);
  const chosen = readPick(value);
  const label = (name: string) => t('inspector.pick.other', { name });
  return (
    <Select
      id={id}
      value={chosen === '' ? null : chosen}
      data={optionsOf(items, [chosen], typed, free ? label : undefined)}
      searchable
      clearable={!shape.required && !readOnly}
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      readOnly={readOnly}
      placeholder={t(`inspector.pick.${names}`)}
      nothingFoundMessage={t('inspector.pick.none')}
      onSearchChange={setTyped}
      onChange={(picked) => {
        if (picked === null) change(path, shape.required ? '' : undefined);
        else change(path, newOf(picked, items)?.id ?? picked);
      }}
    />
  );
}
