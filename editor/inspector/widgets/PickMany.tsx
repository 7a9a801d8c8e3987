import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { pickedBy } from '../parts/use-offered.ts';
import { usePicking } from '../parts/use-picking.ts';
import { readPicks } from './pick.ts';

/** Several things of the workspace, by their names; their ids are kept. */
export function PickMany({ field, path, value, shape, id }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const names = pickedBy(field.names);
  const chosen = readPicks(value);
  const { data, onSearchChange, pick } = usePicking(names, chosen);
  return (
    <MultiSelect
      id={id}
      value={chosen}
      data={data}
      searchable
      hidePickedOptions
      readOnly={readOnly}
      maxValues={shape.maxItems}
      placeholder={chosen.length === 0 ? t(`inspector.pick.${names}`) : ''}
      nothingFoundMessage={t('inspector.pick.none')}
      onSearchChange={onSearchChange}
      onChange={(picked) => {
        const next = [...new Set(picked.map((each) => pick(each).id))];
        change(path, next.length === 0 && !shape.required ? undefined : next);
      }}
    />
  );
}
