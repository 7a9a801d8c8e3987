import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { longestWaitSeconds } from '../../../runtime/nodes/config-parts.ts';
import { PartIssues } from '../Field.tsx';
import { useForm, type Path, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { DurationField } from '../parts/DurationField.tsx';
import { ItemList } from '../parts/ItemList.tsx';
import { TemplateField } from '../parts/TemplateField.tsx';
import css from './Reminders.module.css';
import { mostReminders, newReminder, readReminders, type ReminderItem } from './reminders.ts';

/** What is said to somebody who does not answer, and when. */
export function Reminders({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const reminders = readReminders(value);
  const put = (next: readonly ReminderItem[]) => change(path, next.length === 0 ? undefined : next);
  const { characters } = limitsOf(field);
  return (
    <ItemList
      items={reminders}
      keyOf={({ id }, index) => id ?? String(index)}
      nameOf={(_reminder, index) => t('asks.reminders.name', { place: index + 1 })}
      onRemove={(index) => put(reminders.toSpliced(index, 1))}
      addLabel={t('asks.reminders.add')}
      onAdd={() => put([...reminders, newReminder(reminders)])}
      full={reminders.length >= mostReminders}
      head={(reminder, index) => <After path={[...path, index, 'afterSeconds']} reminder={reminder} />}
    >
      {({ text }, index) => (
        <>
          <TemplateField
            path={[...path, index, 'text']}
            value={text}
            chat
            labels={{ 'aria-label': t('asks.reminders.text', { place: index + 1 }) }}
            {...(characters !== undefined && { characters })}
          />
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}

function After({ path, reminder: { afterSeconds } }: { path: Path; reminder: ReminderItem }) {
  const { write, change } = useForm();
  const { t } = useTranslation();
  const labelId = useId();
  return (
    <div className={css.after} data-path={path.join('/')}>
      <span id={labelId}>{t('asks.reminders.after')}</span>
      <DurationField
        seconds={afterSeconds}
        limits={{ minimum: 1, maximum: longestWaitSeconds }}
        labelId={labelId}
        optional={false}
        onWrite={(seconds) => seconds !== undefined && write(path, seconds)}
        onChange={(seconds) => change(path, seconds)}
      />
    </div>
  );
}
