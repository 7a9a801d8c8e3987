import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { FlowSettings } from '../../runtime/contract/index.ts';
import { LanguagesField } from '../languages/LanguagesField.tsx';
import { cardOptions } from './cards.ts';
import { Field } from './Field.tsx';
import { useForm } from './form.ts';
import css from './Inspector.module.css';
import { DurationField } from './parts/DurationField.tsx';
import { TimeZoneField } from './parts/TimeZoneField.tsx';
import { useDraft } from './parts/use-draft.ts';
import { shapeAt } from './shape.ts';

const expiry = shapeAt(FlowSettings, 'expiresAfterMinutes');

/** Name, languages and how the flow behaves as a whole. */
export function FlowSettingsForm({ flow }: { flow: Flow }) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const id = useId();
  const { settings } = flow;
  // A flow has a name: an emptied field keeps the last one until something new is written.
  const name = useDraft(flow.name, (text) => (text.trim() === '' ? undefined : text));
  const ids = (field: string) => ({ labelId: `${id}-${field}-label`, controlId: `${id}-${field}` });
  return (
    <>
      <Field label={t('inspector.settings.name')} {...ids('name')} path={['name']}>
        <TextInput
          id={`${id}-name`}
          value={name.text}
          maxLength={120}
          readOnly={readOnly}
          onBlur={name.leave}
          onChange={({ currentTarget: { value } }) => {
            name.setText(value);
            if (value.trim() !== '') write(['name'], value);
          }}
        />
      </Field>
      <Field label={t('inspector.settings.languages')} labelId={`${id}-languages-label`} path={['languages']}>
        <LanguagesField flow={flow} readOnly={readOnly} />
      </Field>
      <Field label={t('inspector.settings.start')} {...ids('start')} path={['settings', 'start']}>
        <Select
          id={`${id}-start`}
          value={settings.start ?? null}
          readOnly={readOnly}
          searchable
          clearable={!readOnly}
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          placeholder={t('inspector.settings.firstCard')}
          data={cardOptions(flow, t)}
          onChange={(start) => change(['settings', 'start'], start ?? undefined)}
        />
      </Field>
      <Field
        label={t('inspector.settings.expires')}
        labelId={`${id}-expires-label`}
        path={['settings', 'expiresAfterMinutes']}
        inline
      >
        <DurationField
          seconds={settings.expiresAfterMinutes === undefined ? undefined : settings.expiresAfterMinutes * 60}
          limits={{
            minimum: (expiry.minimum ?? 1) * 60,
            ...(expiry.maximum !== undefined && { maximum: expiry.maximum * 60 }),
          }}
          labelId={`${id}-expires-label`}
          least="minutes"
          optional
          onWrite={(seconds) =>
            write(['settings', 'expiresAfterMinutes'], seconds === undefined ? undefined : Math.round(seconds / 60))
          }
          onChange={(seconds) => change(['settings', 'expiresAfterMinutes'], Math.round(seconds / 60))}
        />
      </Field>
      <p className={css.hint}>{t('inspector.settings.expiresHint')}</p>
      <Field label={t('inspector.settings.timeZone')} {...ids('zone')} path={['settings', 'timeZone']}>
        <TimeZoneField
          id={`${id}-zone`}
          value={settings.timeZone ?? ''}
          onWrite={(zone) => write(['settings', 'timeZone'], zone === '' ? undefined : zone)}
        />
      </Field>
      <Field
        label={t('inspector.settings.ignoreTriggers')}
        {...ids('ignore')}
        path={['settings', 'ignoreTriggers']}
        inline
      >
        <Switch
          id={`${id}-ignore`}
          checked={settings.ignoreTriggers === true}
          disabled={readOnly}
          onChange={({ currentTarget }) => change(['settings', 'ignoreTriggers'], currentTarget.checked || undefined)}
        />
      </Field>
      <Field label={t('inspector.settings.failureText')} {...ids('failure')} path={['settings', 'failureText']}>
        <Textarea
          id={`${id}-failure`}
          autosize
          minRows={2}
          maxLength={4_096}
          value={settings.failureText ?? ''}
          placeholder={t('inspector.settings.failureHint')}
          readOnly={readOnly}
          onChange={({ currentTarget }) => write(['settings', 'failureText'], currentTarget.value || undefined)}
        />
      </Field>
    </>
  );
}
