import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { NumberField } from '../parts/NumberField.tsx';
import { newRange, readRanges, statusLimits } from './status-ranges.ts';
import css from './StatusRanges.module.css';

/** Ways out of their own for some statuses; the first that fits is taken. */
export function StatusRanges({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const ranges = readRanges(value);
  return (
    <ItemList
      items={ranges}
      keyOf={({ id }) => id}
      nameOf={({ label }, index) => label || t('inspector.ranges.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(ranges, from, to))}
      onRemove={(index) => change(path, ranges.length === 1 ? undefined : ranges.toSpliced(index, 1))}
      addLabel={t('inspector.ranges.add')}
      onAdd={() => change(path, [...ranges, newRange(t('inspector.ranges.notFound'))])}
    >
      {({ label, from, to }, index) => (
        <>
          <div className={css.row}>
            <TextInput
              className={css.label}
              data-path={[...path, index, 'label'].join('/')}
              aria-label={t('inspector.ranges.name', { place: index + 1 })}
              value={label}
              maxLength={80}
              readOnly={readOnly}
              onChange={({ currentTarget }) => write([...path, index, 'label'], currentTarget.value)}
            />
            <NumberField
              path={[...path, index, 'from']}
              value={from}
              label={t('inspector.ranges.from', { place: index + 1 })}
              {...statusLimits}
            />
            <NumberField
              path={[...path, index, 'to']}
              value={to}
              label={t('inspector.ranges.to', { place: index + 1 })}
              {...statusLimits}
            />
          </div>
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
