import { Autocomplete } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form.ts';

/** An IANA zone, offered by name. */
export function TimeZoneField({ id, value, onWrite }: { id: string; value: string; onWrite(zone: string): void }) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  return (
    <Autocomplete
      id={id}
      value={value}
      data={zones}
      limit={40}
      maxLength={64}
      readOnly={readOnly}
      placeholder={t('inspector.timeZone.inherited')}
      clearable={!readOnly}
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      onChange={onWrite}
    />
  );
}
