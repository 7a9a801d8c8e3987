import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { pickedBy, useOffered } from '../parts/use-offered.ts';
import { newOf, optionsOf, readPicks } from './pick.ts';

/** Several things of the workspace, by their names; their ids are kept. */
export function PickMany({ field, path, value, shape, id }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const names = pickedBy(field.names);
  const { items, free } = useOffered(names);
  const chosen = readPicks(value);
  const label = (name: string) => t('inspector.pick.other', { name });
  return (
    <MultiSelect
      id={id}
      value={chosen}
      data={optionsOf(items, chosen, typed, free ? label : undefined)}
      searchable
      hidePickedOptions
      readOnly={readOnly}
      maxValues={shape.maxItems}
      placeholder={chosen.length === 0 ? t(`inspector.pick.${names}`) : ''}
      nothingFoundMessage={t('inspector.pick.none')}
      onSearchChange={setTyped}
      onChange={(picked) => {
        const next = picked.map((each) => newOf(each, items)?.id ?? each);
        change(path, next.length === 0 && !shape.required ? undefined : [...new Set(next)]);
      }}
    />
  );
}
