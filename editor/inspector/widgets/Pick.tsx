import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { pickedBy } from '../parts/use-offered.ts';
import { usePicking } from '../parts/use-picking.ts';
import { readPick } from './pick.ts';

/** One thing of the workspace or the flow, by its name; its id is kept. */
export function Pick({ field, path, value, shape, id }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const names = pickedBy(field.names);
  const chosen = readPick(value);
  const { data, onSearchChange, pick } = usePicking(names, [chosen]);
  return (
    <Select
      id={id}
      value={chosen === '' ? null : chosen}
      data={data}
      searchable
      clearable={!shape.required && !readOnly}
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      readOnly={readOnly}
      placeholder={t(`inspector.pick.${names}`)}
      nothingFoundMessage={t('inspector.pick.none')}
      onSearchChange={onSearchChange}
      onChange={(picked) => {
        if (picked !== null) change(path, pick(picked).id);
        else change(path, shape.required ? '' : undefined);
      }}
    />
  );
}
