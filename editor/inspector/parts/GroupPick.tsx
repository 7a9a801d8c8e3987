import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, pathKey, type Path } from '../form.ts';
import type { Offered } from '../widgets/pick.ts';
import { usePicking } from './use-picking.ts';

type Props = { path: Path; value: string; label: string; onPick(group: Offered): void };

/** A group of contacts by its name. */
export function GroupPick({ path, value, label, onPick }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const { data, onSearchChange, pick } = usePicking('groups', [value]);
  return (
    <Select
      data-path={pathKey(path)}
      aria-label={label}
      placeholder={t('inspector.pick.groups')}
      nothingFoundMessage={t('inspector.pick.none')}
      searchable
      value={value === '' ? null : value}
      data={data}
      readOnly={readOnly}
      onSearchChange={onSearchChange}
      onChange={(picked) => picked !== null && onPick(pick(picked))}
    />
  );
}
