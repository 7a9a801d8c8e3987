import { Anchor, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { NumberField } from '../parts/NumberField.tsx';
import { latitudes, longitudes, mapLink, placeFrom, readPlace } from './place.ts';
import css from './Validation.module.css';

/** A place on the map, pasted from one or by its coordinates. */
export function Place({ path, value, labelId }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const [pasted, setPasted] = useState('');
  const place = readPlace(value);
  const isSet = place.latitude !== 0 || place.longitude !== 0;
  return (
    <>
      <TextInput
        aria-label={t('inspector.place.paste')}
        placeholder={t('inspector.place.paste')}
        value={pasted}
        readOnly={readOnly}
        error={pasted.trim() !== '' && placeFrom(pasted) === undefined && t('inspector.place.none')}
        onChange={({ currentTarget }) => {
          const found = placeFrom(currentTarget.value);
          setPasted(found ? '' : currentTarget.value);
          if (found) change(path, found);
        }}
      />
      <div className={css.checks}>
        {(['latitude', 'longitude'] as const).map((name) => (
          <div key={name} className={css.check}>
            <span className={css.label} id={`${labelId}-${name}`}>
              {t(`inspector.place.${name}`)}
            </span>
            <NumberField
              path={[...path, name]}
              value={place[name]}
              labelledBy={`${labelId}-${name}`}
              {...(name === 'latitude' ? latitudes : longitudes)}
            />
          </div>
        ))}
      </div>
      {isSet && (
        <Anchor href={mapLink(place)} target="_blank" rel="noreferrer" size="xs">
          {t('inspector.place.open')}
        </Anchor>
      )}
    </>
  );
}
