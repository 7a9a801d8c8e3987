import { ActionIcon, Menu, Switch } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import css from './Hours.module.css';
import { Holidays } from './HoursHolidays.tsx';
import { Periods } from './HoursPeriods.tsx';
import { copiedDay, nextPeriod, readHours, weekdays, withDay, type Week, type Weekday } from './hours.ts';

/** The week with the hours of each day, and the days that go their own way. */
export function Hours({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const { weekly, holidays } = readHours(value);
  const put = (week: Week) => change([...path, 'weekly'], week);
  return (
    <div className={css.hours}>
      {weekdays.map((day) => {
        const periods = weekly[day] ?? [];
        const name = t(`weekdays.${day}`);
        return (
          <div key={day} className={css.day}>
            <Switch
              className={css.name}
              label={name}
              checked={periods.length > 0}
              disabled={readOnly}
              onChange={({ currentTarget }) => put(withDay(weekly, day, currentTarget.checked ? [nextPeriod([])] : []))}
            />
            {periods.length === 0 ? (
              <span className={css.closed}>{t('inspector.hours.closed')}</span>
            ) : (
              <Periods
                name={name}
                periods={periods}
                onChange={(next) => put(withDay(weekly, day, next))}
                onWrite={(index, side, time) => write([...path, 'weekly', day, index, side], time)}
              />
            )}
            {periods.length > 0 && <CopyMenu name={name} onCopy={(days) => put(copiedDay(weekly, day, days))} />}
          </div>
        );
      })}
      <Holidays path={[...path, 'holidays']} holidays={holidays ?? []} />
    </div>
  );
}

const workdays = weekdays.slice(0, 5);

function CopyMenu({ name, onCopy }: { name: string; onCopy(days: readonly Weekday[]): void }) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" disabled={readOnly} aria-label={t('inspector.hours.copy', { day: name })}>
          <IconCopy size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onCopy(workdays)}>{t('inspector.hours.copyWorkdays')}</Menu.Item>
        <Menu.Item onClick={() => onCopy(weekdays)}>{t('inspector.hours.copyAll')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
