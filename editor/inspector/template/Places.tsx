import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../runtime/nodes/send-template/places.ts';
import type { SendTemplateConfig } from '../../../runtime/nodes/send-template/schema.ts';
import { PartIssues } from '../Field.tsx';
import { useForm } from '../form.ts';
import { SourceField } from '../parts/SourceField.tsx';
import { placeLabel, placesIn, withPlaces } from './picking.ts';
import css from './Template.module.css';

type Props = { config: SendTemplateConfig; onFill(next: SendTemplateConfig): void };

/** What fills each place of the template. */
export function Places({ config, onFill }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const places = placesIn(config);
  const unlisted = places.some(({ id }) => !config.values.some((value) => value.id === id));
  const strange = config.values.some(({ id }) => !places.some((place) => place.id === id));
  return (
    <>
      {places.map((place) => {
        const index = config.values.findIndex(({ id }) => id === place.id);
        return index < 0 ? null : <PlaceField key={place.id} {...{ config, place, index }} />;
      })}
      {(unlisted || strange) && (
        <>
          <Button size="xs" variant="default" disabled={readOnly} onClick={() => onFill(withPlaces(config))}>
            {t('inspector.sentTemplate.adopt')}
          </Button>
        </>
      )}
    </>
  );
}

function PlaceField({ config, place, index }: { config: SendTemplateConfig; place: Place; index: number }) {
  const { t } = useTranslation();
  const { cards = [], buttons = [] } = config.template?.components ?? {};
  const own = place.card === undefined ? buttons : (cards[place.card]?.buttons ?? []);
  const { key, params } = placeLabel(
    place,
    own.map(({ title }) => title),
  );
  const name = t(`inspector.sentTemplate.places.${key}`, params);
  const whole = place.card === undefined ? name : t('inspector.sentTemplate.onCard', { card: place.card + 1, name });
  const label =
    place.required || place.sameAs !== undefined ? whole : t('inspector.sentTemplate.optional', { name: whole });
  const path = ['values', index];
  return (
    <div className={css.group}>
      <span className={css.label}>{label}</span>
      <SourceField
        path={path}
        value={config.values[index]}
        beside={{ id: place.id }}
        label={label}
        oneLine={place.kind !== 'products'}
      />
      {place.example !== undefined && (
        <span className={css.second}>{t('inspector.sentTemplate.example', { example: place.example })}</span>
      )}
      <PartIssues path={path} />
    </div>
  );
}
