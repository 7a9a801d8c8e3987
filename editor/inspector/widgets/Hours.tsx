import { ActionIcon, Menu, Switch } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import css from './Hours.module.css';
import { Holidays } from './HoursHolidays.tsx';
import { Periods } from './HoursPeriods.tsx';
import { copiedDay, mostPeriods, nextPeriod, readHours, weekdays, withDay, type Week, type Weekday } from './hours.ts';

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
            {periods.length > 0 && (
              <DayMenu
                name={name}
                full={periods.length >= mostPeriods}
                onAdd={() => put(withDay(weekly, day, [...periods, nextPeriod(periods)]))}
                onCopy={(days) => put(copiedDay(weekly, day, days))}
              />
            )}
          </div>
        );
      })}
      <Holidays path={[...path, 'holidays']} holidays={holidays ?? []} />
    </div>
  );
}

const workdays = weekdays.slice(0, 5);

type MenuProps = { name: string; full: boolean; onAdd(): void; onCopy(days: readonly Weekday[]): void };

function DayMenu({ name, full, onAdd, onCopy }: MenuProps) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon
          className={css.menu}
          size="sm"
          disabled={readOnly}
          aria-label={t('inspector.hours.more', { day: name })}
        >
          <IconDots size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={full} onClick={onAdd}>
          {t('inspector.hours.add')}
        </Menu.Item>
        <Menu.Item onClick={() => onCopy(workdays)}>{t('inspector.hours.copyWorkdays')}</Menu.Item>
        <Menu.Item onClick={() => onCopy(weekdays)}>{t('inspector.hours.copyAll')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
