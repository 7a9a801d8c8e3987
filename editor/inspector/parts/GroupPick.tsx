import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, pathKey, type Path } from '../form.ts';
import { newOf, optionsOf, type Offered } from '../widgets/pick.ts';
import { useOffered } from './use-offered.ts';

type Props = { path: Path; value: string; label: string; onPick(group: Offered): void };

/** A group of contacts by its name. */
export function GroupPick({ path, value, label, onPick }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { items, free } = useOffered('groups');
  const options = optionsOf(items, [value], typed, free ? (name) => t('inspector.pick.other', { name }) : undefined);
  return (
    <Select
      data-path={pathKey(path)}
      aria-label={label}
      placeholder={t('inspector.pick.groups')}
      nothingFoundMessage={t('inspector.pick.none')}
      searchable
      value={value === '' ? null : value}
      data={options}
      readOnly={readOnly}
      onSearchChange={setTyped}
      onChange={(picked) => {
        if (picked === null) return;
        onPick(newOf(picked, items) ?? items.find(({ id }) => id === picked) ?? { id: picked, name: picked });
      }}
    />
  );
}
