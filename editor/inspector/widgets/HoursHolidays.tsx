import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type Path } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import css from './Hours.module.css';
import { isYearly, nextPeriod, withYear, type Holiday } from './hours.ts';
import { Periods } from './HoursPeriods.tsx';

/** The year that a day of every year is shown in. */
const shownYear = new Date().getFullYear();

/** Days that go their own way: closed, or with hours of their own. */
export function Holidays({ path, holidays }: { path: Path; holidays: readonly Holiday[] }) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const put = (index: number, holiday: Holiday) => change(path, holidays.with(index, holiday));
  return (
    <section className={css.holidays}>
      <h3 className={css.title}>{t('inspector.hours.holidays')}</h3>
      <ItemList
        items={holidays}
        keyOf={(_holiday, index) => String(index)}
        nameOf={({ name, date }) => name || date}
        onRemove={(index) => change(path, holidays.length === 1 ? undefined : holidays.toSpliced(index, 1))}
        addLabel={t('inspector.hours.addHoliday')}
        onAdd={() => change(path, [...holidays, { date: new Date().toISOString().slice(0, 10) }])}
      >
        {(holiday, index) => {
          const { periods = [] } = holiday;
          const yearly = isYearly(holiday.date);
          return (
            <div className={css.holiday}>
              <div className={css.period}>
                <TextInput
                  type="date"
                  size="xs"
                  aria-label={t('inspector.hours.date', { place: index + 1 })}
                  value={yearly ? withYear(holiday.date, shownYear) : holiday.date}
                  readOnly={readOnly}
                  onChange={({ currentTarget: { value } }) =>
                    value !== '' && write([...path, index, 'date'], yearly ? withYear(value, null) : value)
                  }
                />
                <Checkbox
                  size="xs"
                  label={t('inspector.hours.yearly')}
                  checked={yearly}
                  disabled={readOnly}
                  onChange={({ currentTarget }) =>
                    put(index, { ...holiday, date: withYear(holiday.date, currentTarget.checked ? null : shownYear) })
                  }
                />
              </div>
              <TextInput
                size="xs"
                aria-label={t('inspector.hours.holidayName', { place: index + 1 })}
                placeholder={t('inspector.hours.holidayHint')}
                maxLength={120}
                value={holiday.name ?? ''}
                readOnly={readOnly}
                onChange={({ currentTarget }) => write([...path, index, 'name'], currentTarget.value || undefined)}
              />
              <Checkbox
                size="xs"
                label={t('inspector.hours.ownHours')}
                checked={periods.length > 0}
                disabled={readOnly}
                onChange={({ currentTarget }) => {
                  const { periods: _own, ...closed } = holiday;
                  put(index, currentTarget.checked ? { ...closed, periods: [nextPeriod([])] } : closed);
                }}
              />
              {periods.length > 0 && (
                <Periods
                  name={holiday.name || holiday.date}
                  periods={periods}
                  onChange={(next) => put(index, { ...holiday, periods: next })}
                  onWrite={(at, side, time) => write([...path, index, 'periods', at, side], time)}
                />
              )}
            </div>
          );
        }}
      </ItemList>
    </section>
  );
}
