import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form.ts';
import { secondsOf, unitNames, unitOf, units, type Unit } from '../widgets/duration.ts';
import css from './DurationField.module.css';
import { numberFrom } from './numbers.ts';
import { useDraft } from './use-draft.ts';

type Props = {
  seconds: number | undefined;
  limits: { minimum?: number; maximum?: number };
  labelId: string;
  /** The smallest unit that is offered. */
  least?: Unit;
  /** While it is typed; undefined takes it away. */
  onWrite(seconds: number | undefined): void;
  onChange(seconds: number): void;
  optional: boolean;
};

/** A number and its unit; handed on in seconds. */
export function DurationField({ seconds, limits, labelId, least = 'seconds', onWrite, onChange, optional }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Unit>(() => (seconds === undefined ? 'minutes' : unitOf(seconds)));
  const unit = seconds === undefined || seconds % units[wanted] === 0 ? wanted : unitOf(seconds);
  const count = seconds === undefined ? '' : String(seconds / units[unit]);
  const meant = (text: string) =>
    numberFrom(text, {
      minimum: (limits.minimum ?? 0) / units[unit],
      ...(limits.maximum !== undefined && { maximum: limits.maximum / units[unit] }),
    });
  const draft = useDraft(count, (text) => (text.trim() === '' ? '' : String(meant(text) ?? '')));
  return (
    <div className={css.duration}>
      <TextInput
        className={css.count}
        inputMode="numeric"
        aria-labelledby={labelId}
        value={draft.text}
        readOnly={readOnly}
        placeholder={optional ? '—' : ''}
        error={draft.text.trim() !== '' && meant(draft.text) === undefined}
        onChange={({ currentTarget: { value } }) => {
          draft.setText(value);
          setWanted(unit);
          const number = meant(value);
          if (number !== undefined) onWrite(secondsOf(number, unit, limits));
          else if (value.trim() === '' && optional) onWrite(undefined);
        }}
        onBlur={draft.leave}
      />
      <Select
        className={css.unit}
        aria-label={t('inspector.duration.unit')}
        value={unit}
        readOnly={readOnly}
        data={unitNames
          .slice(unitNames.indexOf(least))
          .map((name) => ({ value: name, label: t(`inspector.duration.${name}`) }))}
        onChange={(next) => {
          if (next === null) return;
          setWanted(next);
          draft.leave();
          if (seconds !== undefined) onChange(secondsOf(seconds / units[unit], next, limits));
        }}
      />
    </div>
  );
}
