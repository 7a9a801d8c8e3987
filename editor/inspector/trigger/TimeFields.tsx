import { MultiSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { weekdays, type Recurrence, type Trigger } from '../../../runtime/contract/index.ts';
import { useFlow } from '../../flow/store.ts';
import { useForm } from '../form.ts';
import css from '../Inspector.module.css';
import { VariableName } from '../widgets/VariableName.tsx';
import { Choice } from './Choice.tsx';
import { FormRow } from './FormRow.tsx';
import { NameOf } from './NameOf.tsx';
import { everyKinds, localOf, instantFrom, recurrenceOf, signOf, withAmount, withSign } from './times.ts';

type Of<Kind extends Trigger['kind']> = { trigger: Extract<Trigger, { kind: Kind }> };
const units = ['minutes', 'hours', 'days', 'weeks'] as const;
const signs = ['before', 'same', 'after'] as const;

export function ScheduleFields({ trigger }: Of<'schedule'>) {
  const { change } = useForm();
  const { t } = useTranslation();
  const { when } = trigger;
  return (
    <>
      <FormRow label={t('triggers.fields.audience')} path={['audience']} hint={t('triggers.fields.audienceHint')}>
        {(ids) => <NameOf {...ids} path={['audience']} value={trigger.audience} names="groups" />}
      </FormRow>
      <FormRow label={t('triggers.fields.every')} path={['when', 'every']}>
        {({ id }) => (
          <Choice
            id={id}
            value={when.every}
            values={everyKinds}
            labelOf={(every) => t(`triggers.fields.everyKinds.${every}`)}
            onChange={(every) => change(['when'], recurrenceOf(every, when, new Date()))}
          />
        )}
      </FormRow>
      <When when={when} />
      <Zone />
    </>
  );
}

function When({ when }: { when: Recurrence }) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  if (when.every === 'once')
    return (
      <FormRow label={t('triggers.fields.at')} path={['when', 'at']}>
        {({ id }) => (
          <TextInput
            id={id}
            type="datetime-local"
            value={localOf(when.at)}
            readOnly={readOnly}
            onChange={({ currentTarget: { value } }) => {
              const at = instantFrom(value);
              if (at !== undefined) write(['when', 'at'], at);
            }}
          />
        )}
      </FormRow>
    );
  if (when.every === 'cron')
    return (
      <FormRow label={t('triggers.fields.cron')} path={['when', 'expression']} hint={t('triggers.fields.cronHint')}>
        {({ id }) => (
          <TextInput
            id={id}
            className={css.address}
            value={when.expression}
            readOnly={readOnly}
            maxLength={200}
            onChange={({ currentTarget: { value } }) => write(['when', 'expression'], value)}
          />
        )}
      </FormRow>
    );
  return (
    <>
      {when.every === 'week' && (
        <FormRow label={t('triggers.fields.days')} path={['when', 'days']}>
          {({ id }) => (
            <MultiSelect
              id={id}
              value={when.days}
              readOnly={readOnly}
              hidePickedOptions
              data={weekdays.map((day) => ({ value: day, label: t(`weekdays.${day}`) }))}
              onChange={(days) =>
                days.length > 0 &&
                change(
                  ['when', 'days'],
                  weekdays.filter((day) => days.includes(day)),
                )
              }
            />
          )}
        </FormRow>
      )}
      {when.every === 'month' && (
        <FormRow label={t('triggers.fields.monthDay')} path={['when', 'day']} hint={t('triggers.fields.monthDayHint')}>
          {({ id }) => (
            <NumberInput
              id={id}
              value={when.day}
              min={1}
              max={31}
              allowDecimal={false}
              clampBehavior="strict"
              readOnly={readOnly}
              onChange={(day) => typeof day === 'number' && day >= 1 && write(['when', 'day'], day)}
            />
          )}
        </FormRow>
      )}
      <FormRow label={t('triggers.fields.time')} path={['when', 'time']}>
        {({ id }) => (
          <TextInput
            id={id}
            type="time"
            value={when.time}
            readOnly={readOnly}
            onChange={({ currentTarget: { value } }) => value !== '' && write(['when', 'time'], value.slice(0, 5))}
          />
        )}
      </FormRow>
    </>
  );
}

/** By whose clocks the times are meant. */
function Zone() {
  const { t } = useTranslation();
  const zone = useFlow(({ flow }) => flow?.settings.timeZone);
  return <p className={css.hint}>{zone ? t('triggers.fields.zone', { zone }) : t('triggers.fields.zoneWorkspace')}</p>;
}

export function DateFields({ trigger }: Of<'date-field'>) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const { offset, unit } = trigger;
  const byDay = unit === 'days' || unit === 'weeks';
  const sign = signOf(offset);
  return (
    <>
      <FormRow label={t('triggers.fields.field')} path={['field']} hint={t('triggers.fields.fieldHint')}>
        {(ids) => (
          <VariableName
            {...ids}
            path={['field']}
            value={trigger.field}
            field={{ key: 'field', widget: 'variable-name', names: 'fields' }}
            shape={{ required: true, maxLength: 64 }}
          />
        )}
      </FormRow>
      <FormRow label={t('triggers.fields.when')} path={['offset']}>
        {({ id }) => (
          <Choice
            id={id}
            value={sign}
            values={signs}
            labelOf={(one) => t(`triggers.fields.whens.${one}`)}
            onChange={(one) => change(['offset'], withSign(offset, one))}
          />
        )}
      </FormRow>
      {sign !== 'same' && (
        <div className={css.row}>
          <FormRow label={t('triggers.fields.amount')} path={['amount']}>
            {({ id }) => (
              <NumberInput
                id={id}
                value={Math.abs(offset)}
                min={1}
                max={10_000}
                allowDecimal={false}
                clampBehavior="strict"
                readOnly={readOnly}
                onChange={(amount) =>
                  typeof amount === 'number' && amount >= 1 && write(['offset'], withAmount(offset, amount))
                }
              />
            )}
          </FormRow>
          <FormRow label={t('triggers.fields.unit')} path={['unit']}>
            {({ id }) => (
              <Choice
                id={id}
                value={unit}
                values={units}
                labelOf={(one) => t(`triggers.fields.units.${one}`)}
                onChange={(one) => change(['unit'], one)}
              />
            )}
          </FormRow>
        </div>
      )}
      {byDay && (
        <FormRow label={t('triggers.fields.timeOfDay')} path={['time']} hint={t('triggers.fields.ownTime')}>
          {({ id }) => (
            <TextInput
              id={id}
              type="time"
              value={trigger.time ?? ''}
              readOnly={readOnly}
              onChange={({ currentTarget: { value } }) =>
                value === '' ? change(['time'], undefined) : write(['time'], value.slice(0, 5))
              }
            />
          )}
        </FormRow>
      )}
      <FormRow label={t('triggers.fields.yearly')} path={['yearly']} hint={t('triggers.fields.yearlyHint')}>
        {({ id }) => (
          <Switch
            id={id}
            checked={trigger.yearly ?? false}
            disabled={readOnly}
            onChange={({ currentTarget: { checked } }) => change(['yearly'], checked || undefined)}
          />
        )}
      </FormRow>
      <Zone />
    </>
  );
}
