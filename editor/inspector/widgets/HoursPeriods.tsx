import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form.ts';
import css from './Hours.module.css';
import { asClock, endsNextDay, type Period } from './hours.ts';

type Props = {
  /** The day's name, for who cannot see it. */
  name: string;
  periods: readonly Period[];
  onChange(periods: Period[]): void;
  onWrite(index: number, side: keyof Period, time: string): void;
};

/** From and to, as often as a day opens. */
export function Periods({ name, periods, onChange, onWrite }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const field = (period: Period, index: number, side: keyof Period) => (
    <TextInput
      type="time"
      size="xs"
      aria-label={t(`inspector.hours.${side}`, { day: name })}
      value={asClock(period[side])}
      readOnly={readOnly}
      onChange={({ currentTarget }) => currentTarget.value !== '' && onWrite(index, side, currentTarget.value)}
    />
  );
  return (
    <div className={css.periods}>
      {periods.map((period, index) => (
        // Hours have nothing of their own that stays but their place.
        <div key={index} className={css.period}>
          {field(period, index, 'from')}
          <span aria-hidden>–</span>
          {field(period, index, 'to')}
          {endsNextDay(period) && <span className={css.next}>{t('inspector.hours.nextDay')}</span>}
          {periods.length > 1 && (
            <ActionIcon
              size="sm"
              disabled={readOnly}
              aria-label={t('inspector.hours.remove', { day: name })}
              onClick={() => onChange(periods.toSpliced(index, 1))}
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          )}
        </div>
      ))}
    </div>
  );
}
