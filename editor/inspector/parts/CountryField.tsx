import { Select } from '@mantine/core';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, pathKey, type Path } from '../form.ts';

type Props = {
  path: Path;
  value: string;
  labels: { 'aria-label': string } | { 'aria-labelledby': string };
  placeholder: string;
};

/** A country of telephone numbers, by its name in the language of the screen; its two letters are kept. */
export function CountryField({ path, value, labels, placeholder }: Props) {
  const { readOnly, change } = useForm();
  const { i18n, t } = useTranslation();
  const data = useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: 'region' });
    return getCountries()
      .map((country) => ({
        value: country as string,
        label: `${names.of(country) ?? country} (+${getCountryCallingCode(country)})`,
      }))
      .toSorted((one, other) => one.label.localeCompare(other.label, i18n.language));
  }, [i18n.language]);
  return (
    <Select
      data-path={pathKey(path)}
      {...labels}
      placeholder={placeholder}
      nothingFoundMessage={t('inspector.pick.none')}
      searchable
      clearable={!readOnly}
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      value={value === '' ? null : value}
      data={data}
      readOnly={readOnly}
      onChange={(country) => change(path, country ?? undefined)}
    />
  );
}
