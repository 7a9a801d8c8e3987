import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { weekdays } from '../../../runtime/contract/index.ts';
import { useForm, type WidgetProps } from '../form.ts';
import { ExpressionField } from '../parts/ExpressionField.tsx';
import { momentKinds, readMoment, withDays, withMomentKind } from './moment.ts';
import css from './Moment.module.css';

/** When it is: a time of day, a date and time, or what an expression yields. */
export function Moment({ path, value, labelId }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const id = useId();
  const moment = readMoment(value);
  const optionalTime = moment.kind === 'computed';
  return (
    <div className={css.moment}>
      <Select
        aria-labelledby={labelId}
        value={moment.kind}
        readOnly={readOnly}
        data={momentKinds.map((kind) => ({ value: kind, label: t(`inspector.moment.kinds.${kind}`) }))}
        onChange={(kind) => {
          const known = momentKinds.find((each) => each === kind);
          if (known) change(path, withMomentKind(moment, known, new Date().toISOString().slice(0, 10)));
        }}
      />
      {moment.kind === 'computed' && (
        <ExpressionField
          path={[...path, 'expression']}
          value={moment.expression}
          label={t('inspector.moment.expression')}
        />
      )}
      <div className={css.row}>
        {moment.kind === 'date' && (
          <div className={css.part}>
            <label className={css.label} htmlFor={`${id}-date`}>
              {t('inspector.moment.date')}
            </label>
            <TextInput
              id={`${id}-date`}
              data-path={[...path, 'date'].join('/')}
              type="date"
              value={moment.date}
              readOnly={readOnly}
              onChange={({ currentTarget }) =>
                currentTarget.value !== '' && write([...path, 'date'], currentTarget.value)
              }
            />
          </div>
        )}
        <div className={css.part}>
          <label className={css.label} htmlFor={`${id}-time`}>
            {t(optionalTime ? 'inspector.moment.timeOfThatDay' : 'inspector.moment.time')}
          </label>
          <TextInput
            id={`${id}-time`}
            data-path={[...path, 'time'].join('/')}
            type="time"
            value={moment.time ?? ''}
            readOnly={readOnly}
            onChange={({ currentTarget: { value: time } }) => {
              if (time !== '') write([...path, 'time'], time);
              else if (optionalTime) change([...path, 'time'], undefined);
            }}
          />
        </div>
      </div>
      {moment.kind === 'next' && (
        <div className={css.part}>
          <label className={css.label} htmlFor={`${id}-days`}>
            {t('inspector.moment.days')}
          </label>
          <MultiSelect
            id={`${id}-days`}
            data-path={[...path, 'days'].join('/')}
            value={moment.days ?? []}
            placeholder={moment.days === undefined ? t('inspector.moment.anyDay') : ''}
            readOnly={readOnly}
            data={weekdays.map((day) => ({ value: day, label: t(`weekdays.${day}`) }))}
            onChange={(days) => change(path, withDays(moment, days))}
          />
        </div>
      )}
    </div>
  );
}
